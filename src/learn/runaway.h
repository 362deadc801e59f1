/* Trainings whose numbers leave what is finite: what is said of them, and where the first such
 * number is. */
#ifndef NABLA_LEARN_RUNAWAY_H
#define NABLA_LEARN_RUNAWAY_H

#include "data/data.h"

typedef struct nb_runaway {
    nb_sheet *s;
    nb_objective *objective;
    const nb_text *loss;    /* its name */
    const double *points;   /* where the last gradient was taken */
    const double *weights;
    const uint32_t *rows;   /* NULL: no data */
    size_t samples;
    double rate;
} nb_runaway;

/* An error: the loss `first` is not finite before the first update. */
NB_MUST_USE nb_status nb_fail_runaway(const nb_runaway *r, nb_node target, double first);
/* A warning: the loss went above `huge` in an epoch; with a hint, if that is wanted. */
void nb_say_huge(const nb_runaway *r, size_t epoch, double huge, bool hint);
/* A warning: in an epoch, from 1, a number was not finite, and the training has ended. */
void nb_say_diverged(const nb_runaway *r, size_t epoch);

#endif
