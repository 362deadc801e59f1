/* Derivatives of functions by their one argument: f'(3), sigmoid''(x). */
#ifndef NABLA_LANG_SLOPE_H
#define NABLA_LANG_SLOPE_H

#include "lang/reader.h"

/* Whether the ' at hand, behind the name of a function, is the sign of a derivative. */
bool nb_is_slope(parser *p, nb_symbol symbol, const char *name);
/* Reads it, its argument too; `from` is where the name begins. */
NB_MUST_USE nb_status nb_read_slope(parser *p, nb_symbol symbol, const char *name, nb_span from);

#endif
