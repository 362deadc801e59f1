/* How near numbers come to what they should be. */
#ifndef NABLA_TRAIN_SCORES_H
#define NABLA_TRAIN_SCORES_H

#include <stddef.h>

/* With n outputs y for targets t: r2 = 1 − Σ(y − t)²/Σ(t − mean of t)², the coefficient of
 * determination, nan where all targets are equal; mae = Σ|y − t|/n; rmse = √(Σ(y − t)²/n). */
typedef struct nb_scores {
    double r2, mae, rmse;
} nb_scores;

/* Of `count` > 0 outputs, the k-th of which is y[k * stride], as is its target. */
nb_scores nb_scores_get(const double *y, const double *t, size_t count, size_t stride);

#endif
