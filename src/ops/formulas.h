/* ops.def as C expressions, for the files that compute with it: include this, define OP0 to OP3,
 * include ops.def. A formula of two forms gives its careful one; `where` becomes ?:. */
#ifndef NABLA_OPS_FORMULAS_H
#define NABLA_OPS_FORMULAS_H

#include <math.h>

#define TAUGHT(formula) (formula)
#define CAREFUL(taught, careful) (careful)
#define AS_NODES(taught, careful, nodes) (careful)
#define where(condition, yes, no) (((condition) != 0) ? (yes) : (no))
#define EVERYWHERE 1
#define WHEN(condition, words) (condition)
#define SMOOTH 0
#define AT(condition) (condition)

#endif
