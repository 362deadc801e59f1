/* Factors of a derivation: the nodes between some nodes and a target, sorted into those that stand
 * for themselves (named definitions and calls of functions; on request every operation) and what is
 * inside a factor's formula. */
#ifndef NABLA_EXPLORE_FACTORS_H
#define NABLA_EXPLORE_FACTORS_H

#include "explore/wires.h"
#include "formulas/local.h"
#include "formulas/vector_call.h"

/* Bits of a node's role; from 8 on they are free for whoever asked. */
enum { NB_ON_WAY = 1, NB_IS_FACTOR = 2, NB_IS_SOURCE = 4 };

/* The factor `node` goes into the formula of the factor `parent`. */
typedef struct nb_factor_link {
    nb_node node, parent;
    const nb_term *local; /* nb_factor_local makes it; NULL: nobody has asked yet */
    double value;         /* ∂parent/∂node, by the careful formulas */
    uint32_t next;
    uint32_t argument;    /* local NULL: of the call that the parent is a result of */
} nb_factor_link;

/* All arrays but `from`, `forced` and `links` have an element for each node up to the target. */
typedef struct nb_factors {
    nb_sheet *s;
    const nb_node *from; /* what is differentiated by */
    size_t from_count;
    nb_node node;        /* the first of them to have been made */
    nb_node target;
    bool operations;     /* every operation is a factor */
    const uint8_t *forced; /* 1: the node is a factor, whatever it is; NULL: none is */
    const uint32_t *names; /* nb_algebra's; NULL: the owners */
    nb_algebra algebra;
    uint8_t *role;
    nb_node *parent;         /* inside a formula: the factor it belongs to */
    const nb_term **inside;  /* ∂parent/∂(this node) */
    double *value;           /* the same as a number */
    nb_factor_link *links;
    size_t link_capacity;
    uint32_t link_count;
    uint32_t *first;         /* of each factor's links, plus one */
    uint32_t *met;           /* of each factor: the last link to it, plus one */
    nb_node *list;           /* the factors from `node` to `target`, which is left out */
    size_t count;
    nb_wires wires;          /* into the node that the sweep is at */
    nb_closed closed;        /* the call that it is at */
} nb_factors;

/* Finds the factors from `from` to the target, and how each hands its gradient on. Fields up to
 * `names` are given. After nb_prepare_closed. */
NB_MUST_USE nb_status nb_factors_find(nb_factors *factors);
/* ∂parent/∂node as a formula. A softmax of a thousand numbers has a million of them, few of which
 * are ever read. NULL when memory runs out. */
const nb_term *nb_factor_local(nb_factors *factors, nb_factor_link *link);

#endif
