/* Calls of operators over vectors, seen from outside: what they hand back to each argument, in
 * closed form where vectors.def has one, whatever nodes compute it. */
#ifndef NABLA_FORMULAS_VECTOR_CALL_H
#define NABLA_FORMULAS_VECTOR_CALL_H

#include "definitions/calls.h"

/* Whether vectors.def has a closed form for an argument of the call. */
bool nb_has_closed_form(const nb_call *call, uint32_t arg);

/* What closed forms below `target` mention besides arguments and results gets nodes, at the end of
 * the graph, where nothing has them yet: the softmax of softmax_cross_entropy. To be called before
 * nb_closed_term, and before anything keeps pointers to calls or owners. */
NB_MUST_USE nb_status nb_prepare_closed(nb_sheet *s, nb_node target);

/* What closed forms of one call mention, whichever of its results and arguments they are about:
 * found by the first of them. */
typedef struct nb_closed {
    const nb_call *first; /* of its results; NULL: not found yet */
    const nb_node *results, *inner[NB_VECTOR_PARAMETERS];
} nb_closed;
/* ∂(the call's result)/∂(argument `arg`) in closed form. */
NB_MUST_USE nb_status nb_closed_term(nb_sheet *s, const nb_algebra *algebra,
                                     const nb_call *call, uint32_t arg, nb_closed *closed,
                                     const nb_term **term);

/* Marks the nodes that compute such calls, in the scratch arena. `cone`: see nb_mark_cone. */
NB_MUST_USE nb_status nb_hide_closed(nb_sheet *s, nb_node target, const uint8_t *cone,
                                     uint8_t **hidden);

#endif
