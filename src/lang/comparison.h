/* Conditions: what `expect` takes. */
#ifndef NABLA_LANG_COMPARISON_H
#define NABLA_LANG_COMPARISON_H

#include "lang/reader.h"

/* Four arguments: value, sign, value, tolerance. A value is an expression, or a measure: a call,
 * `pick` being its row. A measure may stand alone: then it has no sign. */
NB_MUST_USE nb_status nb_read_comparison(parser *p, nb_command_arg *args);

#endif
