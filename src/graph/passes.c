/* The two passes: loops over the nodes, with the arithmetic of every operator expanded from
 * ops.def. This is the plain engine: what any faster one must agree with. */
#define NB_ONE_AT_A_TIME /* see formulas.h */
#include "graph/passes.h"

#include <string.h>

#include "graph/broken.h"
#include "ops/formulas.h"

/* Many nodes in a row have the same operator, above all where they are ordered for it: then the
 * operator is looked at once. */
#define WHILE_SAME(ID) while (++i < end && op[i] == NB_OP_##ID)
/* In a chain an operand is the node before. Its value is still in a register: to store it and to
 * load it again takes longer than most operators. */
#define OPERAND(node) ((node) == i - 1 ? last : value[node])

void nb_graph_forward(nb_graph *graph, nb_node end) {
    const uint8_t *op = graph->op;
    const nb_node *first = graph->a, *second = graph->b, *more = graph->more;
    double *value = graph->value;
    nb_node i = graph->clean > graph->leading ? graph->clean : graph->leading;
    double last = i > 0 ? value[i - 1] : 0.0;
    while (i < end) {
        switch ((nb_op)op[i]) {
#define OP0(ID, ...) case NB_OP_##ID: last = value[i++]; break;
#define OP1(ID, NAME, FORM, Y, ...)                                                                \
    case NB_OP_##ID:                                                                               \
        do {                                                                                       \
            double a = OPERAND(first[i]);                                                          \
            value[i] = last = Y;                                                                   \
        } WHILE_SAME(ID);                                                                          \
        break;
#define OP2(ID, NAME, FORM, Y, ...)                                                                \
    case NB_OP_##ID:                                                                               \
        do {                                                                                       \
            double a = OPERAND(first[i]), b = OPERAND(second[i]);                                  \
            value[i] = last = Y;                                                                   \
        } WHILE_SAME(ID);                                                                          \
        break;
#define OP3(ID, NAME, FORM, Y, ...)                                                                \
    case NB_OP_##ID:                                                                               \
        do {                                                                                       \
            double a = OPERAND(first[i]);                                                          \
            double b = OPERAND(more[second[i]]), c = OPERAND(more[second[i] + 1]);                 \
            value[i] = last = Y;                                                                   \
        } WHILE_SAME(ID);                                                                          \
        break;
#include "ops/ops.def"
#undef OP0
#undef OP1
#undef OP2
#undef OP3
        case NB_OP_COUNT: return;
        }
    }
    if (graph->clean < end) graph->clean = end;
}
#undef WHILE_SAME
#undef OPERAND

/* What is handed on: where the value is nan, so are the local gradients. An addition is no choice,
 * which would be one more step from each node to the next: it is jumped over. */
static inline double send(double gradient, double value) {
    if (isnan(value)) gradient += value;
    return gradient;
}

/* Adds one path's contribution to a node's gradient: the first one stores, so that nothing needs
 * to be cleared; later ones add, because a change of the node acts along all its paths. The sum of
 * the node whose turn is next stays in a register, too, as values do on the way up. */
#define CONTRIBUTE(node, amount)                                                                   \
    do {                                                                                           \
        double sum = amount, *stored = &gradient[node];                                            \
        uint8_t *marked = &reached[node];                                                          \
        if (*marked) sum += *stored;                                                               \
        *marked = 1;                                                                               \
        *stored = sum;                                                                             \
        if ((node) == i - 1) next = node, last = sum;                                              \
    } while (0)

void nb_graph_backward(nb_graph *graph, nb_node target) {
    if (graph->target == target) return;
    if (graph->mistake != NB_MISTAKE_NONE) {
        nb_graph_backward_broken(graph, target);
        return;
    }
    const uint8_t *op = graph->op;
    const nb_node *first = graph->a, *second = graph->b, *more = graph->more;
    const double *value = graph->value;
    double *gradient = graph->gradient;
    uint8_t *reached = graph->reached;
    memset(reached, 0, (size_t)target + 1);
    gradient[target] = 1.0;
    reached[target] = 1;
    nb_node i = target + 1, begin = graph->leading, next = target;
    double last = 1.0; /* the gradient of `next` */
    while (i-- > begin) {
        if (!reached[i]) continue;
        double y = value[i], g = send(next == i ? last : gradient[i], y);
        switch ((nb_op)op[i]) {
#define OP0(ID, ...) case NB_OP_##ID: break;
#define OP1(ID, NAME, FORM, Y, DA, ...)                                                            \
    case NB_OP_##ID: {                                                                             \
        double a = value[first[i]];                                                                \
        (void)a;                                                                                   \
        CONTRIBUTE(first[i], g * DA);                                                              \
        break;                                                                                     \
    }
#define OP2(ID, NAME, FORM, Y, DA, DB, ...)                                                        \
    case NB_OP_##ID: {                                                                             \
        nb_node m = first[i], n = second[i];                                                       \
        double a = value[m], b = value[n];                                                         \
        (void)a, (void)b;                                                                          \
        if (op[m] != NB_OP_CONST) CONTRIBUTE(m, g * DA);                                           \
        if (op[n] != NB_OP_CONST) CONTRIBUTE(n, g * DB);                                           \
        break;                                                                                     \
    }
#define OP3(ID, NAME, FORM, Y, DA, DB, DC, ...)                                                    \
    case NB_OP_##ID: {                                                                             \
        nb_node m = first[i], n = more[second[i]], p = more[second[i] + 1];                        \
        double a = value[m], b = value[n], c = value[p], db = DB, dc = DC;                         \
        (void)a, (void)b, (void)c;                                                                 \
        CONTRIBUTE(m, g * DA);                                                                     \
        if (db != 0.0) CONTRIBUTE(n, g * db);                                                      \
        if (dc != 0.0) CONTRIBUTE(p, g * dc);                                                      \
        break;                                                                                     \
    }
#include "ops/ops.def"
#undef OP0
#undef OP1
#undef OP2
#undef OP3
        case NB_OP_COUNT: return;
        }
    }
    graph->target = target;
}

nb_node nb_graph_order(const nb_graph *graph, nb_node target, nb_node *order, uint32_t *pending) {
    nb_node count = 0;
    memset(pending, 0, ((size_t)target + 1) * sizeof *pending);
    for (nb_node i = target + 1; i-- > 0;) { /* only what is part of `target` is pending */
        if (nb_graph_is_interrupted(graph, i)) return 0;
        for (int k = 0; (i == target || pending[i] > 0) && k < nb_graph_arity(graph, i); k++)
            pending[nb_graph_operand(graph, i, k)]++;
    }
    order[count++] = target;
    for (nb_node at = 0; at < count; at++) {
        if (nb_graph_is_interrupted(graph, at)) return 0;
        for (int k = 0; k < nb_graph_arity(graph, order[at]); k++) {
            nb_node node = nb_graph_operand(graph, order[at], k);
            if (--pending[node] == 0 && graph->op[node] != NB_OP_CONST) order[count++] = node;
        }
    }
    return count;
}
