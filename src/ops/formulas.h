/* The formulas of ops.def and of the tables in train/ as C expressions, for the files that compute
 * with them: include this, define OP0 to OP3, include ops.def. A formula of two forms gives its
 * careful one; `where` becomes ?:. The labels of the texts are unknown here: whoever computes takes
 * the columns up to KINK and leaves the texts in `...`. A file that computes one number after
 * another defines NB_ONE_AT_A_TIME first: the numbers are the same, and sooner there. */
#ifndef NABLA_OPS_FORMULAS_H
#define NABLA_OPS_FORMULAS_H

#include <math.h>

#include "ops/elementary.h"

#define TAUGHT(formula) (formula)
#define CAREFUL(taught, careful) (careful)
#define AS_NODES(taught, careful, nodes) (careful)
#define CASES(taught, condition, usual, seldom) (where(condition, usual, seldom))
#define CASES_AS_NODES(taught, condition, usual, seldom, nodes) (where(condition, usual, seldom))
#define where(condition, yes, no) (((condition) != 0) ? (yes) : (no))
#define EVERYWHERE 1
#define WHEN(condition, words) (condition)
#define SMOOTH 0
#define HELD 0
#define AT(condition) (condition)
#define VALUE(formula) formula
#define BY_A(formula) formula
#define BY_B(formula) formula
#define BY_C(formula) formula

/* A function in a formula is nabla's. What math.h has under the same name is the same function, and
 * some of these elementary.h computes; the others are made of their rows here and may be used below
 * these. `abs` and `round` must be among them: C's abs is one of whole numbers, and its round takes
 * a half away from 0. */
#define exp(a) nb_exp(a)
#define expm1(a) nb_expm1(a)
#define log(a) nb_log(a)
#define log1p(a) nb_log1p(a)
#ifdef NB_ONE_AT_A_TIME
#define sigmoid(a) nb_sigmoid_alone(a)
#else
#define sigmoid(a) nb_sigmoid(a)
#endif
#define tanh(a) nb_tanh(a)
#define OP0(ID, ...)
#define OP1(ID, NAME, FORM, Y, ...) static inline double nb_formula_##ID(double a) { return Y; }
#define OP2(ID, NAME, FORM, Y, ...)                                                                \
    static inline double nb_formula_##ID(double a, double b) { return Y; }
#define OP3(ID, ...)
#undef abs
#define abs(a) nb_formula_ABS(a)
#define inv(a) nb_formula_INV(a)
#define max(a, b) nb_formula_MAX(a, b)
#define min(a, b) nb_formula_MIN(a, b)
#define round(a) rint(a)
#define relu(a) nb_formula_RELU(a)
#define softplus(a) nb_formula_SOFTPLUS(a)
#define square(a) nb_formula_SQUARE(a)
#define step(a) nb_formula_STEP(a)
#define xlogy(a, b) nb_formula_XLOGY(a, b)
#include "ops/ops.def"
#undef OP0
#undef OP1
#undef OP2
#undef OP3

#endif
