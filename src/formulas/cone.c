/* The nodes below a node: marked, and swept from the top down by the chain rule. */
#include "formulas/cone.h"

#include "graph/broken.h"

nb_status nb_mark_cone(nb_sheet *s, nb_node target, uint8_t **marks) {
    const nb_graph *graph = &s->graph;
    uint8_t *mark = nb_arena_add(&s->scratch, (size_t)target + 1, 1);
    if (mark == NULL) return NB_STATUS_NO_MEMORY;
    nb_graph_forward(&s->graph, target + 1);
    mark[target] = 3;
    for (nb_node i = target + 1; i-- > 0;) {
        if (mark[i] == 0) continue;
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            bool chosen = (mark[i] & 2) && nb_graph_is_chosen(graph, i, k);
            mark[nb_graph_operand(graph, i, k)] |= chosen ? 3 : 1;
        }
    }
    *marks = mark;
    return NB_STATUS_OK;
}

nb_status nb_find_leaf(nb_sheet *s, nb_node node, nb_def_id *leaf) {
    uint8_t *marks;
    *leaf = NB_NO_DEF;
    nb_status status = nb_mark_cone(s, node, &marks);
    for (nb_node i = 0; status == NB_STATUS_OK && i <= node && *leaf == NB_NO_DEF; i++)
        if (marks[i] != 0 && s->graph.op[i] == NB_OP_LEAF) *leaf = s->owner[i];
    return status;
}

/* ---- the chain rule inside a formula ---- */

static nb_status begin_sweep(nb_sheet *s, nb_node top, nb_sweep *sweep) {
    size_t n = (size_t)top + 1;
    sweep->inside = nb_arena_add(&s->scratch, n, 1);
    sweep->reached = nb_arena_add(&s->scratch, n, 1);
    sweep->gradient = nb_arena_add(&s->scratch, n, sizeof *sweep->gradient);
    sweep->first = nb_arena_add(&s->scratch, n, sizeof *sweep->first);
    sweep->order = NULL;
    sweep->count = top + 1;
    if (sweep->inside == NULL || sweep->reached == NULL || sweep->gradient == NULL ||
        sweep->first == NULL)
        return NB_STATUS_NO_MEMORY;
    if (s->graph.mistake != NB_MISTAKE_NONE) { /* the order decides what comes last, and first */
        uint32_t *pending = nb_arena_add(&s->scratch, n, sizeof *pending);
        sweep->order = nb_arena_add(&s->scratch, n, sizeof *sweep->order);
        if (pending == NULL || sweep->order == NULL) return NB_STATUS_NO_MEMORY;
        sweep->count = nb_graph_order(&s->graph, top, sweep->order, pending);
    }
    for (nb_node i = 0; i < top; i++) sweep->inside[i] = s->owner[i] == NB_NO_DEF;
    sweep->inside[top] = 1;
    return NB_STATUS_OK;
}

static void run_sweep(nb_sheet *s, nb_node top, nb_sweep *sweep) {
    const nb_graph *graph = &s->graph;
    const double *sent = graph->mistake == NB_MISTAKE_ORDER ? sweep->first : sweep->gradient;
    nb_mistake_receive(graph->mistake, &sweep->gradient[top], &sweep->first[top],
                       &sweep->reached[top], 1.0);
    for (nb_node at = 0; at < sweep->count; at++) {
        nb_node i = sweep->order != NULL ? sweep->order[at] : top - at;
        if (!sweep->reached[i] || !sweep->inside[i]) continue;
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            nb_node node = nb_graph_operand(graph, i, k);
            if (!nb_graph_is_chosen(graph, i, k)) continue;
            nb_mistake_receive(graph->mistake, &sweep->gradient[node], &sweep->first[node],
                               &sweep->reached[node], sent[i] * nb_graph_local(graph, i, k));
        }
    }
}

nb_status nb_sweep_formula(nb_sheet *s, nb_node top, nb_sweep *sweep) {
    nb_status status = begin_sweep(s, top, sweep);
    if (status == NB_STATUS_OK) run_sweep(s, top, sweep);
    return status;
}

nb_status nb_sweep_call(nb_sheet *s, const nb_call *call, nb_sweep *sweep) {
    nb_status status = begin_sweep(s, call->result, sweep);
    if (status != NB_STATUS_OK) return status;
    for (uint32_t k = 0; k < call->arg_count; k++)
        sweep->inside[s->call_args[call->first_arg + k]] = 0;
    run_sweep(s, call->result, sweep);
    return NB_STATUS_OK;
}
