/* What a person would write in C for a chain h = sigmoid(w·h) + b. */
#ifndef NABLA_TESTS_HAND_H
#define NABLA_TESTS_HAND_H

#include <stddef.h>

/* h has steps + 1 elements, h[0] given; s has `steps`. Both are filled. */
double hand_forward(size_t steps, double w, double b, double *h, double *s);
/* ∂h[steps]/∂w, and the other gradients through *gb and *gx. */
double hand_backward(size_t steps, double w, const double *h, const double *s, double *gb,
                     double *gx);

#endif
