/* Samples to play with: points x1, x2 in the plane and what they are, t. Moons, circles and blobs
 * are scikit-learn's (make_moons, make_circles, make_blobs), spiral and xor those of the
 * TensorFlow Playground, with t = 1 and 0 where it has 1 and -1. */
#ifndef NABLA_TRAIN_SAMPLES_H
#define NABLA_TRAIN_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/random.h"
#include "base/status.h"
#include "train/parameter.h"

enum { NB_SAMPLE_COLUMNS = 3 }; /* x1, x2, t */

typedef struct nb_samples_info {
    const char *name;
    nb_default parameters[NB_MAX_PARAMETERS + 1];
    const char *help;
} nb_samples_info;

/* The kinds of samples, numbered from 0; NULL behind the last. */
const nb_samples_info *nb_samples_get(size_t kind);
bool nb_samples_find(const char *name, size_t length, size_t *kind);

/* Fills `cells` with `count` rows of x1, x2, t, in random order; count is below 2^32. Settings: the
 * parameters' values in their order. */
void nb_samples_fill(size_t kind, const double *settings, nb_random *random, double *cells,
                     size_t count);

#endif
