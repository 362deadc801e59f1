/* Ridders' method: central differences of halved steps, each column of the table cancelling one
 * more even power of the step; the entry that differs least from its neighbours is the answer. */
#include "calculus/difference.h"

#include <math.h>

enum { STEPS = 12 };

static double quotient(nb_graph *graph, nb_node node, nb_node target, double step) {
    double x = graph->value[node], right = x + step, left = x - step;
    double rise = nb_graph_probe(graph, node, right, target);
    rise -= nb_graph_probe(graph, node, left, target);
    return rise / (right - left);
}

/* The best of a table that begins with this step. */
static nb_difference extrapolate(nb_graph *graph, nb_node node, nb_node target, double step) {
    double row[STEPS] = {0}, above[STEPS] = {0};
    nb_difference best = {NAN, INFINITY};
    for (int i = 0; i < STEPS; i++, step /= 2) {
        row[0] = quotient(graph, node, target, step);
        double power = 1;
        for (int k = 1; k <= i; k++) {
            power *= 4;
            row[k] = (row[k - 1] * power - above[k - 1]) / (power - 1);
            double error = fmax(fabs(row[k] - row[k - 1]), fabs(row[k] - above[k - 1]));
            if (error < best.error) best = (nb_difference){row[k], error};
        }
        for (int k = 0; k <= i; k++) above[k] = row[k];
    }
    return best;
}

/* A step in proportion to the node suits 1/x near 0, one in proportion to 1 a weight that happens
 * to be 0; the smaller error decides. */
nb_difference nb_differentiate(nb_graph *graph, nb_node node, nb_node target) {
    double x = fabs(graph->value[node]);
    nb_difference plain = extrapolate(graph, node, target, 0.125);
    if (x == 0 || x == 1 || !isfinite(x)) return plain;
    nb_difference scaled = extrapolate(graph, node, target, x / 8);
    return scaled.error < plain.error ? scaled : plain;
}
