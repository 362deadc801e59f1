/* Calls of operators over vectors, seen from outside: what they hand back to each argument, in
 * closed form where vectors.def has one, whatever nodes compute it. */
#ifndef NABLA_FORMULAS_VECTOR_CALL_H
#define NABLA_FORMULAS_VECTOR_CALL_H

#include "definitions/calls.h"

/* Whether vectors.def has a closed form for argument number `arg` of the call, from 0. */
bool nb_has_closed_form(const nb_call *call, uint32_t arg);

/* Closed forms may mention more than arguments and results: that of softmax_cross_entropy the
 * softmax of its argument. For the calls up to `target` this adds the nodes of what is mentioned,
 * where the graph does not have them yet, at its end. To be called before nb_closed_term, and
 * before anything keeps pointers to calls or owners, which may move. */
NB_MUST_USE nb_status nb_prepare_closed(nb_sheet *s, nb_node target);

/* The nodes that closed forms of one call mention, whichever of its results and arguments they are
 * about. Set `first` to NULL, and nb_closed_term fills it when it comes to another call. */
typedef struct nb_closed {
    const nb_call *first; /* of its results; NULL: not found yet */
    const nb_node *results, *inner[NB_VECTOR_PARAMETERS];
} nb_closed;

/* ∂(the call's result)/∂(argument `arg`) in closed form, as a term in the algebra's arena. */
NB_MUST_USE nb_status nb_closed_term(nb_sheet *s, const nb_algebra *algebra,
                                     const nb_call *call, uint32_t arg, nb_closed *closed,
                                     const nb_term **term);

/* Marks with 1, in the scratch arena, the nodes up to `target` that lie inside calls of operators
 * over vectors: between results and arguments, without a name. `cone`: what nb_mark_cone marked. */
NB_MUST_USE nb_status nb_hide_closed(nb_sheet *s, nb_node target, const uint8_t *cone,
                                     uint8_t **hidden);

#endif
