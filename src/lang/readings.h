/* What two people read as two formulas is none: an error shows both. */
#ifndef NABLA_LANG_READINGS_H
#define NABLA_LANG_READINGS_H

#include "lang/reader.h"

/* 1/2x: behind the division whose left side begins at `from`, whose divisor begins with the token
 * `divisor` and is a product without a sign from the token `joined` on; all of it is read. */
NB_MUST_USE nb_status nb_fail_division(parser *p, nb_span from, uint32_t divisor, uint32_t joined);
/* d/dx x^2 + 3: behind what stands right behind a fraction of differentials, before the sign of a
 * sum or product. The fraction goes from the token `head`, with its line at `slash`, to `begin`. */
NB_MUST_USE nb_status nb_fail_derivative(parser *p, uint32_t head, uint32_t slash, uint32_t begin);
/* e^2x: fails where a number stands as the exponent, which is the current token, directly before a
 * name or a bracket. */
NB_MUST_USE nb_status nb_check_exponent(parser *p, nb_span from);
/* f(3), f(x): fails where a name that is no function, its token read, stands before a bracket with
 * nothing but numbers or one name in it. `kind`: what it is,
 * 0 for a parameter. */
NB_MUST_USE nb_status nb_check_factor(parser *p, const char *name, unsigned kind);

#endif
