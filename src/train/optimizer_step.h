/* The optimizers' rules as machine code: loops over the weights, each expanded from its row. */
#ifndef NABLA_TRAIN_OPTIMIZER_STEP_H
#define NABLA_TRAIN_OPTIMIZER_STEP_H

#include "train/optimizer.h"

/* What is done with the gradient before a step: gradients.def. The root of the sum of the squares;
 * one step for one weight, false where it is not done; all of them for all weights, `points` being
 * where the gradient was taken. */
double nb_gradient_norm(size_t count, const double *gradient);
bool nb_gradient_change(nb_gradient_step step, double setting, double norm, double point,
                        double *gradient);
void nb_gradient_prepare(nb_optimizer optimizer, const double *settings, size_t count,
                         const double *points, double *gradient);

/* The mean from a sum over samples. */
void nb_gradient_mean(size_t count, double samples, double *gradient);

/* One step for `count` weights, with the gradients at the points of nb_optimizer_ahead; `t` counts
 * the steps from 1. The gradients are sums over `samples` and become means; the weights
 * are noted in `before`; then weights and state change. None of the four overlap. Answers whether
 * gradients and weights are finite. */
bool nb_optimizer_step(nb_optimizer optimizer, const double *settings, double t, size_t count,
                       double samples, double *gradient, double *weights, double *before,
                       double *state);
/* Writes the points at which the gradients for the next step are to be taken: the weights
 * themselves where the row's `ahead` is NULL. */
void nb_optimizer_ahead(nb_optimizer optimizer, const double *settings, size_t count,
                        const double *weights, const double *state, double *points);
/* What each line of the rule comes to for one weight, whose slots `state` holds; nothing changes.
 * The values are, bit for bit, those of nb_optimizer_step. */
void nb_optimizer_trace(nb_optimizer optimizer, const double *settings, double t, double weight,
                        double gradient, const double *state, double values[NB_MAX_LINES]);

#endif
