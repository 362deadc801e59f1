/* Calls in the graph: which nodes a function or an operator over vectors was applied to, and which
 * it made. A picture closes a call into one box. */
#ifndef NABLA_DEFINITIONS_CALLS_H
#define NABLA_DEFINITIONS_CALLS_H

#include "definitions/sheet.h"

const nb_call *nb_find_call_of(const nb_sheet *s, nb_node result);

/* The call of an operator over vectors that a node is a result of; or NULL. */
const nb_call *nb_find_vector_call(const nb_sheet *s, nb_node node);

#endif
