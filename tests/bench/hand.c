/* Compiled with -O3 -march=native: what nabla is measured against. */
#include "hand.h"

#include <math.h>

double hand_forward(size_t steps, double w, double b, double *h, double *s) {
    for (size_t i = 0; i < steps; i++) {
        s[i] = 1.0 / (1.0 + exp(-(w * h[i])));
        h[i + 1] = s[i] + b;
    }
    return h[steps];
}

double hand_backward(size_t steps, double w, const double *h, const double *s, double *gb,
                     double *gx) {
    double gh = 1.0, gw = 0.0;
    *gb = 0.0;
    for (size_t i = steps; i-- > 0;) {
        *gb += gh;
        double gu = gh * s[i] * (1.0 - s[i]);
        gw += gu * h[i];
        gh = gu * w;
    }
    *gx = gh;
    return gw;
}
