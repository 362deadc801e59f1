/* The scalar computational graph: nodes in creation order, in parallel arrays.
 *
 * Invariant: a node's operands have smaller ids than the node, so that creation order is a
 * topological order: the forward pass is a loop up, the backward pass a loop down.
 *
 * Anyone may read the arrays of a graph; only the functions of this folder write them. */
#ifndef NABLA_GRAPH_GRAPH_H
#define NABLA_GRAPH_GRAPH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/status.h"
#include "ops/ops.h"

typedef uint32_t nb_node;
#define NB_NO_NODE UINT32_MAX

/* How the backward pass is wrong on purpose: see broken.h. */
typedef enum nb_mistake {
    NB_MISTAKE_NONE,
#define MISTAKE(ID, WORD) NB_MISTAKE_##ID,
#include "graph/mistakes.def"
#undef MISTAKE
    NB_MISTAKE_COUNT
} nb_mistake;

/* What broken passes remember of each node. */
typedef struct nb_broken {
    bool ready;          /* there is room for it: since the first mistake */
    double *first;       /* the contribution that came first */
    double *left, *total; /* sum: what earlier passes brought, and the last one too */
    nb_node *order;      /* the nodes as a pass walks them */
    uint32_t *pending;
} nb_broken;

typedef struct nb_graph {
    nb_memory *memory;
    uint8_t *op;       /* nb_op */
    nb_node *a, *b;    /* operands; of three, the last two stand in `more` at b and b + 1 */
    double *value;     /* up to date for nodes below `clean` */
    double *gradient;  /* of `target`, for nodes that `reached` marks; others have gradient 0 */
    uint8_t *reached;  /* 1: a path of chosen operands leads from this node to `target` */
    nb_node count, clean;
    nb_node leading;   /* as many nodes at the front are numbers: leaves and constants */
    nb_node target;    /* what the gradients are of; NB_NO_NODE: they are out of date */
    nb_broken broken;
    size_t capacity;   /* of the arrays above */
    nb_mistake mistake;
    nb_node *more;
    size_t more_count, more_capacity;
    const atomic_bool *interrupted; /* by whoever waits for an answer; NULL: nobody does */
} nb_graph;

/* Whether a walk over the graph that is at `node` should end here: it asks now and then. */
static inline bool nb_graph_is_interrupted(const nb_graph *graph, nb_node node) {
    return node % 4096 == 0 && graph->interrupted != NULL &&
           atomic_load_explicit(graph->interrupted, memory_order_relaxed);
}

void nb_graph_init(nb_graph *graph, nb_memory *memory);
void nb_graph_clear(nb_graph *graph);

/* Adds a node; operands beyond the operator's arity are ignored. On NB_STATUS_NO_MEMORY the graph
 * is as it was. */
NB_MUST_USE nb_status nb_graph_add(nb_graph *graph, nb_op op, nb_node a, nb_node b, nb_node c,
                                   nb_node *node);
/* Adds a LEAF or CONST with a value. */
NB_MUST_USE nb_status nb_graph_add_number(nb_graph *graph, nb_op op, double value, nb_node *node);
/* Drops all nodes from `count` on. */
void nb_graph_truncate(nb_graph *graph, nb_node count);
/* Where a node from `end` on has one of the identity nodes first to end - 1 as an operand, it gets
 * that one's operand instead. */
void nb_graph_bypass(nb_graph *graph, nb_node first, nb_node end);
/* Stores another number in a leaf: later values and all gradients are out of date. */
void nb_graph_set(nb_graph *graph, nb_node leaf, double value);

/* How many operands a node has, and the k-th of them. */
static inline int nb_graph_arity(const nb_graph *graph, nb_node node) {
    return nb_op_arities[graph->op[node]];
}

static inline nb_node nb_graph_operand(const nb_graph *graph, nb_node node, int k) {
    if (k == 0) return graph->a[node];
    if (nb_graph_arity(graph, node) < 3) return graph->b[node];
    return graph->more[graph->b[node] + (nb_node)(k - 1)];
}

/* ∂node/∂(operand k) at the present values, which must be up to date; while the passes are broken,
 * what they take it for. */
double nb_graph_local(const nb_graph *graph, nb_node node, int k);
/* False for the side of a `where` that is not chosen: it takes no part in the passes. */
bool nb_graph_is_chosen(const nb_graph *graph, nb_node node, int k);

/* ∂target/∂node of the last backward pass. */
double nb_graph_gradient(const nb_graph *graph, nb_node node);
/* Whether the last backward pass came to the node. */
bool nb_graph_is_reached(const nb_graph *graph, nb_node node);
/* The gradients are out of date: the next backward pass runs, even to the same target. */
void nb_graph_forget_gradients(nb_graph *graph);

/* Makes room for what broken passes remember (broken.h), so that nb_graph_break cannot fail. The
 * room grows with the graph and stays until the graph is cleared. */
NB_MUST_USE nb_status nb_graph_prepare_break(nb_graph *graph);
/* Gives memory back when there is room for more than `least` nodes and most of it stands empty. */
void nb_graph_trim(nb_graph *graph, size_t least);

/* Drops every node that `keep` (1 a node) does not need, keeping the order; `moved` receives each
 * node's new id or NB_NO_NODE. `keep` must be closed: an operand of a kept node is kept. */
void nb_graph_compact(nb_graph *graph, const uint8_t *keep, nb_node *moved);

#endif
