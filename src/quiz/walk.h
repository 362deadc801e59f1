/* `step`: a walk over the two passes of a target, node by node, while other statements run. */
#ifndef NABLA_QUIZ_WALK_H
#define NABLA_QUIZ_WALK_H

#include "explore/picture.h"
#include "quiz/quiz.h"

/* To be called after a statement that changed something: begins the walk anew where that is what
 * its target is made of, and ends it where the target is gone. */
NB_MUST_USE nb_status nb_walk_check(nb_sheet *s);

/* When a walk comes to what: the step, from 1, at which a node's value, and its gradient, is known
 * (0: from the beginning; NB_WALK_NEVER), and the node of each step. In the scratch arena. */
#define NB_WALK_NEVER UINT32_MAX
typedef struct nb_walk_order {
    uint32_t *value, *gradient;
    nb_node *node; /* of 2·count steps */
    size_t count;  /* of those of one pass: 0: it is a number */
} nb_walk_order;
NB_MUST_USE nb_status nb_walk_find_order(nb_sheet *s, nb_node target, nb_walk_order *order);

/* How far the walk has come, if it is over `target`; else the arrays of `reach` are NULL. */
NB_MUST_USE nb_status nb_walk_reach(nb_sheet *s, nb_node target, nb_reach *reach);
/* The step, from 1, at which the walk is, if it is over `target`; else, and before the first, 0. */
NB_MUST_USE nb_status nb_walk_find_step(nb_sheet *s, nb_node target, size_t *step);

#endif
