/* Counting: how many paths lead from a target back to some nodes, what it costs to multiply along
 * each of them anew, and what it costs to keep every gradient that was found (the backward pass).
 *
 * Counted as on a blackboard. A local gradient of a named definition is one factor, a number that
 * is taken as given; so is that of an operation whose result is used more than once. A factor that
 * is 1 whatever the numbers (a sum's) is not multiplied by; one that is 0 whatever the numbers (a
 * comparison's) makes no path. n paths make n - 1 additions. */
#ifndef NABLA_CALCULUS_PATHS_H
#define NABLA_CALCULUS_PATHS_H

#include "base/memory.h"
#include "graph/graph.h"

/* A count that may exceed what a double counts exactly, or holds at all. */
typedef struct nb_many {
    double number, log2; /* of 0: -inf */
} nb_many;

nb_many nb_many_of(double number);
nb_many nb_many_add(nb_many a, nb_many b);

enum { NB_ON_PATH = 1, NB_FACTOR = 2 };

typedef struct nb_paths {
    const nb_graph *graph;
    nb_node target;
    uint8_t *role;    /* of each node: NB_ON_PATH, and NB_FACTOR where a factor ends */
    nb_many *count;   /* of the paths from the target to each node */
    double *gradient; /* their sum */
    nb_many paths, products, sums; /* to all wanted nodes, each path anew */
    double kept_products, kept_sums;
} nb_paths;

/* `wanted` tells to which nodes the paths are to lead, `names` which have a name (not UINT32_MAX);
 * NULL: every operation is a factor. The arrays have target + 1 elements, in the arena. */
NB_MUST_USE nb_status nb_paths_count(nb_paths *paths, nb_arena *arena, const nb_graph *graph,
                                     nb_node target, const uint8_t *wanted, const uint32_t *names);
/* Whether ∂node/∂(operand k) is 1 whatever the numbers, constants aside. */
bool nb_local_is_one(const nb_graph *graph, nb_node node, int k);
/* Whether a gradient may flow from a node to its operand k: not to the side of a `where` that is
 * not chosen, nor through an operator that has no slope there. */
bool nb_is_wire(const nb_graph *graph, nb_node node, int k);

#endif
