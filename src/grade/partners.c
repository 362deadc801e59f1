/* Columns that outputs are compared with. See partners.h. */
#include "grade/partners.h"

#include "definitions/problem.h"
#include "formulas/cone.h"

static const uint32_t mixed = UINT32_MAX;

/* Garbage lies in the graph, too, and what was compared there counts no more. */
static nb_status mark_live(nb_sheet *s, uint8_t *live) {
    const nb_graph *graph = &s->graph;
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < s->def_count; i++) {
        nb_def_id kept = (nb_def_id)i;
        nb_node node = s->defs[i].node;
        if (node < graph->count && s->owner[node] == kept) live[node] = 1;
    }
    for (nb_node i = graph->count; i-- > 0 && status == NB_STATUS_OK;) {
        for (int k = 0; live[i] && k < nb_graph_arity(graph, i); k++)
            live[nb_graph_operand(graph, i, k)] = 1;
        status = nb_poll_turn(s, i);
    }
    return status;
}

static nb_status find_bare(nb_sheet *s, const uint32_t *places, uint32_t *bare) {
    const nb_graph *graph = &s->graph;
    nb_status status = NB_STATUS_OK;
    for (nb_node i = 0; i < graph->count && status == NB_STATUS_OK; i++) {
        if (graph->op[i] == NB_OP_LEAF) {
            uint32_t place = s->owner[i] != NB_NO_DEF ? places[s->owner[i]] : 0;
            bare[i] = place != 0 ? place : mixed;
        }
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            uint32_t operand = bare[nb_graph_operand(graph, i, k)];
            if (operand == 0 || operand == bare[i]) continue;
            bare[i] = bare[i] == 0 ? operand : mixed;
        }
        status = nb_poll_turn(s, i);
    }
    return status;
}

nb_status nb_partners_find(nb_sheet *s, const nb_data *data, nb_partners *partners) {
    uint32_t *places;
    *partners = (nb_partners){.data = data};
    partners->live = nb_arena_add(&s->scratch, s->graph.count, 1);
    partners->bare = nb_arena_add(&s->scratch, s->graph.count, sizeof *partners->bare);
    if (partners->live == NULL || partners->bare == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_place_columns(s, &places);
    if (status == NB_STATUS_OK) status = mark_live(s, partners->live);
    if (status == NB_STATUS_OK) status = find_bare(s, places, partners->bare);
    return status;
}

/* A column that the marked nodes are not made of, as an operand of `node`, beside one of `made`;
 * 0: there is none. */
static uint32_t find_beside(const nb_sheet *s, const nb_partners *p, const uint8_t *made,
                            const uint8_t *marks, nb_node node, nb_node output) {
    bool beside = false;
    uint32_t found = 0;
    for (int k = 0; k < nb_graph_arity(&s->graph, node); k++) {
        nb_node operand = nb_graph_operand(&s->graph, node, k);
        uint32_t column = p->bare[operand];
        beside = beside || made[operand];
        if (made[operand] || column == 0 || column == mixed) continue;
        nb_node leaf = s->defs[p->data->columns[column - 1]].node;
        if (leaf > output || marks[leaf] == 0) found = column;
    }
    return beside ? found : 0;
}

nb_status nb_find_partner(nb_sheet *s, const nb_partners *p, nb_node output, size_t *column) {
    const nb_graph *graph = &s->graph;
    nb_arena_mark before = nb_arena_get_mark(&s->scratch);
    uint8_t *marks, *made = nb_arena_add(&s->scratch, graph->count, 1);
    nb_status status = made != NULL ? nb_mark_cone(s, output, &marks) : NB_STATUS_NO_MEMORY;
    uint32_t found = 0;
    if (status == NB_STATUS_OK) made[output] = 1;
    for (nb_node i = output; status == NB_STATUS_OK && found == 0 && ++i < graph->count;) {
        if (p->live[i]) found = find_beside(s, p, made, marks, i, output);
        for (int k = 0; k < nb_graph_arity(graph, i); k++)
            made[i] |= made[nb_graph_operand(graph, i, k)];
        status = nb_poll_turn(s, i);
    }
    *column = found > 0 ? found - 1 : p->data->set.columns;
    nb_arena_rewind(&s->scratch, before);
    return status;
}

/* The output that a node compares with a column, by its name; NB_NO_DEF: it does not. */
static nb_status find_compared(nb_sheet *s, const nb_partners *p, nb_node node,
                               nb_def_id *output) {
    nb_status status = NB_STATUS_OK;
    *output = NB_NO_DEF;
    for (int k = 0; k < nb_graph_arity(&s->graph, node) && status == NB_STATUS_OK; k++) {
        nb_node operand = nb_graph_operand(&s->graph, node, k);
        bool formula = nb_graph_arity(&s->graph, operand) > 0 && s->owner[operand] != NB_NO_DEF;
        size_t column = p->data->set.columns;
        if (formula) status = nb_find_partner(s, p, operand, &column);
        if (column < p->data->set.columns) *output = s->owner[operand];
    }
    return status;
}

nb_status nb_find_judged(nb_sheet *s, const nb_partners *p, nb_node loss, nb_def_id *output) {
    size_t column;
    uint8_t *marks;
    *output = NB_NO_DEF;
    nb_status status = nb_find_partner(s, p, loss, &column);
    if (status != NB_STATUS_OK || column < p->data->set.columns) return status;
    status = nb_mark_cone(s, loss, &marks);
    for (nb_node i = loss + 1; i-- > 0 && status == NB_STATUS_OK && *output == NB_NO_DEF;) {
        bool compares = false;
        for (int k = 0; marks[i] != 0 && k < nb_graph_arity(&s->graph, i); k++) {
            uint32_t bare = p->bare[nb_graph_operand(&s->graph, i, k)];
            compares = compares || (bare != 0 && bare != mixed);
        }
        if (compares) status = find_compared(s, p, i, output);
        else status = nb_poll_turn(s, i);
    }
    return status;
}
