/* Whether an answer contains what was asked for: then it answers nothing. */
#ifndef NABLA_QUIZ_DERIVATIVE_H
#define NABLA_QUIZ_DERIVATIVE_H

#include "definitions/sheet.h"

/* Whether a derivative in the expression is ∂of/∂by, in whatever spelling: it differentiates `of`,
 * or something that names it, by `by`, or by a vector of which that is an element. */
NB_MUST_USE nb_status nb_find_derivative(nb_sheet *s, const nb_expr *expr, nb_node of, nb_node by,
                                         bool *found);

/* The two nodes of an expression that is a derivative as a whole; NB_NO_NODE: it is none. */
NB_MUST_USE nb_status nb_derivative_nodes(nb_sheet *s, const nb_expr *expr, nb_node *of,
                                          nb_node *by);

/* Where the = of `X = EXPR` (or of X == EXPR) stands, outside brackets; NULL: there is none. */
char *nb_find_equals(char *text);

#endif
