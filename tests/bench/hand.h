/* What a person would write in C: a chain h = sigmoid(w·h) + b, and networks of full layers. */
#ifndef NABLA_TESTS_HAND_H
#define NABLA_TESTS_HAND_H

#include <stdbool.h>
#include <stddef.h>

/* h has steps + 1 elements, h[0] given; s has `steps`. Both are filled. */
double hand_forward(size_t steps, double w, double b, double *h, double *s);
/* ∂h[steps]/∂w, and the other gradients through *gb and *gx. */
double hand_backward(size_t steps, double w, const double *h, const double *s, double *gb,
                     double *gx);

/* Layers of weights (row by row, an input a row) and biases, one behind the other. */
enum { HAND_LAYERS = 3, HAND_WIDTH = 64, HAND_WEIGHTS = 5000 };
typedef enum hand_activation { HAND_LINEAR, HAND_SIGMOID, HAND_TANH } hand_activation;
typedef struct hand_network {
    size_t sizes[HAND_LAYERS + 1], layers;
    hand_activation hidden;
    bool softmax; /* and cross entropy; else sigmoid and squared errors */
    double *weights;
} hand_network;

/* Gradient descent by the mean of each batch; rows hold inputs, then targets. Answers the mean loss
 * of the last epoch. */
double hand_train(const hand_network *network, const double *data, size_t rows, size_t batch,
                  size_t epochs, double lr);

#endif
