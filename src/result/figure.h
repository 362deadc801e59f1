/* A picture that is not a graph of operations: a network in layers, or a large graph in summary.
 * Like all of a result it lives in the result's arena. */
#ifndef NABLA_RESULT_FIGURE_H
#define NABLA_RESULT_FIGURE_H

#include "result/result.h"

typedef enum nb_figure_kind {
    NB_FIGURE_INPUT,  /* where a network begins */
    NB_FIGURE_UNIT,
    NB_FIGURE_ONE,    /* the input of biases, which is always 1 */
    NB_FIGURE_MORE,   /* `count` that are not shown */
    NB_FIGURE_LOSS,
    NB_FIGURE_GIVEN,  /* what else goes into the loss: targets */
    NB_FIGURE_VALUES, /* of a summary: leaves under one name */
    NB_FIGURE_FORMULA /* of a summary: a formula's value, and its nodes */
} nb_figure_kind;

typedef struct nb_figure_vertex {
    nb_figure_kind kind;
    const char *label;  /* name or label; NULL: there is none */
    const char *symbol; /* the function that makes it; NULL: none, or that of its column */
    nb_text formula;    /* empty: none */
    double value, gradient;
    bool has_value, has_gradient;
    uint32_t column, place; /* of a network: from 0, places from above */
    nb_text shape;      /* of a summary: 20 × 30, or how many a family has; empty: one number */
    size_t count;       /* MORE: those left out; of a summary: the nodes inside */
} nb_figure_vertex;

typedef struct nb_figure_edge {
    uint32_t from, to;
    double weight, gradient;
    bool has_weight, has_gradient;
    size_t times; /* of a summary: from one element of a family to the next, so often; else 0 */
} nb_figure_edge;

typedef struct nb_figure_column {
    nb_message title;
    const char *name;   /* of the vector that its units are; NULL: none */
    const char *symbol; /* the function of all its units; NULL: none, or they differ */
    size_t count;       /* units, also those that are not shown */
} nb_figure_column;

struct nb_figure {
    nb_figure_vertex *vertices;
    size_t vertex_count;
    nb_figure_edge *edges;
    size_t edge_count;
    nb_figure_column *columns; /* of a network; NULL: it is a summary */
    size_t column_count;
    size_t samples; /* of a network: how many go through it, of which the first is shown */
};

#endif
