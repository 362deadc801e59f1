/* Probes: what the target would be if some nodes had other values. Only the nodes that depend on
 * them are computed, and the graph stays as it was, so that thousands of probes are cheap. */
#ifndef NABLA_CALCULUS_PROBE_H
#define NABLA_CALCULUS_PROBE_H

#include "base/memory.h"
#include "graph/graph.h"

enum {
    NB_PROBE_LANES = 16, /* probes that go over the graph together */
    NB_PROBE_BLOCK = 64  /* nodes that a probe passes over at once where none has an operand that
                          * changed */
};

/* The arrays are in the arena; where nothing else is said they have target + 1 elements. */
typedef struct nb_probe {
    const nb_graph *graph;
    nb_node target;
    double *value;  /* the graph's, but while a probe runs */
    double *weight; /* Σ over the paths from the target of |the product of local gradients| */
    double *doubt;  /* how much of a gradient hangs on the conventions for kinks on its paths */
    double *error;  /* how far rounding may have moved the node's value */
    double *slack;  /* how far it may have moved a gradient that is computed by the right rules */
    double *above;  /* the noise that all nodes after this one bring into the target */
    nb_node (*operands)[NB_MAX_OPERANDS]; /* the node itself where the target does not need it */
    nb_node *users; /* of each node those that the target needs, one node's behind the other's: */
    size_t *first_user; /* where they begin; one more element */
    uint8_t *awake; /* 1: one of the NB_PROBE_BLOCK nodes from here on may have to be computed */
    uint8_t *kink;  /* 1: the node's operator has no derivative at the present values */
    uint8_t *changed;
    double *spread[3]; /* room for slopes of all nodes */
    nb_node *touched;
    size_t touched_count;
    double (*lanes)[NB_PROBE_LANES]; /* of what changed: its values; NULL: see probe_lanes.h */
    uint16_t *moved; /* in which lanes the node's value has changed */
    nb_node *along; /* of a node that is a sum so far: what the next node adds; or NB_NO_NODE */
    bool frees;     /* what is held (detach) moves, too: set it after the beginning */
    nb_node held;   /* a node that was held while what it is made of moved, or NB_NO_NODE */
    /* of the last probe */
    double noise; /* how far rounding may have moved its answer, to first order */
    size_t kinks; /* nodes at a kink that depend on what was changed */
} nb_probe;

/* Begins to probe `target`, whose forward pass is up to date and stays so. Where the graph is
 * interrupted: NB_STATUS_ERROR. */
NB_MUST_USE nb_status nb_probe_begin(nb_probe *probe, nb_arena *arena, const nb_graph *graph,
                                     nb_node target);
/* The target's value if each of `nodes` (leaves or not) had that value; where the graph is
 * interrupted, any number: whoever asked looks. */
double nb_probe_run(nb_probe *probe, const nb_node *nodes, const double *values, size_t count);
/* One node's values x + h and x - h, adding each node's change between the two,
 * divided by the way from one to the other, to `slopes` (target + 1 elements). */
void nb_probe_spread(nb_probe *probe, nb_node node, double step, double *slopes);

/* ---- for the files of probes ---- */

/* How far the rounding of one operation may move its result. */
double nb_probe_rounding(nb_op op, double value);
/* A node has changed: it is touched, and the blocks of its users are awake. */
void nb_probe_wake(nb_probe *probe, nb_node node);
/* From the block that begins at *at on, the first one that is awake; false: none is, or the graph
 * is interrupted. Once all of it was passed it has to be put to sleep. */
bool nb_probe_find_awake(const nb_probe *probe, nb_node *at);

#endif
