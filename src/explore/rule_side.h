/* The right sides of one step: in elements, as a product of vectors and matrices, and that product
 * in numbers. */
#ifndef NABLA_EXPLORE_RULE_SIDE_H
#define NABLA_EXPLORE_RULE_SIDE_H

#include "arrays/pattern.h"

/* Local gradients without a pattern are shown as a matrix up to this many. */
enum { NB_MOST_SLOPES = 10000 };

/* A step from the array `node` to `parent`, which uses it. */
typedef struct nb_step {
    uint32_t node, parent;
    bool last; /* the parent is the target */
    const nb_step_link *links;
    size_t count; /* 0: each element of the one goes into each of the other, without a pattern */
    bool first; /* of the terms of its equation */
} nb_step;

/* Adds the step's terms to an equation. *whole stays true if it is a product of matrices. */
NB_MUST_USE nb_status nb_add_step(nb_arrays *arrays, const nb_step *step,
                                  nb_rule_equation *equation, bool *whole);

/* Says in the equation for elements that more terms follow. */
void nb_add_more(nb_sheet *s, nb_rule_equation *equation);

#endif
