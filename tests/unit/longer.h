/* The elementary functions of ops/elementary.h as C's library computes them with longer numbers,
 * how far from these a result may be, and numbers to try. */
#ifndef NABLA_TESTS_LONGER_H
#define NABLA_TESTS_LONGER_H

#include <float.h>
#include <math.h>

#include "base/random.h"
#include "ops/elementary.h"
#include "ops/ops.h"

enum { FUNCTIONS = 8 };

static long double longer_sigmoid(long double a) {
    return a < 0 ? expl(a) / (1 + expl(a)) : 1 / (1 + expl(-a));
}

static long double longer_softplus(long double a) {
    return (a > 0 ? a : 0) + log1pl(expl(-fabsl(a)));
}

static long double longer_log_sigmoid(long double a) {
    return (a < 0 ? a : 0) - log1pl(expl(-fabsl(a)));
}

/* How far each may be from the truth, in units in the last place. */
static const struct function {
    nb_op op;
    double most;
    long double (*longer)(long double);
} functions[FUNCTIONS] = {
    {NB_OP_EXP, 1, expl},
    {NB_OP_EXPM1, 2, expm1l},
    {NB_OP_LOG, 1, logl},
    {NB_OP_LOG1P, 1, log1pl},
    {NB_OP_TANH, 2, tanhl},
    {NB_OP_SIGMOID, 2, longer_sigmoid},
    {NB_OP_SOFTPLUS, 2, longer_softplus},
    {NB_OP_LOG_SIGMOID, 2, longer_log_sigmoid},
};

/* The distance of neighbours where `y` is. */
static inline double unit_at(long double y) {
    int exponent;
    frexpl(fabsl(y), &exponent);
    exponent = exponent < DBL_MIN_EXP ? DBL_MIN_EXP : exponent;
    return ldexp(1, exponent - DBL_MANT_DIG);
}

static inline double error_of(double found, long double wanted) {
    if (isnan(wanted)) return isnan(found) ? 0 : INFINITY;
    if (isinf((double)wanted) || isinf(found)) return found == (double)wanted ? 0 : INFINITY;
    if (wanted == 0) return found == 0 && !signbit(found) == !signbit(wanted) ? 0 : INFINITY;
    return (double)(fabsl((long double)found - wanted) / unit_at(wanted));
}

/* Any bits; what the functions are not constant on; near 0; near 1 and -1 at any distance. */
static inline double pick_sample(nb_random *random, size_t i) {
    double part = 2 * nb_random_uniform(random) - 1;
    switch (i % 5) {
    case 0: return nb_from_bits(nb_random_next(random));
    case 1: return 750 * part;
    case 2: return 4 * part;
    case 3: return 1 + ldexp(part, -(int)nb_random_below(random, 56));
    default: return -1 + ldexp(part, -(int)nb_random_below(random, 56));
    }
}

#endif
