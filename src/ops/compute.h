/* One operator at a time: its value, its local gradients, its domain and its kinks, each a
 * switch expanded from ops.def. */
#ifndef NABLA_OPS_COMPUTE_H
#define NABLA_OPS_COMPUTE_H

#include "ops/ops.h"

/* y = op(a, b, c); operands beyond the arity are ignored. */
double nb_op_value(nb_op op, double a, double b, double c);
/* The local gradient ∂y/∂(operand 0, 1 or 2) at a, b, c where the value is y; nan where y is. */
double nb_op_partial(nb_op op, int operand, double a, double b, double c, double y);
/* Whether the operator is defined at a, b, c, and whether its derivative fails to exist there. */
bool nb_op_in_domain(nb_op op, double a, double b, double c);
bool nb_op_at_kink(nb_op op, double a, double b, double c);

#endif
