/* The questions that a target gives: ∂target/∂node for the nodes of the graph that was typed. */
#ifndef NABLA_QUIZ_COURSE_H
#define NABLA_QUIZ_COURSE_H

#include "quiz/question.h"

/* All questions about a target, found anew by each statement; nb_typed_graph_clear `typed`, also
 * after a failure. */
typedef struct nb_course {
    nb_sheet *s;
    nb_node target;
    nb_typed_graph typed;
    nb_node *asked; /* the nodes in question, in the order of the backward pass */
    uint32_t *rank; /* of each node in that pass */
    size_t count;
} nb_course;

/* Runs the passes, and lists what is asked. */
NB_MUST_USE nb_status nb_course_find(nb_sheet *s, nb_node target, nb_course *c);
/* The question about a node. */
NB_MUST_USE nb_status nb_course_question(const nb_course *c, nb_node node, nb_question *q);

/* What a wrong answer to "what is ∂of/∂by?" gives away (answer.h), where `by` is a node of the
 * graph as `of` was typed; else nothing. */
NB_MUST_USE nb_status nb_diagnose_nodes(nb_sheet *s, nb_node of, nb_node by, double answer,
                                        double tolerance, nb_message *says);

#endif
