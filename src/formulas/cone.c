/* The nodes below a node, and above a leaf, are marked. */
#include "formulas/cone.h"

#include "definitions/problem.h"
#include "graph/passes.h"

nb_status nb_mark_cone(nb_sheet *s, nb_node target, uint8_t **marks) {
    const nb_graph *graph = &s->graph;
    uint8_t *mark = nb_arena_add(&s->scratch, (size_t)target + 1, 1);
    if (mark == NULL) return NB_STATUS_NO_MEMORY;
    nb_graph_forward(&s->graph, target + 1);
    mark[target] = 3;
    for (nb_node i = target + 1; i-- > 0;) {
        if (nb_graph_is_interrupted(graph, i)) return nb_poll(s);
        if (mark[i] == 0) continue;
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            bool chosen = (mark[i] & 2) && nb_graph_is_chosen(graph, i, k);
            mark[nb_graph_operand(graph, i, k)] |= chosen ? 3 : 1;
        }
    }
    *marks = mark;
    return NB_STATUS_OK;
}

nb_status nb_find_detached(nb_sheet *s, nb_node target, nb_node node, nb_node *held) {
    enum { FREE = 1, HELD = 2 }; /* paths from the node that pass none, and that pass one */
    const nb_graph *graph = &s->graph;
    nb_node last = NB_NO_NODE;
    *held = NB_NO_NODE;
    if (node >= target) return NB_STATUS_OK;
    uint8_t *mark = nb_arena_add(&s->scratch, (size_t)target + 1, 1);
    if (mark == NULL) return NB_STATUS_NO_MEMORY;
    mark[node] = FREE;
    for (nb_node i = node + 1; i <= target; i++) {
        if (nb_graph_is_interrupted(graph, i)) return nb_poll(s);
        for (int k = 0; k < nb_graph_arity(graph, i); k++)
            mark[i] |= mark[nb_graph_operand(graph, i, k)];
        if (mark[i] == 0 || !nb_op_get((nb_op)graph->op[i])->is_held) continue;
        mark[i] = HELD;
        last = i;
    }
    if (mark[target] == HELD) *held = last;
    return NB_STATUS_OK;
}

nb_status nb_find_leaf(nb_sheet *s, nb_node node, nb_def_id *leaf) {
    uint8_t *marks = NULL;
    *leaf = NB_NO_DEF;
    nb_status status = nb_mark_cone(s, node, &marks);
    for (nb_node i = 0; marks != NULL && i <= node && *leaf == NB_NO_DEF; i++)
        if (marks[i] != 0 && s->graph.op[i] == NB_OP_LEAF) *leaf = s->owner[i];
    return status;
}

nb_status nb_mark_dependent(nb_sheet *s, uint8_t **marks) {
    const nb_graph *graph = &s->graph;
    uint8_t *mark = nb_arena_add(&s->scratch, (size_t)graph->count + 1, 1);
    if (mark == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = 0; i < graph->count; i++) {
        if (nb_graph_is_interrupted(graph, i)) return nb_poll(s);
        mark[i] = graph->op[i] == NB_OP_LEAF;
        for (int k = 0; k < nb_graph_arity(graph, i); k++)
            mark[i] |= mark[nb_graph_operand(graph, i, k)];
    }
    *marks = mark;
    return NB_STATUS_OK;
}
