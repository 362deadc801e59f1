/* Calls while formulas become nodes: how one begins and ends, and what is remembered of it. */
#ifndef NABLA_FORMULAS_CALL_H
#define NABLA_FORMULAS_CALL_H

#include "formulas/builder.h"

/* Begins the call of a function, whose arguments are on top. */
NB_MUST_USE nb_status nb_run_call(nb_builder *m, const nb_code *code);

/* Begins the formula of an operator over vectors, which has been read (s->vectors) and whose
 * arguments are on top. `broadcast`: see nb_call. `given`: on top is what made the first of them,
 * for the formula that is then read (s->made). */
NB_MUST_USE nb_status nb_begin_vector(nb_builder *m, const nb_code *code, uint8_t broadcast,
                                      bool given);

/* Gives each result of a frame a node of its own, which no name and no other result has. */
NB_MUST_USE nb_status nb_own_results(nb_builder *m, const nb_frame *f, nb_value *result);

/* Remembers the call of a frame that is over, and puts its result in the place of its arguments. */
NB_MUST_USE nb_status nb_end_call(nb_builder *m, const nb_frame *f, nb_value result);

/* The same for one element of a map: the frame on top goes on with the next element or, behind the
 * last, ends with the results of all. */
NB_MUST_USE nb_status nb_end_element(nb_builder *m, nb_node result);

/* The same for one row of matrices that an operator over vectors is applied to row by row; behind
 * the last row come the results of all, or their mean, as vectors.def says. */
NB_MUST_USE nb_status nb_end_row(nb_builder *m, nb_value result);

#endif
