/* The gradients of one update while `break` has made the passes wrong. */
#ifndef NABLA_EXPLORE_BROKEN_UPDATE_H
#define NABLA_EXPLORE_BROKEN_UPDATE_H

#include "definitions/sheet.h"

typedef struct nb_broken_update {
    nb_node target;
    const nb_def_id *weights; /* leaves */
    size_t count;
    const double *before, *points; /* their numbers, and where the rule takes its gradient */
    void (*next)(void *user, const double *gradient, double *after); /* what they become */
    void *user;
    double *gradient; /* is filled */
    bool *stale;      /* likewise: it went by weights that were updated already */
} nb_broken_update;

/* Runs the passes at the points; afterwards the weights are what they were. */
NB_MUST_USE nb_status nb_broken_gradient(nb_sheet *s, const nb_broken_update *update);

#endif
