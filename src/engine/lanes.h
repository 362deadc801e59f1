/* A graph's target and its gradient for many samples at once: every node's values stand in lanes,
 * one sample a lane, so that one step of a loop over the nodes works on up to 16 of them.
 *
 * Invariant: a value in a lane is bit for bit what nb_graph_forward computes for that sample, and
 * every path's contribution to a gradient is what nb_graph_backward adds; only the order in which
 * they are summed may differ. It depends on the graph and the number of rows alone, so that a seed
 * reproduces a run.
 *
 * What depends on no input is computed once a call, and the lanes' gradients are summed before they
 * go back through it: 0·∞ + 1·∞ is nan row by row, but ∞ here; what is finite is so both ways.
 * Sums of products are one step, those over the same values one dense block; x^2 is x·x. */
#ifndef NABLA_ENGINE_LANES_H
#define NABLA_ENGINE_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/settings.h"
#include "base/status.h"
#include "graph/graph.h"

typedef struct nb_lanes nb_lanes;

/* What is wanted of a graph. The lists are read by nb_lanes_new alone. */
typedef struct nb_lanes_plan {
    nb_node target;         /* NB_NO_NODE: no gradient, only the values of `outputs` */
    const nb_node *weights; /* leaves: the gradient is by them */
    size_t weight_count;
    const nb_node *inputs;  /* leaves that each sample sets; none of them is a weight */
    size_t input_count;
    const nb_node *outputs; /* nodes whose values are wanted, of any kind */
    size_t output_count;
    nb_vectors vectors;     /* at most */
} nb_lanes_plan;

/* Rows of numbers. Row r of those that are asked for is cells + rows[r] * stride (rows NULL: r
 * itself), and input k is its number columns[k]. Without inputs nothing of it is read. */
typedef struct nb_lanes_samples {
    const double *cells;
    size_t stride;
    const size_t *columns;
} nb_lanes_samples;

/* Copies what is wanted; leaves that are neither weights nor inputs keep the values they have now,
 * until nb_lanes_renew. On NB_STATUS_NO_MEMORY nothing is left, nor on NB_STATUS_ERROR: the graph
 * is interrupted. */
NB_MUST_USE nb_status nb_lanes_new(nb_memory *memory, const nb_graph *graph,
                                   const nb_lanes_plan *plan, nb_lanes **lanes);
void nb_lanes_free(nb_lanes *lanes); /* NULL: nothing */

/* Takes the leaves' values anew from the graph, or from one that differs in nothing else. */
void nb_lanes_renew(nb_lanes *lanes, const nb_graph *graph);

/* Where the graph that was compiled is interrupted, these end early, and what they write is of no
 * use.
 *
 * The sum over `count` > 0 rows of the target's value, and of its gradient by each weight, where
 * weight k is points[k]. There is a target. If the last call was this one for the same few
 * rows of the same cells, these are not read again. */
void nb_lanes_gradient(nb_lanes *lanes, const double *points, const nb_lanes_samples *samples,
                       const uint32_t *rows, size_t count, double *loss, double *gradient);
/* The same for all rows in turn, where each row's target counts seeds[r] times; its value goes to
 * values[r]. */
void nb_lanes_seeded(nb_lanes *lanes, const double *points, const nb_lanes_samples *samples,
                     size_t count, const double *seeds, double *values, double *gradient);
/* The values of the outputs: values[r * output_count + k] is output k for row r. */
void nb_lanes_values(nb_lanes *lanes, const double *points, const nb_lanes_samples *samples,
                     const uint32_t *rows, size_t count, double *values);

/* What the compiler made of the graph. */
typedef struct nb_lanes_report {
    size_t nodes;        /* that are computed: numbers are none of them */
    size_t instructions; /* what they became; */
    size_t once;         /* as many of these no input reaches: they run once for all rows */
    size_t sums, fused;  /* sums of products, and the nodes that are part of one */
    size_t blocks, rows; /* dense blocks, and the sums that are a row of one */
    int lanes;           /* rows of data at a time, of `count` */
    size_t terms;        /* of the formula, that are taken as rows: see lanes_reroll.h */
    size_t bytes;
} nb_lanes_report;

nb_lanes_report nb_lanes_describe(const nb_lanes *lanes, size_t count);

#endif
