/* What a node is made of, and the chain rule inside it. */
#ifndef NABLA_FORMULAS_CONE_H
#define NABLA_FORMULAS_CONE_H

#include "definitions/sheet.h"

/* Marks the nodes that `target` is made of: bit 0; of those the chosen ones: bit 1. */
NB_MUST_USE nb_status nb_mark_cone(nb_sheet *s, nb_node target, uint8_t **marks);

/* The first leaf that a node is made of, or NB_NO_DEF. */
NB_MUST_USE nb_status nb_find_leaf(nb_sheet *s, nb_node node, nb_def_id *leaf);

/* The chain rule inside one formula: ∂top/∂node for the nodes that `top` is made of, passing only
 * through nodes that are `inside` it. The arrays have top + 1 elements, in the scratch arena. */
typedef struct nb_sweep {
    uint8_t *inside, *reached;
    double *gradient;
    double *first;  /* of the contributions to each: what it hands on where the passes are broken */
    nb_node *order; /* in which the nodes hand on; NULL: from top down */
    nb_node count;
} nb_sweep;

/* Inside are the nodes without a name: the inputs are the names in the formula of `top`. */
NB_MUST_USE nb_status nb_sweep_formula(nb_sheet *s, nb_node top, nb_sweep *sweep);

/* Inside are the nodes that the call made: the inputs are its arguments, and names in its body. */
NB_MUST_USE nb_status nb_sweep_call(nb_sheet *s, const nb_call *call, nb_sweep *sweep);

#endif
