/* Axes: round ends, and which part of the numbers is worth showing. */
#include "plots/axis.h"

#include <math.h>
#include <stdlib.h>

#include "base/ticks.h"

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Nine tenths of the numbers say how far they spread; what lies much farther out is the flank of a
 * pole. */
static void cut_poles(double *low, double *high, double *numbers, size_t count) {
    const double far = 8;
    qsort(numbers, count, sizeof *numbers, compare);
    double least = numbers[count / 20], most = numbers[count - 1 - count / 20];
    double spread = most - least;
    if (!(spread > 0) || *high - *low <= far * spread) return;
    *low = fmax(*low, least - spread / 2);
    *high = fmin(*high, most + spread / 2);
}

bool nb_axis_fit(nb_axis *axis, const nb_curve *curves, size_t count, bool poles,
                 double *scratch) {
    double low = INFINITY, high = -INFINITY;
    size_t finite = 0;
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < curves[k].count; i++) {
            double y = curves[k].y[i];
            if (!isfinite(y)) continue;
            scratch[finite++] = y;
            low = fmin(low, y);
            high = fmax(high, y);
        }
    if (finite == 0) return false;
    if (poles) cut_poles(&low, &high, scratch, finite);
    if (!(high > low)) { /* a constant lies in the middle */
        double half = low != 0 ? fabs(low) / 2 : 1;
        low -= half;
        high += half;
    }
    double step = nb_tick_step(high - low, 8);
    axis->low = fmax(floor(low / step + 1e-9) * step, -1e308);
    axis->high = fmin(ceil(high / step - 1e-9) * step, 1e308);
    return true;
}
