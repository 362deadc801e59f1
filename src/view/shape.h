/* What a formula is as a whole: whether it needs brackets where something stands beside it. */
#ifndef NABLA_VIEW_SHAPE_H
#define NABLA_VIEW_SHAPE_H

#include <stdbool.h>

#include "result/result.h"

/* Whether it is a sum or a comparison, or begins with a sign: not to be multiplied as it is. */
bool nb_text_is_sum(const nb_text *text);
/* Whether it is a name, a number or a call. */
bool nb_text_is_atom(const nb_text *text);
/* Whether it begins with a sign and is a product otherwise: as the first factor it may stay. */
bool nb_text_is_signed_product(const nb_text *text);
/* Whether it is a number, perhaps behind a minus: 5, −1. */
bool nb_text_is_number(const nb_text *text);
/* Whether the equation's numbers are its value already: nothing is left to be worked out. */
bool nb_equation_is_done(const nb_equation *equation);

#endif
