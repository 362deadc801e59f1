/* A probe is a forward pass over the nodes that what was changed has reached. Each operation that
 * is done again rounds again: the error that this may bring into the target is the value's last
 * places times the node's weight, and the sum of these is the noise of the probe. */
#include "calculus/probe.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* No operator's row is computed with an error of more than this many units in the last place. */
enum { OPERATION_ULPS = 4 };

/* Notes what the target depends on, and weighs it: the same loop as the backward pass with every
 * local gradient taken as positive. */
static void weigh(nb_probe *p) {
    const nb_graph *graph = p->graph;
    p->weight[p->target] = 1;
    p->changed[p->target] = 1;
    for (nb_node i = p->target + 1; i-- > 0;) {
        double x[NB_MAX_OPERANDS] = {0};
        int arity = p->changed[i] ? nb_graph_arity(graph, i) : 0;
        p->changed[i] = 0;
        for (int k = 0; k < NB_MAX_OPERANDS; k++) {
            nb_node operand = k < arity ? nb_graph_operand(graph, i, k) : i;
            p->operands[i][k] = operand;
            if (k >= arity) continue;
            double weight = p->weight[i] * fabs(nb_graph_local(graph, i, k));
            if (weight != 0) p->weight[operand] += weight;
            p->changed[operand] = 1;
            if (p->last[operand] < i) p->last[operand] = i;
            x[k] = graph->value[operand];
        }
        p->kink[i] = arity > 0 && nb_op_at_kink((nb_op)graph->op[i], x[0], x[1], x[2]);
    }
}

nb_status nb_probe_begin(nb_probe *p, nb_arena *arena, const nb_graph *graph, nb_node target) {
    size_t n = (size_t)target + 1;
    *p = (nb_probe){.graph = graph, .target = target};
    p->value = nb_arena_add(arena, n, sizeof *p->value);
    p->weight = nb_arena_add(arena, n, sizeof *p->weight);
    p->operands = nb_arena_add(arena, n, sizeof *p->operands);
    p->kink = nb_arena_add(arena, n, 1);
    p->changed = nb_arena_add(arena, n, 1);
    p->last = nb_arena_add(arena, n, sizeof *p->last);
    p->touched = nb_arena_add(arena, n, sizeof *p->touched);
    if (p->value == NULL || p->weight == NULL || p->operands == NULL || p->kink == NULL ||
        p->changed == NULL || p->last == NULL || p->touched == NULL)
        return NB_STATUS_NO_MEMORY;
    memcpy(p->value, graph->value, n * sizeof *p->value);
    weigh(p);
    return NB_STATUS_OK;
}

static void touch(nb_probe *p, nb_node node, double value) {
    p->value[node] = value;
    p->changed[node] = 1;
    p->touched[p->touched_count++] = node;
}

static bool is_same(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

/* Computes a node again, one of whose operands has changed. */
static void pass(nb_probe *p, nb_node i) {
    const nb_node *x = p->operands[i];
    double value = nb_op_value((nb_op)p->graph->op[i], p->value[x[0]], p->value[x[1]],
                               p->value[x[2]]);
    if (value != 0) p->noise += OPERATION_ULPS * DBL_EPSILON * p->weight[i] * fabs(value);
    if (p->kink[i]) p->met_kink = true;
    if (!is_same(value, p->value[i])) touch(p, i, value);
}

double nb_probe_run(nb_probe *p, const nb_node *nodes, const double *values, size_t count) {
    nb_node from = p->target, to = 0;
    p->noise = 0;
    p->met_kink = false;
    for (size_t i = 0; i < count; i++) {
        if (nodes[i] > p->target) continue;
        touch(p, nodes[i], values[i]);
        if (nodes[i] < from) from = nodes[i];
        if (p->last[nodes[i]] > to) to = p->last[nodes[i]];
    }
    for (nb_node i = from; i <= to; i++) {
        const nb_node *x = p->operands[i];
        bool reached = p->changed[x[0]] | p->changed[x[1]] | p->changed[x[2]];
        if (!reached || p->changed[i]) continue; /* what was given stays as it was given */
        pass(p, i);
        if (p->changed[i] && p->last[i] > to) to = p->last[i];
    }
    double answer = p->value[p->target];
    while (p->touched_count > 0) {
        nb_node node = p->touched[--p->touched_count];
        p->value[node] = p->graph->value[node];
        p->changed[node] = 0;
    }
    return answer;
}
