/* Probes: what the target would be if some nodes had other values. Only the nodes that depend on
 * them are computed, and the graph stays as it was, so that thousands of probes are cheap. */
#ifndef NABLA_CALCULUS_PROBE_H
#define NABLA_CALCULUS_PROBE_H

#include "base/memory.h"
#include "graph/graph.h"

/* The arrays have target + 1 elements, in the arena. */
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
    nb_node *last;  /* the last user that the target depends on */
    uint8_t *kink;  /* 1: the node's operator has no derivative at the present values */
    uint8_t *changed;
    double *spread[3]; /* room for slopes of all nodes */
    nb_node *touched;
    size_t touched_count;
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
/* The same for one node and its values x + h and x - h, adding each node's change between the two,
 * divided by the way from one to the other, to `slopes` (target + 1 elements). */
void nb_probe_spread(nb_probe *probe, nb_node node, double step, double *slopes);

#endif
