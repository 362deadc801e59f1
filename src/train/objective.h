/* What training makes small: a copy of the nodes that a loss is made of, in which rows of data and
 * points of the weights are put, while the graph that it was copied from stays as it is. */
#ifndef NABLA_TRAIN_OBJECTIVE_H
#define NABLA_TRAIN_OBJECTIVE_H

#include "graph/graph.h"
#include "train/dataset.h"

/* A leaf that gets its number from a column of the data. */
typedef struct nb_input {
    nb_node leaf;
    size_t column;
} nb_input;

typedef struct nb_objective {
    nb_graph graph;
    nb_arena arena;
    nb_node *origin;       /* of each node the one that it is a copy of; ascending */
    nb_node target;        /* the loss */
    const nb_node *weights; /* leaves; the caller's, as the next two */
    size_t weight_count;
    const nb_input *inputs;
    size_t input_count;
    const nb_dataset *data; /* NULL: none */
} nb_objective;

/* Copies what `targets` are made of; the last of them is the loss. The caller sets weights, inputs
 * and data, whose nodes nb_objective_find tells. On NB_STATUS_NO_MEMORY there is nothing to
 * clear. */
NB_MUST_USE nb_status nb_objective_init(nb_objective *objective, nb_memory *memory,
                                        const nb_graph *graph, const nb_node *targets,
                                        size_t count);
void nb_objective_clear(nb_objective *objective);
/* The copy of a node; NB_NO_NODE where the targets are not made of it. */
nb_node nb_objective_find(const nb_objective *objective, nb_node origin);

/* Puts numbers on the weights; a row of the data on its leaves; and runs forward. */
void nb_objective_set_weights(nb_objective *objective, const double *weights);
void nb_objective_run(nb_objective *objective, uint32_t row);
/* Adds the loss of `count` rows at `weights` to *loss and, unless it is NULL, its gradient by each
 * weight to `gradient`, row by row. Without data `rows` is NULL and `count` 1. */
void nb_objective_add(nb_objective *objective, const double *weights, const uint32_t *rows,
                      size_t count, double *loss, double *gradient);

#endif
