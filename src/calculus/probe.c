/* A probe is a forward pass over the nodes that what was changed has reached. Each operation that
 * is done again rounds again: the error that this may bring into the target is the value's last
 * places times the node's weight, and the sum of these is the noise of the probe.
 *
 * Gradients round, too, and more than their own last places: the local gradients are taken at
 * values that were rounded. How far these may be off is carried forward from node to node, what
 * that does to the local gradients is carried back.
 *
 * A detached node keeps its value, which is what its gradient says: it is a given number. */
#include "calculus/probe.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "ops/compute.h"

/* No operator's row is computed with an error of more than this many units in the last place. What
 * is written with a sign is rounded correctly, as IEEE 754 has it: by half a unit. */
enum { OPERATION_ULPS = 4, SIGN_ULPS = 1 };

/* A slope that an operator may have at a kink is at most so far from the middle of both: |x|'s. */
static const double KINK = 1;

/* Below this doubles do not get any closer to each other. */
static const double LAST_PLACE = 0x1p-1073;

/* a·b where 0·inf and 0·nan are 0: what has no weight adds none. */
static double times(double a, double b) {
    return a == 0 || b == 0 ? 0 : a * b;
}

double nb_probe_rounding(nb_op op, double value) {
    nb_form_kind kind = nb_op_get(op)->form.kind;
    int places = kind == NB_FORM_INFIX || kind == NB_FORM_PREFIX ? SIGN_ULPS : OPERATION_ULPS;
    return fmax(places * DBL_EPSILON * fabs(value), LAST_PLACE);
}

/* The local gradient by the table, whatever `break` has made of the passes. */
static double local(const nb_probe *p, nb_node i, int k, const double *x) {
    return nb_op_partial((nb_op)p->graph->op[i], k, x[0], x[1], x[2], p->graph->value[i]);
}

static void get_operands(const nb_probe *p, nb_node i, double *x) {
    for (int k = 0; k < NB_MAX_OPERANDS; k++) x[k] = p->graph->value[p->operands[i][k]];
}

/* What the errors of the operands make of the local gradient by operand k. At a kink it is a
 * convention, whatever they are. */
static double local_error(const nb_probe *p, nb_node i, int k, const double *x, double slope) {
    nb_op op = (nb_op)p->graph->op[i];
    double error = OPERATION_ULPS * DBL_EPSILON * fabs(slope);
    for (int m = 0; m < nb_graph_arity(p->graph, i) && !p->kink[i]; m++) {
        double beside[NB_MAX_OPERANDS], off = p->error[p->operands[i][m]];
        if (off == 0) continue;
        for (int j = 0; j < NB_MAX_OPERANDS; j++) beside[j] = j == m ? x[j] + off : x[j];
        double y = nb_op_value(op, beside[0], beside[1], beside[2]);
        error += fabs(nb_op_partial(op, k, beside[0], beside[1], beside[2], y) - slope);
    }
    return error;
}

/* What node i hands to its operand k: the backward pass with every local gradient positive. */
static void weigh(nb_probe *p, nb_node i, int k, const double *x) {
    nb_node operand = p->operands[i][k];
    double slope = local(p, i, k, x), size = fabs(slope);
    p->slack[operand] += times(size, p->slack[i]) +
                         times(p->weight[i], local_error(p, i, k, x, slope));
    p->weight[operand] += times(p->weight[i], size);
    p->doubt[operand] += p->kink[i] ? KINK * (p->weight[i] + p->doubt[i])
                                    : times(p->doubt[i], size);
}

/* Whether an operator gives whole numbers that have no slope: comparisons, step. */
static bool is_flat(nb_op op) {
    const nb_op_info *info = nb_op_get(op);
    for (int k = 0; k < info->arity; k++)
        if (strcmp(info->partial[k].taught, "0.0") != 0) return false;
    return true;
}

/* A choice at the point where its condition turns: the condition is 0, and not by comparing. */
static bool is_edge(const nb_probe *p, nb_node i, const double *x) {
    nb_node condition = p->operands[i][0];
    bool choice = nb_op_is_choice((nb_op)p->graph->op[i]);
    bool turns = nb_graph_arity(p->graph, condition) == 0
                     ? p->graph->op[condition] != NB_OP_CONST
                     : !is_flat((nb_op)p->graph->op[condition]);
    return choice && x[0] == 0 && turns;
}

/* Marks what the target depends on, from the target back. */
static nb_status mark(nb_probe *p) {
    const nb_graph *graph = p->graph;
    p->changed[p->target] = 1;
    for (nb_node i = p->target + 1; i-- > 0;) {
        if (nb_graph_is_interrupted(graph, i)) return NB_STATUS_ERROR;
        int arity = p->changed[i] ? nb_graph_arity(graph, i) : 0;
        for (int k = 0; k < NB_MAX_OPERANDS; k++) {
            p->operands[i][k] = k < arity ? nb_graph_operand(graph, i, k) : i;
            p->changed[p->operands[i][k]] |= p->changed[i];
        }
    }
    return NB_STATUS_OK;
}

/* Lists the users of each node, from the last one back, so that first_user comes to their first. */
static nb_status link_users(nb_probe *p, nb_arena *arena) {
    size_t count = 0;
    for (nb_node i = 0; i <= p->target; i++)
        for (int k = 0; k < NB_MAX_OPERANDS; k++)
            p->first_user[p->operands[i][k]] += p->operands[i][k] != i;
    for (size_t i = 0; i <= (size_t)p->target + 1; i++) {
        count += p->first_user[i];
        p->first_user[i] = count;
    }
    p->users = nb_arena_add(arena, count, sizeof *p->users);
    if (p->users == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = p->target + 1; i-- > 0;) {
        if (nb_graph_is_interrupted(p->graph, i)) return NB_STATUS_ERROR;
        for (int k = 0; k < NB_MAX_OPERANDS; k++)
            if (p->operands[i][k] != i) p->users[--p->first_user[p->operands[i][k]]] = i;
    }
    return NB_STATUS_OK;
}

/* From the first node up to the target: how far rounding may have moved the values. */
static nb_status note_errors(nb_probe *p) {
    for (nb_node i = 0; i <= p->target; i++) {
        if (nb_graph_is_interrupted(p->graph, i)) return NB_STATUS_ERROR;
        double x[NB_MAX_OPERANDS];
        int arity = p->changed[i] ? nb_graph_arity(p->graph, i) : 0;
        get_operands(p, i, x);
        for (int k = 0; k < arity; k++)
            p->error[i] += times(fabs(local(p, i, k, x)), p->error[p->operands[i][k]]);
        if (arity > 0 && !is_flat((nb_op)p->graph->op[i]))
            p->error[i] += nb_probe_rounding((nb_op)p->graph->op[i], p->graph->value[i]);
    }
    return NB_STATUS_OK;
}

/* From the target back: what reaches it, and how much. */
static nb_status note(nb_probe *p) {
    const nb_graph *graph = p->graph;
    double noise = 0;
    p->weight[p->target] = 1;
    for (nb_node i = p->target + 1; i-- > 0;) {
        if (nb_graph_is_interrupted(graph, i)) return NB_STATUS_ERROR;
        double x[NB_MAX_OPERANDS];
        int arity = p->changed[i] ? nb_graph_arity(graph, i) : 0;
        p->changed[i] = 0;
        p->above[i] = noise;
        if (arity == 0) continue;
        get_operands(p, i, x);
        p->kink[i] = nb_op_at_kink((nb_op)graph->op[i], x[0], x[1], x[2]) || is_edge(p, i, x);
        for (int k = 0; k < arity; k++) weigh(p, i, k, x);
        double own = times(p->weight[i], nb_probe_rounding((nb_op)graph->op[i], graph->value[i]));
        if (isfinite(own)) noise += own;
    }
    return NB_STATUS_OK;
}

nb_status nb_probe_begin(nb_probe *p, nb_arena *arena, const nb_graph *graph, nb_node target) {
    size_t n = (size_t)target + 1;
    *p = (nb_probe){.graph = graph, .target = target, .held = NB_NO_NODE};
    p->value = nb_arena_add(arena, n, sizeof *p->value);
    p->weight = nb_arena_add(arena, n, sizeof *p->weight);
    p->doubt = nb_arena_add(arena, n, sizeof *p->doubt);
    p->error = nb_arena_add(arena, n, sizeof *p->error);
    p->slack = nb_arena_add(arena, n, sizeof *p->slack);
    p->above = nb_arena_add(arena, n, sizeof *p->above);
    p->operands = nb_arena_add(arena, n, sizeof *p->operands);
    for (int k = 0; k < 3; k++) p->spread[k] = nb_arena_add(arena, n, sizeof *p->spread[k]);
    p->kink = nb_arena_add(arena, n, 1);
    p->changed = nb_arena_add(arena, n, 1);
    p->first_user = nb_arena_add(arena, n + 1, sizeof *p->first_user);
    p->awake = nb_arena_add(arena, n / NB_PROBE_BLOCK + 1, 1);
    p->touched = nb_arena_add(arena, n, sizeof *p->touched);
    if (p->value == NULL || p->weight == NULL || p->doubt == NULL || p->operands == NULL ||
        p->error == NULL || p->slack == NULL || p->above == NULL ||
        p->spread[0] == NULL || p->spread[1] == NULL || p->spread[2] == NULL ||
        p->kink == NULL || p->changed == NULL || p->first_user == NULL || p->awake == NULL ||
        p->touched == NULL)
        return NB_STATUS_NO_MEMORY;
    memcpy(p->value, graph->value, n * sizeof *p->value);
    nb_status status = mark(p);
    if (status == NB_STATUS_OK) status = link_users(p, arena);
    if (status == NB_STATUS_OK) status = note_errors(p);
    return status == NB_STATUS_OK ? note(p) : status;
}

void nb_probe_wake(nb_probe *p, nb_node node) {
    p->touched[p->touched_count++] = node;
    for (size_t u = p->first_user[node]; u < p->first_user[node + 1]; u++)
        p->awake[p->users[u] / NB_PROBE_BLOCK] = 1;
}

bool nb_probe_find_awake(const nb_probe *p, nb_node *at) {
    for (; *at <= p->target && !nb_graph_is_interrupted(p->graph, *at); *at += NB_PROBE_BLOCK)
        if (p->awake[*at / NB_PROBE_BLOCK]) return true;
    return false;
}

static void touch(nb_probe *p, nb_node node, double value) {
    p->value[node] = value;
    p->changed[node] = 1;
    nb_probe_wake(p, node);
}

static bool is_same(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

/* Computes a node again, one of whose operands has changed. */
static void pass(nb_probe *p, nb_node i) {
    const nb_node *x = p->operands[i];
    if (nb_op_get((nb_op)p->graph->op[i])->is_held && !p->frees) {
        p->held = i;
        return;
    }
    double value = nb_op_value((nb_op)p->graph->op[i], p->value[x[0]], p->value[x[1]],
                               p->value[x[2]]);
    p->noise += times(p->weight[i], nb_probe_rounding((nb_op)p->graph->op[i], value));
    p->kinks += p->kink[i];
    if (!is_same(value, p->value[i])) touch(p, i, value);
}

static void pass_block(nb_probe *p, nb_node first) {
    for (nb_node i = first; i < first + NB_PROBE_BLOCK && i <= p->target; i++) {
        const nb_node *x = p->operands[i];
        bool reached = p->changed[x[0]] | p->changed[x[1]] | p->changed[x[2]];
        if (reached && !p->changed[i]) pass(p, i); /* what was given stays as it was given */
    }
}

/* Runs, and leaves the values that have changed as they are. */
static double run(nb_probe *p, const nb_node *nodes, const double *values, size_t count) {
    nb_node from = p->target;
    p->noise = 0;
    p->kinks = 0;
    for (size_t i = 0; i < count; i++) {
        if (nodes[i] > p->target) continue;
        touch(p, nodes[i], values[i]);
        if (nodes[i] < from) from = nodes[i];
    }
    for (nb_node at = from - from % NB_PROBE_BLOCK; nb_probe_find_awake(p, &at);
         p->awake[at / NB_PROBE_BLOCK] = 0, at += NB_PROBE_BLOCK)
        pass_block(p, at);
    return p->value[p->target];
}

static void take_back(nb_probe *p) {
    while (p->touched_count > 0) {
        nb_node node = p->touched[--p->touched_count];
        p->value[node] = p->graph->value[node];
        p->changed[node] = 0;
    }
}

double nb_probe_run(nb_probe *p, const nb_node *nodes, const double *values, size_t count) {
    double answer = run(p, nodes, values, count);
    take_back(p);
    return answer;
}

void nb_probe_spread(nb_probe *p, nb_node node, double step, double *slopes) {
    double x = p->value[node], ends[] = {x + step, x - step}, way = ends[0] - ends[1];
    for (int side = 0; side < 2; side++) {
        (void)run(p, &node, &ends[side], 1);
        for (size_t i = 0; i < p->touched_count; i++) {
            nb_node at = p->touched[i];
            double change = p->value[at] - p->graph->value[at];
            slopes[at] += (side == 0 ? change : -change) / way;
        }
        take_back(p);
    }
}
