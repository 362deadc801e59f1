/* The graph as it was typed: what a call made stays inside it. */
#ifndef NABLA_EXPLORE_TYPED_GRAPH_H
#define NABLA_EXPLORE_TYPED_GRAPH_H

#include "definitions/sheet.h"

/* The graph of `target` as it was typed: what a call made stays inside it. */
typedef struct nb_typed_graph {
    uint8_t *marks;   /* nb_mark_cone */
    uint8_t *visible; /* 1 for each node that is seen */
    size_t visible_count;
    nb_edge *wires;   /* between nodes, from the target back, into one in its operands' order */
    size_t count, capacity;
} nb_typed_graph;

/* After a backward pass, which it runs. Clear it, also after a failure. */
NB_MUST_USE nb_status nb_typed_graph_find(nb_sheet *s, nb_node target, nb_typed_graph *typed);
void nb_typed_graph_clear(nb_sheet *s, nb_typed_graph *typed);

/* Adds a wire; false when memory runs out. */
NB_MUST_USE bool nb_typed_graph_add(nb_sheet *s, nb_typed_graph *typed, nb_edge edge);

#endif
