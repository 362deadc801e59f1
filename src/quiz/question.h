/* A question: what predict.c asks, and answer.c needs to know to explain a wrong answer. It lives
 * in the scratch arena of the statement. */
#ifndef NABLA_QUIZ_QUESTION_H
#define NABLA_QUIZ_QUESTION_H

#include "arrays/wires.h"

/* One wire that leaves the node of a question, in the graph as it was typed. */
typedef struct nb_way {
    nb_node parent;
    int operand;      /* the node is this operand of the parent; -1: the parent is a call */
    double upstream, local;
} nb_way;

typedef struct nb_question {
    nb_node target, node;
    const nb_typed_graph *typed; /* of the target */
    const nb_way *ways; /* in the order of the backward pass */
    size_t count;
    double gradient;    /* ∂target/∂node */
} nb_question;

#endif
