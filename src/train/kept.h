/* Objectives that earlier statements had compiled, so that the next `train` of the same loss begins
 * at once. Whether one still is what is asked for is not remembered but looked at, node by node: so
 * nothing that changes a graph needs to know of them.
 *
 * They take no memory from anyone: where it runs out, they are dropped first. */
#ifndef NABLA_TRAIN_KEPT_H
#define NABLA_TRAIN_KEPT_H

#include "train/objective.h"

enum { NB_MOST_KEPT = 4 };

typedef struct nb_kept {
    nb_memory *memory;
    nb_objective objectives[NB_MOST_KEPT]; /* the one that was used last comes last */
    size_t count;
    size_t made; /* objectives that had to be compiled, since the beginning */
} nb_kept;

/* `kept` stays where it is: `memory` asks it for what it has. */
void nb_kept_init(nb_kept *kept, nb_memory *memory);
void nb_kept_clear(nb_kept *kept);

/* nb_objective_init, but for what is kept. What is taken is the caller's, until it is put back
 * instead of being cleared. */
NB_MUST_USE nb_status nb_kept_take(nb_kept *kept, const nb_objective_plan *plan,
                                   nb_objective *objective);
void nb_kept_put(nb_kept *kept, nb_objective *objective);

#endif
