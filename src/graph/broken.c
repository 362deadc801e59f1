/* The broken passes. See broken.h. */
#include "graph/broken.h"

#include <math.h>
#include <string.h>

#include "graph/passes.h"
#include "ops/compute.h"

void nb_mistake_receive(nb_mistake mistake, double *gradient, double *first, uint8_t *reached,
                        double amount) {
    bool replaces = !*reached || mistake == NB_MISTAKE_ACCUMULATE;
    if (!*reached) *first = amount;
    *gradient = replaces ? amount : *gradient + amount;
    *reached = 1;
}

static void receive(nb_graph *graph, nb_node node, double amount) {
    nb_mistake_receive(graph->mistake, &graph->gradient[node], &graph->broken.first[node],
                       &graph->reached[node], amount);
}

/* Only leaves keep what a pass brought them: what stands between them and the target is computed
 * anew by each pass, as in the libraries where this mistake is made. */
static void add_earlier_passes(nb_graph *graph, nb_node target) {
    double *left = graph->broken.left, *total = graph->broken.total;
    for (nb_node i = 0; i <= target; i++) {
        if (graph->op[i] != NB_OP_LEAF || !graph->reached[i]) continue;
        left[i] = total[i];
        total[i] += graph->gradient[i];
        graph->gradient[i] = total[i];
    }
}

/* ---- stale ---- */

/* Room that the other mistakes need: of a leaf that is updated, `left` is 1 and `total` its new
 * number; `order` holds each node's height over the leaves, `pending` that of its lowest user. */
void nb_graph_set_stale(nb_graph *graph, nb_node leaf, double value) {
    graph->broken.left[leaf] = 1;
    graph->broken.total[leaf] = value;
    nb_graph_forget_gradients(graph);
}

void nb_graph_forget_stale(nb_graph *graph) {
    for (nb_node i = 0; i < graph->count; i++)
        graph->broken.left[i] = graph->broken.total[i] = 0;
    nb_graph_forget_gradients(graph);
}

static void find_heights(nb_graph *graph, nb_node target) {
    uint32_t *height = graph->broken.order, *lowest = graph->broken.pending;
    for (nb_node i = 0; i <= target; i++) {
        height[i] = 0;
        lowest[i] = UINT32_MAX;
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            uint32_t below = height[nb_graph_operand(graph, i, k)];
            if (below >= height[i]) height[i] = below + 1;
        }
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            nb_node operand = nb_graph_operand(graph, i, k);
            if (height[i] < lowest[operand]) lowest[operand] = height[i];
        }
    }
}

/* Layer by layer, the update of a leaf comes when all its users, which stand higher than `operand`,
 * have handed on: before the pass comes to `operand`. */
static bool is_updated_before(const nb_graph *graph, nb_node leaf, nb_node operand) {
    return graph->broken.left[leaf] != 0 && graph->op[operand] != NB_OP_LEAF &&
           graph->broken.pending[leaf] > graph->broken.order[operand];
}

/* The local gradient with the numbers that leaves have by then; only of a running pass. */
static double get_stale(const nb_graph *graph, nb_node node, int k, double local) {
    double x[NB_MAX_OPERANDS] = {0};
    bool stale = false;
    for (int i = 0; i < nb_graph_arity(graph, node); i++) {
        nb_node operand = nb_graph_operand(graph, node, i);
        bool updated = is_updated_before(graph, operand, nb_graph_operand(graph, node, k));
        x[i] = updated ? graph->broken.total[operand] : graph->value[operand];
        stale = stale || updated;
    }
    return stale ? nb_op_partial((nb_op)graph->op[node], k, x[0], x[1], x[2], graph->value[node])
                 : local;
}

static void backward_stale(nb_graph *graph, nb_node target) {
    find_heights(graph, target);
    graph->target = target;
    receive(graph, target, 1.0);
    for (nb_node i = target + 1; i-- > 0;) {
        double sent = isnan(graph->value[i]) ? NAN : graph->gradient[i];
        for (int k = 0; graph->reached[i] && k < nb_graph_arity(graph, i); k++) {
            nb_node node = nb_graph_operand(graph, i, k);
            if (graph->op[node] == NB_OP_CONST || !nb_graph_is_chosen(graph, i, k)) continue;
            double local = nb_graph_local(graph, i, k);
            receive(graph, node, sent * get_stale(graph, i, k, local));
        }
    }
}

/* ---- diagonal ---- */

/* e^a divided by a sum that it is a part of. */
static bool is_share(const nb_graph *graph, nb_node node) {
    if (graph->op[node] != NB_OP_DIV || graph->op[graph->a[node]] != NB_OP_EXP) return false;
    nb_node sum = graph->b[node], part = graph->a[node];
    while (graph->op[sum] == NB_OP_ADD && graph->b[sum] != part && graph->a[sum] != part)
        sum = graph->a[sum]; /* it was added up from the left */
    return graph->op[sum] == NB_OP_ADD;
}

/* ∂y/∂e^a = (1 − y)/S makes y(1 − y) of it at a; by the sum S nothing goes to the others. */
static double get_diagonal(const nb_graph *graph, nb_node node, int k, double local) {
    return k == 0 ? local * (1 - graph->value[node]) : 0;
}

/* ---- the pass ---- */

void nb_graph_backward_broken(nb_graph *graph, nb_node target) {
    const nb_node *order = graph->broken.order;
    memset(graph->reached, 0, (size_t)target + 1);
    if (graph->mistake == NB_MISTAKE_STALE) {
        backward_stale(graph, target);
        return;
    }
    nb_node count = nb_graph_order(graph, target, graph->broken.order, graph->broken.pending);
    graph->target = target;
    receive(graph, target, 1.0);
    for (nb_node at = 0; at < count; at++) {
        nb_node parent = order[at];
        for (int k = 0; graph->reached[parent] && k < nb_graph_arity(graph, parent); k++) {
            nb_node node = nb_graph_operand(graph, parent, k);
            if (graph->op[node] == NB_OP_CONST || !nb_graph_is_chosen(graph, parent, k)) continue;
            receive(graph, node, nb_graph_sent(graph, parent) * nb_graph_local(graph, parent, k));
        }
    }
    if (graph->mistake == NB_MISTAKE_SUM) add_earlier_passes(graph, target);
}

bool nb_graph_is_local_broken(const nb_graph *graph, nb_node node) {
    if (graph->mistake == NB_MISTAKE_SIGN) return graph->op[node] == NB_OP_SUB;
    return graph->mistake == NB_MISTAKE_DIAGONAL && is_share(graph, node);
}

double nb_graph_local_broken(const nb_graph *graph, nb_node node, int k, double local) {
    if (!nb_graph_is_local_broken(graph, node)) return local;
    if (graph->mistake == NB_MISTAKE_DIAGONAL) return get_diagonal(graph, node, k, local);
    return k == 1 ? -local : local;
}

double nb_graph_sent(const nb_graph *graph, nb_node node) {
    bool early = graph->mistake == NB_MISTAKE_ORDER && nb_graph_is_reached(graph, node);
    return early ? graph->broken.first[node] : nb_graph_gradient(graph, node);
}

double nb_graph_left(const nb_graph *graph, nb_node node) {
    return graph->mistake == NB_MISTAKE_SUM && graph->op[node] == NB_OP_LEAF
               ? graph->broken.left[node] : 0.0;
}

void nb_graph_restore_sum(nb_graph *graph, nb_node leaf, double left, double total) {
    graph->broken.left[leaf] = left;
    graph->broken.total[leaf] = total;
    if (nb_graph_is_reached(graph, leaf)) graph->gradient[leaf] = total;
}

nb_mistake nb_graph_switch_mistake(nb_graph *graph, nb_mistake mistake) {
    nb_mistake before = graph->mistake;
    graph->mistake = mistake;
    if (mistake != before) nb_graph_forget_gradients(graph);
    return before;
}

void nb_graph_break(nb_graph *graph, nb_mistake mistake) {
    if (nb_graph_switch_mistake(graph, mistake) == mistake) return;
    for (nb_node i = 0; i < graph->count && graph->broken.ready; i++)
        graph->broken.left[i] = graph->broken.total[i] = 0;
}
