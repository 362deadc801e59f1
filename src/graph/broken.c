/* The broken passes. See broken.h. */
#include "graph/broken.h"

#include <string.h>

#include "graph/passes.h"

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

void nb_graph_backward_broken(nb_graph *graph, nb_node target) {
    const nb_node *order = graph->broken.order;
    memset(graph->reached, 0, (size_t)target + 1);
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

double nb_graph_local_broken(const nb_graph *graph, nb_node node, int k, double local) {
    bool turned = graph->mistake == NB_MISTAKE_SIGN && graph->op[node] == NB_OP_SUB && k == 1;
    return turned ? -local : local;
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
