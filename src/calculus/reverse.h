/* Derivatives as nodes: what ∂a/∂b is, added to the graph as a formula like any other. */
#ifndef NABLA_CALCULUS_REVERSE_H
#define NABLA_CALCULUS_REVERSE_H

#include <stdatomic.h>
#include "graph/graph.h"
#include "lang/parser.h"

/* Where the nodes are added, and what is kept from one time to the next. */
typedef struct nb_reverse {
    nb_memory *memory;
    nb_graph *graph;
    uint32_t *const *owner; /* of each old node; UINT32_MAX: it has no name */
    nb_arena *arena;        /* where the texts below are kept */
    nb_arena *scratch;
    const nb_names *names;
    const atomic_bool *interrupted;
    uint32_t *places;       /* of each node, its place in the list that a run makes */
    size_t place_capacity;
    const nb_expr *partials[NB_OP_COUNT][NB_MAX_OPERANDS]; /* local gradients, parsed when needed */
} nb_reverse;

/* Adds the nodes of ∂a/∂(by[i]): nodes[i], or NB_NO_NODE when a does not depend on that. After
 * NB_STATUS_NO_MEMORY or, when it was interrupted, NB_STATUS_ERROR, some nodes may have been
 * added. */
NB_MUST_USE nb_status nb_reverse_run(nb_reverse *reverse, nb_node a, const nb_node *by,
                                     uint32_t count, nb_node *nodes);
void nb_reverse_clear(nb_reverse *reverse);

#endif
