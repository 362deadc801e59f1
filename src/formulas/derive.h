/* Derivatives while formulas become nodes. */
#ifndef NABLA_FORMULAS_DERIVE_H
#define NABLA_FORMULAS_DERIVE_H

#include "formulas/builder.h"

/* Replaces the two values on top by the derivative of the first by the second. */
NB_MUST_USE nb_status nb_run_gradient(nb_builder *m, const nb_code *code);

/* Before and after a call: those of its arguments that its body differentiates by are aliases. */
NB_MUST_USE nb_status nb_add_aliases(nb_builder *m, const nb_expr *body, uint32_t arg_count);
void nb_bypass_aliases(nb_builder *m, const nb_frame *f);

#endif
