/* Names for what is differentiated, as it was typed. */
#ifndef NABLA_EXPLORE_GRADIENT_H
#define NABLA_EXPLORE_GRADIENT_H

#include "definitions/sheet.h"

/* An expression's text as it stands behind ∂, in the result's arena: L, f(x), or (x + 1) in
 * brackets. NULL when memory runs out. */
const char *nb_type_variable(nb_sheet *s, const nb_expr *expr);

#endif
