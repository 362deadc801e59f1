/* The optimizers' rules as machine code: loops over the weights, each expanded from its row. The
 * names in the formulas are C variables: w, g, t, the parameters, slots and lines. */
#include "train/optimizer_step.h"

#include <stdint.h>
#include <string.h>

#include "ops/formulas.h"
#include "train/optimizer.h"

/* ---- the gradient first ---- */

double nb_gradient_norm(size_t count, const double *gradient) {
    double largest = 0, sum = 0;
    for (size_t i = 0; i < count; i++) largest = fmax(largest, fabs(gradient[i]));
    if (largest == 0 || isinf(largest)) return largest;
    for (size_t i = 0; i < count; i++) {
        double part = gradient[i] / largest; /* whose square is not too large for a number */
        sum += part * part;
    }
    return largest * sqrt(sum);
}

bool nb_gradient_change(nb_gradient_step step, double setting, double norm, double point,
                        double *gradient) {
    const double w = point, g = *gradient;
    if (setting == 0) return false;
    switch (step) {
#define GRADIENT(parameter, name, condition, formula, help)                                        \
    case NB_GRADIENT_##parameter: {                                                                \
        const double parameter = setting;                                                          \
        (void)w;                                                                                   \
        if (!(condition)) return false;                                                            \
        *gradient = formula;                                                                       \
        return true;                                                                               \
    }
#include "train/gradients.def"
#undef GRADIENT
    case NB_GRADIENT_COUNT: break;
    }
    return false;
}

void nb_gradient_prepare(nb_optimizer optimizer, const double *settings, size_t count,
                         const double *points, double *gradient) {
    double norm = -1; /* not known yet */
    for (int k = 0; k < NB_GRADIENT_COUNT; k++) {
        double setting = nb_gradient_setting(optimizer, settings, (nb_gradient_step)k);
        if (setting == 0) continue;
        if (norm < 0) norm = nb_gradient_norm(count, gradient);
        for (size_t i = 0; i < count; i++)
            if (!nb_gradient_change((nb_gradient_step)k, setting, norm, points[i], &gradient[i]))
                break; /* nor for another weight: what decides is the same for all */
    }
}

/* x·0 is 0 for a finite x and else nan. Bits can be gathered in any order, several at a time; that
 * of the sign does not matter. */
static inline uint64_t bits_of_nothing(double x) {
    double nothing = x * 0.0;
    uint64_t bits;
    memcpy(&bits, &nothing, sizeof bits);
    return bits << 1;
}

void nb_gradient_mean(size_t count, double samples, double *gradient) {
    for (size_t i = 0; i < count; i++) gradient[i] /= samples;
}

/* ---- the rules ---- */

/* Some formulas use only some of the parameters. */
#define WITH(name, value) const double name = *setting++; (void)name;
#define FIRST(name, value) WITH(name, value)
#define SLOT(name) double *const name##_slot = &state[at]; double name = *name##_slot; at += count;
#define NONE
#define BEFORE(name, formula) const double name = formula;
#define KEEP(name, formula) *name##_slot = name = formula;
#define LET(name, formula) const double name = formula;
#define STEP(formula)                                                                              \
    const double after = formula;                                                                  \
    weights[i] = after;                                                                            \
    bits |= bits_of_nothing(after);

/* One loop for all that happens to a weight: of a small network a loop takes as long to begin as it
 * takes to run. */
bool nb_optimizer_step(nb_optimizer optimizer, const double *settings, double t, size_t count,
                       double samples, double *restrict gradient, double *restrict weights,
                       double *restrict before, double *restrict state) {
    const double *setting = settings;
    uint64_t bits = 0;
    bool exact = nb_bits(samples) << 12 == 0; /* a power of 2 has an inverse, and that is quicker */
    double scale = exact ? 1.0 / samples : 1.0;
    if (!exact) nb_gradient_mean(count, samples, gradient);
    switch (optimizer) {
#define OPTIMIZER(ID, NAME, FORMS, PARAMETERS, SLOTS, ONCE, AT, RULE, ...)                         \
    case NB_OPTIMIZER_##ID: {                                                                      \
        PARAMETERS ONCE                                                                            \
        for (size_t i = 0; i < count; i++) {                                                       \
            const double w = weights[i], g = gradient[i] * scale;                                  \
            size_t at = i;                                                                         \
            SLOTS (void)at;                                                                        \
            before[i] = w;                                                                         \
            gradient[i] = g;                                                                       \
            bits |= bits_of_nothing(g);                                                            \
            RULE                                                                                   \
        }                                                                                          \
        break;                                                                                     \
    }
#include "train/optimizers.def"
#undef OPTIMIZER
    case NB_OPTIMIZER_COUNT: break;
    }
    (void)t;
    return bits == 0;
}

#undef SLOT
#define SLOT(name) const double name = state[at]; (void)name; at += count;
#define HERE w
#define AHEAD(formula) formula

void nb_optimizer_ahead(nb_optimizer optimizer, const double *settings, size_t count,
                        const double *weights, const double *state, double *points) {
    const double *setting = settings;
    switch (optimizer) {
#define OPTIMIZER(ID, NAME, FORMS, PARAMETERS, SLOTS, ONCE, AT, RULE, ...)                         \
    case NB_OPTIMIZER_##ID: {                                                                      \
        PARAMETERS                                                                                 \
        for (size_t i = 0; i < count; i++) {                                                       \
            const double w = weights[i];                                                           \
            size_t at = i;                                                                         \
            SLOTS (void)at;                                                                        \
            points[i] = AT;                                                                        \
        }                                                                                          \
        return;                                                                                    \
    }
#include "train/optimizers.def"
#undef OPTIMIZER
    case NB_OPTIMIZER_COUNT: break;
    }
}

#undef SLOT
#undef KEEP
#undef LET
#undef STEP
#define SLOT(name) double name = *slot++;
#define KEEP(name, formula) *values++ = name = formula;
#define LET(name, formula) const double name = formula; *values++ = name;
#define STEP(formula) *values = formula;

void nb_optimizer_trace(nb_optimizer optimizer, const double *settings, double t, double weight,
                        double gradient, const double *state, double values[NB_MAX_LINES]) {
    const double *setting = settings, *slot = state, w = weight, g = gradient;
    switch (optimizer) {
#define OPTIMIZER(ID, NAME, FORMS, PARAMETERS, SLOTS, ONCE, AT, RULE, ...)                         \
    case NB_OPTIMIZER_##ID: {                                                                      \
        PARAMETERS ONCE SLOTS RULE                                                                 \
        return;                                                                                    \
    }
#include "train/optimizers.def"
#undef OPTIMIZER
    case NB_OPTIMIZER_COUNT: break;
    }
    (void)slot, (void)t;
}
