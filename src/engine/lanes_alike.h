/* Terms of a formula that are alike: sub-graphs of the same operators over the same weights that
 * differ in their numbers alone, as the samples of a loss do that was typed out:
 * (f(0, 0) - 0)^2 + (f(0, 1) - 1)^2 + ... Hashes find them, and each is verified node by node. */
#ifndef NABLA_ENGINE_LANES_ALIKE_H
#define NABLA_ENGINE_LANES_ALIKE_H

#include "base/memory.h"
#include "graph/graph.h"

/* A number is what no weight reaches; other nodes of a term are either its own, or the very same
 * node in all terms. All arrays stand in an arena. */
typedef struct nb_alike {
    nb_node *terms; /* `count` of them, none of which needs another; the first is the pattern */
    size_t count;
    nb_node *own; /* the pattern's nodes in whose place others have others, numbers among them */
    size_t own_count; /* in the order of the graph */
    nb_node *columns; /* the pattern's numbers that are not the same in all terms */
    size_t column_count;
    double *cells; /* term t has cells[t * column_count + k] in place of number k */
} nb_alike;

enum {
    NB_ALIKE_MOST = 8, /* sets */
    /* what a node is to the target */
    NB_ALIKE_NEEDED = 1, /* by it, if terms are computed elsewhere */
    NB_ALIKE_MOVES = 2,  /* a weight reaches it */
    NB_ALIKE_TERM = 4,   /* of one of the sets */
    NB_ALIKE_OWN = 8     /* for the verification */
};

typedef struct nb_alike_sets {
    nb_alike sets[NB_ALIKE_MOST];
    size_t count; /* 0: nothing else is there */
    uint8_t *kind;    /* of each node up to the target */
    uint64_t *number; /* the bits of its value, where it is a number that something needs */
} nb_alike_sets;

static inline double nb_alike_number(const nb_alike_sets *sets, nb_node node) {
    union { uint64_t bits; double number; } u = {sets->number[node]};
    return u.number;
}

/* Finds sets worth having among what `target` is made of. `mask`: the bits of hashes that are
 * compared, all of them but in tests. Where the graph is interrupted, nothing is found. False when
 * memory runs out. */
NB_MUST_USE bool nb_alike_find(nb_arena *arena, const nb_graph *graph, nb_node target,
                               const nb_node *weights, size_t weight_count, uint64_t mask,
                               nb_alike_sets *sets);

#endif
