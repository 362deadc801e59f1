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

/* ∂(the call's result)/∂(argument `arg`) in closed form. */
NB_MUST_USE nb_status nb_closed_term(nb_sheet *s, const nb_algebra *algebra,
                                     const nb_call *call, uint32_t arg, const nb_term **term);

/* Marks the nodes that compute such calls, in the scratch arena. `cone`: see nb_mark_cone. */
NB_MUST_USE nb_status nb_hide_closed(nb_sheet *s, nb_node target, const uint8_t *cone,
                                     uint8_t **hidden);

#endif
