/* What training makes small: a copy of the nodes that a loss is made of, in which rows of data and
 * points of the weights are put, while the graph that it was copied from stays as it is. What is
 * not trained is a constant there, so that no gradient is computed for it. */
#ifndef NABLA_TRAIN_OBJECTIVE_H
#define NABLA_TRAIN_OBJECTIVE_H

#include "engine/lanes.h"
#include "engine/lanes_reroll.h"
#include "graph/graph.h"
#include "train/dataset.h"

/* What is copied. The lists are read by nb_objective_init alone, the data as long as it lives. */
typedef struct nb_objective_plan {
    const nb_graph *graph;
    const nb_node *targets; /* the last of them is the loss */
    size_t target_count;
    const nb_node *weights; /* leaves; one that the loss is not made of has gradient 0 */
    size_t weight_count;
    const nb_dataset *data; /* NULL: none */
    const nb_node *leaves;  /* of each column of the data, none of them a weight; NB_NO_NODE: no
                             * formula uses it */
    bool compiled;          /* sums over rows are computed in lanes, not row by row, */
    nb_vectors vectors;     /* with these at most */
} nb_objective_plan;

enum { NB_ROWS_AT_ONCE = 64 }; /* lanes have some rounds to go */

typedef struct nb_objective {
    nb_graph graph;
    nb_arena arena;
    nb_node *origin; /* of each node the one that it is a copy of; numbers come first */
    nb_node *copy;   /* of each node of the plan's graph; NB_NO_NODE: the targets need it not */
    nb_node known;   /* as many nodes did that graph have */
    nb_node target;  /* the loss */
    nb_node *targets; /* all that the plan names */
    size_t target_count;
    nb_node *weights;
    size_t weight_count;
    nb_node *inputs;  /* what gets its number from a column of the data: */
    size_t *columns;  /* this one */
    size_t input_count;
    const nb_dataset *data;
    nb_lanes *lanes;  /* NULL: row by row, */
    nb_reroll *reroll; /* unless this is here: no row changes the loss, but it has alike terms */
    nb_vectors vectors;
    double *gradient, *values; /* what the lanes write: gradients; the targets of NB_ROWS_AT_ONCE */
} nb_objective;

/* On NB_STATUS_NO_MEMORY there is nothing to clear, nor on NB_STATUS_ERROR: the graph is
 * interrupted. */
NB_MUST_USE nb_status nb_objective_init(nb_objective *objective, nb_memory *memory,
                                        const nb_objective_plan *plan);
/* Makes a compiled objective what nb_objective_init would make of this plan, or answers false,
 * having changed nothing: its graph is another one by now, or something else is asked for. */
bool nb_objective_renew(nb_objective *objective, const nb_objective_plan *plan);
void nb_objective_clear(nb_objective *objective);

/* What the compiler made of it, for `count` rows. */
nb_lanes_report nb_objective_describe(const nb_objective *objective, size_t count);

/* Puts numbers on the weights; a row of the data on its leaves; and runs forward. */
void nb_objective_set_weights(nb_objective *objective, const double *weights);
void nb_objective_run(nb_objective *objective, uint32_t row);
/* Adds the loss of `count` rows at `weights` to *loss and, unless it is NULL, its gradient by each
 * weight to `gradient`, row by row; `begins`: to 0, whatever stands there. Without data `rows` is
 * NULL and `count` 1. */
void nb_objective_add(nb_objective *objective, const double *weights, const uint32_t *rows,
                      size_t count, bool begins, double *loss, double *gradient);
/* The values of all targets for NB_ROWS_AT_ONCE rows at the most, rows[first] and those that follow
 * (NULL: `first`...): values[r * target_count + k]. */
void nb_objective_values(nb_objective *objective, const uint32_t *rows, size_t first, size_t count,
                         double *values);

#endif
