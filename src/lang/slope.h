/* Derivatives of functions by their one argument: f'(3), sigmoid''(x). */
#ifndef NABLA_LANG_SLOPE_H
#define NABLA_LANG_SLOPE_H

#include "lang/reader.h"

/* Whether the ' at hand, behind the name of a function, is the sign of a derivative. */
bool nb_is_slope(parser *p, nb_symbol symbol, const char *name);
/* Reads the signs, *order of them, and the bracket that opens; the name begins at `from`. */
NB_MUST_USE nb_status nb_begin_slope(parser *p, nb_symbol symbol, const char *name, nb_span from,
                                     uint32_t *order);
/* Emits what that is, `count` arguments having been read and emitted. */
NB_MUST_USE nb_status nb_emit_slope(parser *p, nb_symbol symbol, const char *name, nb_span from,
                                    uint32_t order, uint32_t count);

#endif
