/* A learning rate that is a formula of `epoch` and `step`, as in sgd(lr=0.1*0.95^epoch): the nodes
 * of the formula, copied, so that neither memory nor the sheet is needed while a training runs.
 * What else it is made of keeps the value that it had at the beginning. */
#ifndef NABLA_LEARN_SCHEDULE_H
#define NABLA_LEARN_SCHEDULE_H

#include "definitions/sheet.h"
#include "train/objective.h"
#include "train/trainer.h"

typedef struct nb_schedule {
    nb_objective nodes;
    double epoch, step, rate; /* those that were asked for last */
    bool failed;              /* that rate is none */
} nb_schedule;

/* Whether an expression is made of `epoch` or `step`, where they are no names of the student's. */
bool nb_counts(const nb_expr *expr);
/* A note for each that is such a name, and so does not count. */
void nb_note_counters(nb_sheet *s, const nb_expr *expr);

/* On failure there is nothing to clear. */
NB_MUST_USE nb_status nb_schedule_begin(nb_sheet *s, const nb_expr *formula,
                                        nb_schedule *schedule);
void nb_schedule_clear(nb_schedule *schedule);

/* The rate for a step, both counted from 1; an nb_rate_fn. NB_STATUS_ERROR: it is below 0, or not
 * finite; nothing is said. */
nb_status nb_schedule_rate(void *schedule, double epoch, double step, double *rate);
/* The warning that says so; the error, at the place of the formula. */
void nb_warn_schedule(nb_sheet *s, const nb_schedule *schedule);
NB_MUST_USE nb_status nb_fail_schedule(nb_sheet *s, const nb_expr *formula,
                                       const nb_schedule *schedule);

#endif
