/* Backward passes that are wrong on purpose, each in one classic way. The pass of passes.c stays
 * as it is; this one takes its place while `graph->mistake` says so.
 *
 *   accumulate  a later contribution takes the place of the earlier ones: = where += belongs
 *   order       a node hands on the first contribution that reaches it, before it is complete
 *   sum         a leaf keeps what earlier passes brought, and a new pass adds to it
 *   sign        a subtraction hands +1 times its gradient to the second operand, not -1 times
 *   stale       what leads to earlier layers goes by leaves that an update has changed already
 *   diagonal    a share e^a/(e^a + ...), as softmax makes them, hands back y(1 - y) to its own a
 *               and nothing to the others */
#ifndef NABLA_GRAPH_BROKEN_H
#define NABLA_GRAPH_BROKEN_H

#include "graph/graph.h"

/* Makes the passes wrong in another way, or right again: gradients and sums begin anew. After
 * nb_graph_prepare_break. */
void nb_graph_break(nb_graph *graph, nb_mistake mistake);
/* The same for a while: gradients are out of date, but the sums of earlier passes stay. Answers
 * how the passes were wrong before. */
nb_mistake nb_graph_switch_mistake(nb_graph *graph, nb_mistake mistake);

/* What the node handed on in the last pass: its gradient, unless the passes are broken. */
double nb_graph_sent(const nb_graph *graph, nb_node node);
/* What earlier passes had left in a leaf's gradient: 0, unless the passes are broken. */
double nb_graph_left(const nb_graph *graph, nb_node node);
/* Gives a leaf back what passes have brought it, while the mistake is `sum`: `left` by all but the
 * last one, `total` with that one, which is its gradient if the last pass reached it. */
void nb_graph_restore_sum(nb_graph *graph, nb_node leaf, double left, double total);

/* While the mistake is `stale`: an update is about to store this number in a leaf. The passes after
 * that go by it on their way to earlier layers, until the leaves are forgotten. */
void nb_graph_set_stale(nb_graph *graph, nb_node leaf, double value);
void nb_graph_forget_stale(nb_graph *graph);

/* The backward pass as `graph->mistake` has it, in the order of nb_graph_order. */
void nb_graph_backward_broken(nb_graph *graph, nb_node target);
/* The local gradient that the pass works with, where `local` is the true one. */
double nb_graph_local_broken(const nb_graph *graph, nb_node node, int k, double local);
/* Whether that may be another one for this node, whatever the numbers. */
bool nb_graph_is_local_broken(const nb_graph *graph, nb_node node);

/* A contribution arrives at a node, whose gradient, first contribution and mark are given. */
void nb_mistake_receive(nb_mistake mistake, double *gradient, double *first, uint8_t *reached,
                        double amount);

#endif
