/* Sums over outputs and targets. See scores.h. */
#include "train/scores.h"

#include <math.h>

/* What all targets have in common takes no digits away: the mean is summed from the first on. */
nb_scores nb_scores_get(const double *y, const double *t, size_t count, size_t stride) {
    double sum = 0, off = 0, squares = 0, spread = 0, n = (double)count;
    for (size_t i = 0; i < count * stride; i += stride) sum += t[i] - t[0];
    double mean = t[0] + sum / n;
    for (size_t i = 0; i < count * stride; i += stride) {
        double e = y[i] - t[i], d = t[i] - mean;
        off += fabs(e);
        squares += e * e;
        spread += d * d;
    }
    return (nb_scores){spread > 0 ? 1 - squares / spread : NAN, off / n, sqrt(squares / n)};
}
