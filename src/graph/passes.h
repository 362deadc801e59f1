/* The two passes: loops over the nodes, with the arithmetic of every operator expanded from
 * ops.def. */
#ifndef NABLA_GRAPH_PASSES_H
#define NABLA_GRAPH_PASSES_H

#include "graph/graph.h"

/* The forward pass: brings the values of all nodes below `end` up to date. */
void nb_graph_forward(nb_graph *graph, nb_node end);
/* The backward pass: ∂target/∂node for every node below `target`, after a forward pass. Each
 * node's gradient is complete before it is handed on, because its users come after it. */
void nb_graph_backward(nb_graph *graph, nb_node target);
/* The order in which gradients are complete, from `target` back: a node comes when all that use it
 * have come; numbers written in formulas are left out. Both arrays have target + 1 elements, the
 * second for the function's own use. Answers how many nodes there are; 0: it was interrupted. */
nb_node nb_graph_order(const nb_graph *graph, nb_node target, nb_node *order, uint32_t *pending);

#endif
