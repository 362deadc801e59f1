/* A probe is a forward pass over the nodes that what was changed has reached. Each operation that
 * is done again rounds again: the error that this may bring into the target is the value's last
 * places times the node's weight, and the sum of these is the noise of the probe. */
#include "calculus/probe.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "ops/compute.h"

/* No operator's row is computed with an error of more than this many units in the last place. */
enum { OPERATION_ULPS = 4 };

/* A slope that an operator may have at a kink is at most so far from the middle of both: |x|'s. */
static const double KINK = 1;

/* a·b where 0·inf and 0·nan are 0: what has no weight adds none. */
static double times(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
}

/* What node i hands to its operand k: the backward pass with every local gradient positive. */
static void weigh(nb_probe *p, nb_node i, int k) {
    nb_node operand = p->operands[i][k];
    double local = fabs(nb_graph_local(p->graph, i, k));
    p->weight[operand] += times(p->weight[i], local);
    p->doubt[operand] += p->kink[i] ? KINK * (p->weight[i] + p->doubt[i])
                                    : times(p->doubt[i], local);
    p->changed[operand] = 1;
    if (p->last[operand] < i) p->last[operand] = i;
}

/* Notes what the target depends on, from the target back; `changed` says what has been reached. */
static nb_status note(nb_probe *p) {
    const nb_graph *graph = p->graph;
    p->weight[p->target] = 1;
    p->changed[p->target] = 1;
    for (nb_node i = p->target + 1; i-- > 0;) {
        if (nb_graph_is_interrupted(graph, i)) return NB_STATUS_ERROR;
        double x[NB_MAX_OPERANDS] = {0};
        int arity = p->changed[i] ? nb_graph_arity(graph, i) : 0;
        p->changed[i] = 0;
        for (int k = 0; k < NB_MAX_OPERANDS; k++) {
            p->operands[i][k] = k < arity ? nb_graph_operand(graph, i, k) : i;
            if (k < arity) x[k] = graph->value[p->operands[i][k]];
        }
        p->kink[i] = arity > 0 && nb_op_at_kink((nb_op)graph->op[i], x[0], x[1], x[2]);
        for (int k = 0; k < arity; k++) weigh(p, i, k);
    }
    return NB_STATUS_OK;
}

nb_status nb_probe_begin(nb_probe *p, nb_arena *arena, const nb_graph *graph, nb_node target) {
    size_t n = (size_t)target + 1;
    *p = (nb_probe){.graph = graph, .target = target};
    p->value = nb_arena_add(arena, n, sizeof *p->value);
    p->weight = nb_arena_add(arena, n, sizeof *p->weight);
    p->doubt = nb_arena_add(arena, n, sizeof *p->doubt);
    p->operands = nb_arena_add(arena, n, sizeof *p->operands);
    p->kink = nb_arena_add(arena, n, 1);
    p->changed = nb_arena_add(arena, n, 1);
    p->last = nb_arena_add(arena, n, sizeof *p->last);
    p->touched = nb_arena_add(arena, n, sizeof *p->touched);
    if (p->value == NULL || p->weight == NULL || p->doubt == NULL || p->operands == NULL ||
        p->kink == NULL || p->changed == NULL || p->last == NULL || p->touched == NULL)
        return NB_STATUS_NO_MEMORY;
    memcpy(p->value, graph->value, n * sizeof *p->value);
    return note(p);
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
    p->kinks += p->kink[i];
    if (!is_same(value, p->value[i])) touch(p, i, value);
}

double nb_probe_run(nb_probe *p, const nb_node *nodes, const double *values, size_t count) {
    nb_node from = p->target, to = 0;
    p->noise = 0;
    p->kinks = 0;
    for (size_t i = 0; i < count; i++) {
        if (nodes[i] > p->target) continue;
        touch(p, nodes[i], values[i]);
        if (nodes[i] < from) from = nodes[i];
        if (p->last[nodes[i]] > to) to = p->last[nodes[i]];
    }
    for (nb_node i = from; i <= to && !nb_graph_is_interrupted(p->graph, i); i++) {
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
