/* The array of owners grows with the graph: each node has an entry, NB_NO_DEF at first. */
#include "definitions/owner.h"

nb_status nb_own_nodes(nb_sheet *s, nb_node from, nb_status status) {
    if (status == NB_STATUS_OK &&
        !NB_RESERVE(&s->memory, s->owner, &s->owner_capacity, s->graph.count))
        status = NB_STATUS_NO_MEMORY;
    if (status != NB_STATUS_OK) nb_graph_truncate(&s->graph, from);
    for (nb_node i = from; i < s->graph.count; i++) s->owner[i] = NB_NO_DEF;
    return status;
}

nb_status nb_add_number(nb_sheet *s, nb_op op, double value, nb_node *node) {
    nb_node before = s->graph.count;
    return nb_own_nodes(s, before, nb_graph_add_number(&s->graph, op, value, node));
}

nb_status nb_build_leaf(nb_sheet *s, nb_def_id id) {
    nb_def *def = &s->defs[id];
    nb_node node = 0;
    nb_op op = def->meaning.built_in ? NB_OP_CONST : NB_OP_LEAF;
    nb_status status = nb_add_number(s, op, def->meaning.value, &node);
    if (status != NB_STATUS_OK) return status;
    def->node = node;
    def->nodes = 1;
    s->owner[node] = id;
    s->rebuilt++;
    return NB_STATUS_OK;
}
