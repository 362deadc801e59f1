/* Calls in the graph: which nodes a function or an operator over vectors was applied to, and which
 * it made. A picture closes a call into one box. */
#ifndef NABLA_DEFINITIONS_CALLS_H
#define NABLA_DEFINITIONS_CALLS_H

#include "definitions/sheet.h"

/* The call that a node is a result of, the outermost of several; NULL: of none. Valid until calls
 * are added or dropped. */
const nb_call *nb_find_call_of(const nb_sheet *s, nb_node result);

/* The same where that call is one of an operator over vectors; else NULL. */
const nb_call *nb_find_vector_call(const nb_sheet *s, nb_node node);

/* Of the calls that a node is a result of the one of an operator over vectors; NULL: there is none.
 * It may stand inside of functions. */
const nb_call *nb_find_inner_call(const nb_sheet *s, nb_node result);

/* Of a call for one row: the first call for row 1, from whose arguments on those of all rows stand
 * one behind the other. NULL where that call is gone, or there are two parameters. */
const nb_call *nb_find_first_row(const nb_sheet *s, const nb_call *call);

/* Element `i` of what row `row` was given, both from 0; `first` as above. */
nb_node nb_get_row_arg(const nb_sheet *s, const nb_call *first, uint32_t row, uint32_t i);

/* Of a call for the mean over rows: the call for one of them, from 0. It is there as long as the
 * mean is. */
const nb_call *nb_get_row(const nb_call *mean, uint32_t row);

#endif
