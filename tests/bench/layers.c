/* Compiled with -O3 -march=native: loops of constant lengths, as a person would write them. */
#include "layers.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/* z = W·x + b */
INLINE void layer(int outputs, int inputs, const double *w, const double *x, double *z) {
    for (int o = 0; o < outputs; o++) {
        double sum = w[outputs * inputs + o];
        for (int i = 0; i < inputs; i++) sum += w[o * inputs + i] * x[i];
        z[o] = sum;
    }
}

/* From dz to dW, db, and to dx unless it is NULL. */
INLINE void layer_back(int outputs, int inputs, const double *w, const double *x, const double *dz,
                       double *dw, double *dx) {
    for (int o = 0; o < outputs; o++) {
        for (int i = 0; i < inputs; i++) dw[o * inputs + i] += dz[o] * x[i];
        dw[outputs * inputs + o] += dz[o];
    }
    if (dx == NULL) return;
    for (int i = 0; i < inputs; i++) dx[i] = 0;
    for (int o = 0; o < outputs; o++)
        for (int i = 0; i < inputs; i++) dx[i] += w[o * inputs + i] * dz[o];
}

INLINE double sigmoid(double x) {
    return 1 / (1 + exp(-x));
}

double hand_xor(const double *w, const double *rows, size_t count, double *dw) {
    enum { SECOND = 4 * 2 + 4, ALL = SECOND + 4 + 1 };
    double loss = 0;
    memset(dw, 0, ALL * sizeof *dw);
    for (const double *x = rows; x < rows + 3 * count; x += 3) {
        double h[4], y, dh[4];
        layer(4, 2, w, x, h);
        for (int i = 0; i < 4; i++) h[i] = sigmoid(h[i]);
        layer(1, 4, w + SECOND, h, &y);
        y = sigmoid(y);
        loss += (y - x[2]) * (y - x[2]) / 2;
        double dz = (y - x[2]) * y * (1 - y);
        layer_back(1, 4, w + SECOND, h, &dz, dw + SECOND, dh);
        for (int i = 0; i < 4; i++) dh[i] *= h[i] * (1 - h[i]);
        layer_back(4, 2, w, x, dh, dw, NULL);
    }
    return loss;
}

double hand_moons(const double *w, const double *rows, size_t count, double *dw) {
    enum { SECOND = 16 * 2 + 16, THIRD = SECOND + 16 * 16 + 16, ALL = THIRD + 16 + 1 };
    double loss = 0;
    memset(dw, 0, ALL * sizeof *dw);
    for (const double *x = rows; x < rows + 3 * count; x += 3) {
        double h[16], k[16], y, dh[16], dk[16];
        layer(16, 2, w, x, h);
        for (int i = 0; i < 16; i++) h[i] = h[i] > 0 ? h[i] : 0;
        layer(16, 16, w + SECOND, h, k);
        for (int i = 0; i < 16; i++) k[i] = k[i] > 0 ? k[i] : 0;
        layer(1, 16, w + THIRD, k, &y);
        y = sigmoid(y);
        loss -= x[2] * log(y) + (1 - x[2]) * log(1 - y);
        double dz = y - x[2];
        layer_back(1, 16, w + THIRD, k, &dz, dw + THIRD, dk);
        for (int i = 0; i < 16; i++) dk[i] = k[i] > 0 ? dk[i] : 0;
        layer_back(16, 16, w + SECOND, h, dk, dw + SECOND, dh);
        for (int i = 0; i < 16; i++) dh[i] = h[i] > 0 ? dh[i] : 0;
        layer_back(16, 2, w, x, dh, dw, NULL);
    }
    return loss;
}

/* inputs-hidden-10 */
INLINE double classify(int inputs, int hidden, const double *w, const double *rows, size_t count,
                       double *dw) {
    const double *second = w + hidden * inputs + hidden;
    double loss = 0, *dsecond = dw + (second - w);
    memset(dw, 0, (size_t)(hidden * inputs + hidden + 10 * hidden + 10) * sizeof *dw);
    for (const double *x = rows; count > 0; count--, x += inputs + 10) {
        double h[128], z[10], dh[128], largest, sum = 0;
        layer(hidden, inputs, w, x, h);
        for (int i = 0; i < hidden; i++) h[i] = h[i] > 0 ? h[i] : 0;
        layer(10, hidden, second, h, z);
        largest = z[0];
        for (int i = 1; i < 10; i++) largest = z[i] > largest ? z[i] : largest;
        for (int i = 0; i < 10; i++) sum += z[i] = exp(z[i] - largest);
        for (int i = 0; i < 10; i++) {
            z[i] /= sum;
            if (x[inputs + i] > 0) loss -= x[inputs + i] * log(z[i]);
            z[i] -= x[inputs + i];
        }
        layer_back(10, hidden, second, h, z, dsecond, dh);
        for (int i = 0; i < hidden; i++) dh[i] = h[i] > 0 ? dh[i] : 0;
        layer_back(hidden, inputs, w, x, dh, dw, NULL);
    }
    return loss;
}

double hand_digits(const double *w, const double *rows, size_t count, double *dw) {
    return classify(64, 32, w, rows, count, dw);
}

double hand_mnist(const double *w, const double *rows, size_t count, double *dw) {
    return classify(784, 128, w, rows, count, dw);
}
