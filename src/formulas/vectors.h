/* Vectors while formulas become nodes: each function replaces the code's operands on the stack by
 * the result. */
#ifndef NABLA_FORMULAS_VECTORS_H
#define NABLA_FORMULAS_VECTORS_H

#include "formulas/builder.h"

NB_MUST_USE nb_status nb_run_op(nb_builder *m, const nb_code *code);
NB_MUST_USE nb_status nb_run_array(nb_builder *m, const nb_code *code);
NB_MUST_USE nb_status nb_run_vector(nb_builder *m, const nb_code *code);

/* What `indices` numbers choose from a value. */
NB_MUST_USE nb_status nb_run_pick(nb_builder *m, const nb_code *code, const double *numbers);

#endif
