/* The derivative by trying: difference quotients, to hold against the chain rule. */
#ifndef NABLA_CALCULUS_DIFFERENCE_H
#define NABLA_CALCULUS_DIFFERENCE_H

#include "graph/graph.h"

typedef struct nb_difference {
    double value; /* nan: no two steps agreed */
    double error; /* how far off it may be, as the extrapolation itself judges */
} nb_difference;

/* ∂target/∂node from central differences, extrapolated to a step of 0 by Ridders' method (C. J. F.
 * Ridders, Accurate computation of F'(x) and F'(x)F''(x), 1982). The graph stays as it was. */
nb_difference nb_differentiate(nb_graph *graph, nb_node node, nb_node target);

#endif
