/* Round numbers along an axis. */
#include "base/ticks.h"

#include <math.h>
#include <stdbool.h>

/* Of an axis as long as numbers go, a step of 5e307 is still one. */
double nb_tick_step(double length, double most) {
    static const double factors[] = {1, 2, 5};
    double least = length / most, power = pow(10, floor(log10(least)));
    if (!(power > 0)) return least; /* too small for a power of ten */
    for (int i = 0; i < 3; i++)
        if (factors[i] * power >= least * (1 - 1e-9)) return factors[i] * power;
    return isinf(10 * power) ? least : 10 * power;
}

/* A power of ten below 1 is no double, but its inverse is one. */
double nb_tick(double step, double k) {
    double inverse = rint(1 / step);
    bool whole = step < 1 && isfinite(inverse) && fabs(inverse * step - 1) < 1e-9;
    return whole ? k / inverse : k * step;
}
