/* Gradients of fully connected networks for a batch of rows: by hand-written C, one function a
 * network. A row is its inputs and then what the outputs should be; weights are, layer by layer, a
 * row for each unit and then the biases. Each writes the gradient's sum and answers the loss's. */
#ifndef NABLA_TESTS_LAYERS_H
#define NABLA_TESTS_LAYERS_H

#include <stddef.h>

typedef double hand_network(const double *weights, const double *rows, size_t count,
                            double *gradient);

hand_network hand_xor;    /* 2-4-1, sigmoid, half the squared difference */
hand_network hand_moons;  /* 2-16-16-1, ReLU, then sigmoid and cross-entropy */
hand_network hand_digits; /* 64-32-10, ReLU, then softmax and cross-entropy */
hand_network hand_mnist;  /* 784-128-10, the same */

#endif
