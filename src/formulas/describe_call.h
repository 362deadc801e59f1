/* Calls -> text. */
#ifndef NABLA_FORMULAS_DESCRIBE_CALL_H
#define NABLA_FORMULAS_DESCRIBE_CALL_H

#include "formulas/describer.h"

/* Pushes a call with its arguments: f(x), softmax(a)[2]. */
void nb_push_function_call(nb_describer *d, const nb_call *call);

/* Which of several results the call's is: [2] or [1,2], in the result's arena. */
const char *nb_call_index(nb_sheet *s, const nb_call *call);

#endif
