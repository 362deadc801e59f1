/* What each node is a function of, alone: the activation of a unit, however it is typed, has one
 * root, the weighted sum that it is applied to. */
#ifndef NABLA_FIGURES_ROOTS_H
#define NABLA_FIGURES_ROOTS_H

#include "figures/network.h"

typedef enum nb_root_kind {
    NB_ROOT_ELSEWHERE, /* the target is not made of it */
    NB_ROOT_NUMBER,    /* made of numbers alone */
    NB_ROOT_LEAF,
    NB_ROOT_FUNCTION,  /* of its root alone */
    NB_ROOT_SUM,       /* a sum of different things */
    NB_ROOT_PRODUCT,   /* a product of different things */
    NB_ROOT_MIXED,     /* anything else made of different things */
    NB_ROOT_LOSS       /* it compares, as losses do */
} nb_root_kind;

/* Fills kind, root and uses; nodes of all kinds but the first two and FUNCTION are their own
 * roots. */
NB_MUST_USE nb_status nb_find_roots(nb_network *network);

/* The operator over vectors whose result a node is, where it is a loss; else NULL. */
const nb_call *nb_find_loss_call(const nb_sheet *s, nb_node node);

/* Whether a leaf is what a loss compares with: a column of the data, or called t. */
bool nb_is_compared(const nb_network *network, nb_node leaf);

#endif
