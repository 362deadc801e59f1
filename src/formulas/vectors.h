/* Vectors while formulas become nodes: each function replaces the code's operands on the stack by
 * the result. Shapes that do not fit are errors at the code's place. */
#ifndef NABLA_FORMULAS_VECTORS_H
#define NABLA_FORMULAS_VECTORS_H

#include "formulas/builder.h"

/* An operator of ops.def, on numbers or element by element, with broadcasting. */
NB_MUST_USE nb_status nb_run_op(nb_builder *m, const nb_code *code);

/* A literal: [a, b] or [a, b; c, d]. */
NB_MUST_USE nb_status nb_run_array(nb_builder *m, const nb_code *code);

/* An operator of vectors.def: one that is built in, or one with a formula, whose frame begins. */
NB_MUST_USE nb_status nb_run_vector(nb_builder *m, const nb_code *code);

/* What indices choose from the value on top; `numbers` are theirs, as nb_eval_indices has them. */
NB_MUST_USE nb_status nb_run_pick(nb_builder *m, const nb_code *code, const double *numbers);

#endif
