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

/* ---- training ---- */

/* z = x @ W + b, then the activation in place: y = sigmoid(z) or tanh(z). */
static void layer_forward(size_t in, size_t out, const double *w, const double *x, double *y,
                          hand_activation activation) {
    const double *b = w + in * out;
    for (size_t j = 0; j < out; j++) y[j] = b[j];
    for (size_t i = 0; i < in; i++)
        for (size_t j = 0; j < out; j++) y[j] += x[i] * w[i * out + j];
    for (size_t j = 0; j < out; j++) {
        if (activation == HAND_SIGMOID) y[j] = 1.0 / (1.0 + exp(-y[j]));
        if (activation == HAND_TANH) y[j] = tanh(y[j]);
    }
}

/* `gz` is ∂loss/∂z; adds to the gradient of w and b, and writes ∂loss/∂x unless it is NULL. */
static void layer_backward(size_t in, size_t out, const double *w, const double *x,
                           const double *gz, double *gw, double *gx) {
    for (size_t i = 0; i < in; i++) {
        double sum = 0.0;
        for (size_t j = 0; j < out; j++) {
            gw[i * out + j] += x[i] * gz[j];
            sum += w[i * out + j] * gz[j];
        }
        if (gx != 0) gx[i] = sum;
    }
    for (size_t j = 0; j < out; j++) gw[in * out + j] += gz[j];
}

/* The loss of one row, and ∂loss/∂z of the last layer in y's place. */
static double end_forward(const hand_network *n, double *y, const double *t) {
    size_t out = n->sizes[n->layers];
    double loss = 0.0, largest = y[0], sum = 0.0;
    if (!n->softmax) {
        for (size_t j = 0; j < out; j++) {
            double off = y[j] - t[j];
            loss += off * off;
            y[j] = 2.0 * off * y[j] * (1.0 - y[j]);
        }
        return loss;
    }
    for (size_t j = 1; j < out; j++) largest = fmax(largest, y[j]);
    for (size_t j = 0; j < out; j++) sum += exp(y[j] - largest);
    for (size_t j = 0; j < out; j++) {
        loss -= t[j] * (y[j] - largest - log(sum));
        y[j] = exp(y[j] - largest) / sum - t[j];
    }
    return loss;
}

static double one_row(const hand_network *n, const double *row, double *gradient) {
    static double y[HAND_LAYERS + 1][HAND_WIDTH], g[HAND_LAYERS + 1][HAND_WIDTH];
    size_t at = 0, first[HAND_LAYERS];
    for (size_t i = 0; i < n->sizes[0]; i++) y[0][i] = row[i];
    for (size_t k = 0; k < n->layers; k++) {
        bool last = k + 1 == n->layers;
        hand_activation end = n->softmax ? HAND_LINEAR : HAND_SIGMOID;
        first[k] = at;
        layer_forward(n->sizes[k], n->sizes[k + 1], n->weights + at, y[k], y[k + 1],
                      last ? end : n->hidden);
        at += (n->sizes[k] + 1) * n->sizes[k + 1];
    }
    double loss = end_forward(n, y[n->layers], row + n->sizes[0]);
    double *gz = y[n->layers];
    for (size_t k = n->layers; k-- > 0; gz = g[k]) {
        layer_backward(n->sizes[k], n->sizes[k + 1], n->weights + first[k], y[k], gz,
                       gradient + first[k], k > 0 ? g[k] : 0);
        for (size_t i = 0; k > 0 && i < n->sizes[k]; i++)
            g[k][i] *= n->hidden == HAND_TANH ? 1.0 - y[k][i] * y[k][i]
                                              : y[k][i] * (1.0 - y[k][i]);
    }
    return loss;
}

double hand_train(const hand_network *n, const double *data, size_t rows, size_t batch,
                  size_t epochs, double lr) {
    static double gradient[HAND_WEIGHTS];
    size_t width = n->sizes[0] + n->sizes[n->layers], count = 0;
    double loss = 0.0;
    for (size_t k = 0; k < n->layers; k++) count += (n->sizes[k] + 1) * n->sizes[k + 1];
    for (size_t epoch = 0; epoch < epochs; epoch++) {
        loss = 0.0;
        for (size_t from = 0; from < rows; from += batch) {
            size_t end = from + batch < rows ? from + batch : rows;
            for (size_t i = 0; i < count; i++) gradient[i] = 0.0;
            for (size_t r = from; r < end; r++) loss += one_row(n, data + r * width, gradient);
            for (size_t i = 0; i < count; i++)
                n->weights[i] -= lr * gradient[i] / (double)(end - from);
        }
    }
    return loss / (double)rows;
}
