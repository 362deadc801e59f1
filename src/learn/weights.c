/* The leaves that are trained: those that a loss is made of, or that `over` names, and the numbers
 * that they learn. */
#include "learn/weights.h"

#include "data/data.h"
#include "definitions/define.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/cone.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"

nb_arg nb_join_leaves(nb_sheet *s, const nb_def_id *leaves, size_t count) {
    enum { MOST_NAMED = 12 };
    nb_writer out = {.s = s};
    size_t named = 0, all;
    for (size_t i = 0; i < count && named <= MOST_NAMED; i += all) {
        const nb_def *def = &s->defs[leaves[i]];
        const nb_symbol_info *symbol = &s->symbols[def->symbol];
        for (all = 1; i + all < count && s->defs[leaves[i + all]].symbol == def->symbol;) all++;
        bool whole = def->rank > 0 && all == symbol->family_count;
        if (!whole) all = 1;
        nb_write_item(&out, named == MOST_NAMED ? NULL
                            : whole             ? symbol->name
                                                : nb_def_name(s, &s->result->arena, def));
        named++;
    }
    return nb_text_arg(s, out.text);
}

nb_status nb_find_leaves(nb_sheet *s, nb_node target, nb_def_id **leaves, size_t *count) {
    uint8_t *marks;
    uint32_t *places;
    nb_status status = nb_mark_cone(s, target, &marks);
    if (status == NB_STATUS_OK) status = nb_place_columns(s, &places);
    if (status != NB_STATUS_OK) return status;
    *leaves = nb_arena_add(&s->scratch, (size_t)target + 1, sizeof **leaves);
    if (*leaves == NULL) return NB_STATUS_NO_MEMORY;
    *count = 0;
    for (nb_node i = 0; i <= target; i++)
        if (marks[i] != 0 && s->graph.op[i] == NB_OP_LEAF && places[s->owner[i]] == 0)
            (*leaves)[(*count)++] = s->owner[i];
    return NB_STATUS_OK;
}

/* The node of the list, its number `at`, cannot be trained. */
static nb_status fail_weight(nb_sheet *s, nb_node target, const nb_command_arg *over,
                             const nb_node *nodes, size_t at, bool twice) {
    nb_def_id *leaves;
    size_t count;
    nb_node node = nodes[at];
    nb_arg name = nb_node_arg(s, node), loss = nb_node_arg(s, target);
    nb_message message = NB_SAY(TRAIN_NOT_MADE_OF, loss, name);
    if (twice) message = NB_SAY(TRAIN_TWICE, name);
    else if (s->owner[node] != NB_NO_DEF && s->defs[s->owner[node]].meaning.built_in)
        message = NB_SAY(DELETE_BUILT_IN, name);
    else if (s->graph.op[node] != NB_OP_LEAF) message = NB_SAY(TRAIN_FORMULA, name);
    else if (nb_is_column(s, s->owner[node])) message = NB_SAY(TRAIN_COLUMN, name);
    nb_status status = nb_find_leaves(s, target, &leaves, &count);
    if (status != NB_STATUS_OK) return status;
    nb_message hint = NB_SAY(HINT_LEAVES_OF, loss,
                             nb_join_leaves(s, leaves, count));
    return nb_fail_place(s, nb_place_in_list(s, over, target, at), message,
                         twice || count == 0 ? NB_NO_HINT : hint);
}

nb_status nb_read_weights(nb_sheet *s, const nb_command_arg *over, nb_node target,
                          nb_def_id **weights, size_t *count) {
    enum { TAKEN = 4 }; /* beside the bits of nb_mark_cone */
    nb_node *nodes;
    uint8_t *marks;
    uint32_t *places;
    nb_status status = nb_find_nodes(s, over, target, &nodes, count);
    if (status == NB_STATUS_OK) status = nb_mark_cone(s, target, &marks);
    if (status == NB_STATUS_OK) status = nb_place_columns(s, &places);
    if (status != NB_STATUS_OK) return status;
    *weights = nb_arena_add(&s->scratch, *count, sizeof **weights);
    if (*weights == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        nb_node node = nodes[i];
        bool needed = node <= target && marks[node] != 0;
        if (!needed || s->graph.op[node] != NB_OP_LEAF || places[s->owner[node]] != 0)
            return fail_weight(s, target, over, nodes, i, false);
        if (marks[node] & TAKEN) return fail_weight(s, target, over, nodes, i, true);
        marks[node] |= TAKEN;
        (*weights)[i] = s->owner[node];
    }
    return NB_STATUS_OK;
}

nb_status nb_store_weights(nb_sheet *s, const nb_def_id *weights, const double *numbers,
                           size_t count) {
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        nb_meaning meaning = s->defs[weights[i]].meaning;
        meaning.value = numbers[i];
        meaning.stored = true;
        status = nb_set_meaning(s, weights[i], meaning);
    }
    return status;
}
