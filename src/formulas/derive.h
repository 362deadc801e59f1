/* Derivatives while formulas become nodes: dL/dw in a formula, and functions that differentiate by
 * an argument. */
#ifndef NABLA_FORMULAS_DERIVE_H
#define NABLA_FORMULAS_DERIVE_H

#include "formulas/builder.h"

/* Replaces the two values on top by the derivative of the first, a number, by the second. It has
 * the second one's shape. */
NB_MUST_USE nb_status nb_run_gradient(nb_builder *m, const nb_code *code);

/* f'(x): replaces x on top by an alias, then f of it by the derivative. Of a vector that goes
 * element by element; where f makes one number of it, it is the gradient. */
NB_MUST_USE nb_status nb_run_alias(nb_builder *m);
NB_MUST_USE nb_status nb_run_slope(nb_builder *m, const nb_code *code);

/* Before a call, whose arguments are on top: replaces those that `body` differentiates by with
 * identity nodes of their own, the call's aliases. */
NB_MUST_USE nb_status nb_add_aliases(nb_builder *m, const nb_expr *body, uint32_t arg_count);

/* After the call: what refers to an alias refers to the argument itself again. */
void nb_bypass_aliases(nb_builder *m, const nb_frame *f);

#endif
