/* Factors of a derivation: the nodes between some nodes and a target, sorted into those that stand
 * for themselves (named definitions and calls of functions; on request every operation) and what is
 * inside a factor's formula. */
#ifndef NABLA_ARRAYS_FACTORS_H
#define NABLA_ARRAYS_FACTORS_H

#include "arrays/wires.h"
#include "formulas/local.h"
#include "formulas/vector_call.h"

/* Bits of a node's role; from 8 on they are free for whoever asked. */
enum { NB_ON_WAY = 1, NB_IS_FACTOR = 2, NB_IS_SOURCE = 4 };

/* The factor `node` goes into the formula of the factor `parent`; or it is an argument of a call
 * with several results, and each that the fan has from `since` on is its parent. */
typedef struct nb_factor_link {
    nb_node node, parent;
    const nb_term *local; /* nb_factor_local makes it; NULL: nobody has asked yet */
    double value;         /* without a fan: ∂parent/∂node, by the careful formulas */
    uint32_t next;
    uint32_t argument;    /* local NULL: of the call that the parent is a result of */
    uint32_t fan, since;  /* fan 0: none, or its number, from 1 */
    bool twice;           /* it is further arguments, too */
} nb_factor_link;

/* Results of one call of an operator over vectors, the last one first. A softmax of a thousand
 * numbers has a million links, from each argument to each result, of which few are looked at. */
typedef struct nb_factor_fan {
    const nb_call *call; /* the one for its first result */
    nb_node *parents;
    uint32_t count;
    size_t capacity;
    nb_node newest; /* of the arguments */
    bool whole;     /* all that hands on to a result has its link: those to come need no look */
} nb_factor_fan;

/* From one link of a factor to the next. */
typedef struct nb_factor_walk {
    nb_factor_link link; /* the present one, with its parent */
    uint32_t next, left;
} nb_factor_walk;

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
    nb_factor_fan *fans;
    size_t fan_capacity;
    uint32_t fan_count;
    uint32_t *fan_of;        /* of each result the fan that has it, or 0 */
    uint32_t *fanned;        /* of each argument its link to the last fan, plus one */
    nb_node *list;           /* the factors from `node` to `target`, which is left out */
    size_t count;
    nb_wires wires;          /* into the node that the sweep is at; after it into `swept` */
    nb_node swept;
    nb_closed closed;        /* the call that it is at */
} nb_factors;

/* Finds the factors from `from` to the target, and how each hands its gradient on. Fields up to
 * `names` are given. After nb_prepare_closed. */
NB_MUST_USE nb_status nb_factors_find(nb_factors *factors);
/* The links of a factor in turn; false: there are no more. */
nb_factor_walk nb_factors_walk(const nb_factors *factors, nb_node node);
bool nb_factors_next(const nb_factors *factors, nb_factor_walk *walk);
/* ∂parent/∂node as a formula. NULL when memory runs out. */
const nb_term *nb_factor_local(nb_factors *factors, nb_factor_link *link);
/* The same as a number, by the careful formulas. Where a fan is asked, it is quick if the last one
 * was of the same parent. */
NB_MUST_USE nb_status nb_factor_value(nb_factors *factors, const nb_factor_link *link,
                                      double *value);

#endif
