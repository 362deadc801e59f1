/* Curves over one number: sampled densely, with gaps where a function jumps or has a pole. */
#ifndef NABLA_PLOTS_CURVES_H
#define NABLA_PLOTS_CURVES_H

#include "plots/sampler.h"

typedef struct nb_curves {
    nb_curve *curves; /* of each output; in the result's arena */
    size_t count;
    bool poles; /* one of them has a pole */
} nb_curves;

/* The curves of a sampler with one input, from `low` to `high`. Their names are not set. */
NB_MUST_USE nb_status nb_curves_sample(nb_sampler *sampler, double low, double high,
                                       nb_curves *curves);

#endif
