/* The training loop: batches of rows, gradients, updates, epoch after epoch. It is fed with
 * gradients by a function, so that it does not matter what computes them, and goes one iteration at
 * a time, so that a caller can show progress, stop, and go on.
 *
 * A caller owns the weights and the optimizer's state, which outlive a trainer. */
#ifndef NABLA_TRAIN_TRAINER_H
#define NABLA_TRAIN_TRAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/random.h"
#include "train/optimizer.h"

/* What an optimizer remembers from update to update. */
typedef struct nb_optimizer_state {
    nb_memory *memory;
    nb_optimizer optimizer;
    size_t weights;
    double *slots; /* as optimizer.h says; one more than there are, so that there is always one */
    double steps;  /* updates made */
    double epochs; /* finished ones */
} nb_optimizer_state;

/* Before the first update. On NB_STATUS_NO_MEMORY there is nothing to clear. */
NB_MUST_USE nb_status nb_optimizer_state_init(nb_optimizer_state *state, nb_memory *memory,
                                              nb_optimizer optimizer, size_t weights);
void nb_optimizer_state_clear(nb_optimizer_state *state);
/* Makes one state what another is, which was begun for the same optimizer and as many weights. */
void nb_optimizer_state_copy(nb_optimizer_state *to, const nb_optimizer_state *from);

/* Writes the sum over `count` rows of the loss at `points`, and of its gradient by each weight.
 * Without data `rows` is NULL and `count` 1: the loss itself. Answers NB_STATUS_OK, or what is to
 * stop the training. */
typedef nb_status nb_gradient_fn(void *user, const double *points, const uint32_t *rows,
                                 size_t count, double *loss, double *gradient);

/* Writes the learning rate for a step. Epochs and steps are counted from 1, as the optimizer's
 * state does. */
typedef nb_status nb_rate_fn(void *user, double epoch, double step, double *rate);

typedef struct nb_plan {
    double settings[NB_MAX_PARAMETERS]; /* of the optimizer */
    nb_rate_fn *rate; /* NULL: lr is what the settings say */
    void *user;       /* of `rate` */
    double decay;  /* what lr is multiplied by after each epoch; 1: nothing changes */
    size_t warmup; /* the first steps have 1/warmup, 2/warmup... of lr; 0: all of it */
    size_t epochs; /* above 0 */
    size_t batch;  /* samples in a batch; 0: all */
    bool sum;      /* the loss of a batch is the sum, rather than the mean, of its rows' */
    bool shuffle;  /* the rows' order is drawn anew for each epoch, */
    uint64_t seed; /* from here */
} nb_plan;

typedef struct nb_trainer {
    nb_plan plan;
    nb_optimizer_state *state;
    nb_random random;
    nb_arena arena;
    size_t samples;    /* 0: no data, an epoch is one update */
    uint32_t *order;   /* of the rows in this epoch */
    double *gradient, *points; /* after NB_STATUS_ERROR the gradient is that at the points */
    double *before;    /* the weights before the last update */
    double settings[NB_MAX_PARAMETERS]; /* the plan's, with the learning rate of this step */
    size_t lr;         /* its place in them */
    bool ahead;        /* the optimizer takes the gradient at a point of its own */
    bool prepares;     /* they ask for something to be done with the gradient first */
    double decayed;    /* what has become of 1 by decay */
    size_t epoch;      /* finished epochs */
    size_t iteration;  /* finished iterations of the present one; 0: none has begun */
    double loss;       /* of the last finished epoch: the mean over its samples, with `sum` the sum,
                          each batch where its gradient was taken; nan before */
    double gathered;   /* the sum of this epoch so far */
} nb_trainer;

/* `rows`: the rows to train on, `samples` of them, in order; they are copied. NULL: no data. The
 * state goes on from where it stands. On failure, which may be that of the plan's `rate`, there is
 * nothing to clear. */
NB_MUST_USE nb_status nb_trainer_begin(nb_trainer *trainer, const nb_plan *plan,
                                       nb_optimizer_state *state, const uint32_t *rows,
                                       size_t samples);
/* One iteration: one batch, one update. NB_STATUS_RUNNING: there are more to come. NB_STATUS_OK:
 * the last epoch has ended. NB_STATUS_ERROR: the loss, its gradient or a weight would no longer be
 * finite; the weights are those before this update, the state is of no more use. Or what `gradient`
 * or `rate` answered; weights and state are as they were. */
NB_MUST_USE nb_status nb_trainer_step(nb_trainer *trainer, double *weights,
                                      nb_gradient_fn *gradient, void *user);
/* The learning rate of the last update; before the first one, of that. */
double nb_trainer_rate(const nb_trainer *trainer);
void nb_trainer_clear(nb_trainer *trainer);

#endif
