/* Definitions: what they mean, who uses whom, what is out of date, and the way back. */
#include <string.h>

#include "session/internal.h"

bool nb_is_defined(const nb_session *s, nb_def_id def) {
    return def != NB_NO_DEF && s->defs[def].meaning.kind != NB_DEF_NONE;
}

bool nb_is_dirty(const nb_def *def) {
    return def->node == NB_NO_NODE;
}

double nb_leaf_value(const nb_session *s, const nb_def *def) {
    return def->node != NB_NO_NODE ? s->graph.value[def->node] : def->meaning.value;
}

/* ---- who uses whom ---- */

nb_status nb_link(nb_session *s, nb_def_id user, nb_def_id used) {
    uint32_t edge = s->free_edge;
    if (edge != NB_NO_EDGE) {
        s->free_edge = s->edges[edge].next_use;
    } else {
        if (!NB_RESERVE(&s->memory, s->edges, &s->edge_capacity, s->edge_count + 1))
            return NB_STATUS_NO_MEMORY;
        edge = (uint32_t)s->edge_count++;
    }
    uint32_t next = s->defs[used].users;
    s->edges[edge] = (nb_use){.user = user, .used = used, .next_use = s->defs[user].uses,
                              .next_user = next, .prior_user = NB_NO_EDGE};
    if (next != NB_NO_EDGE) s->edges[next].prior_user = edge;
    s->defs[user].uses = edge;
    s->defs[used].users = edge;
    return NB_STATUS_OK;
}

void nb_unlink_uses(nb_session *s, nb_def_id user) {
    uint32_t edge = s->defs[user].uses;
    s->defs[user].uses = NB_NO_EDGE;
    while (edge != NB_NO_EDGE) {
        nb_use *use = &s->edges[edge];
        uint32_t next = use->next_use;
        if (use->prior_user != NB_NO_EDGE) s->edges[use->prior_user].next_user = use->next_user;
        else s->defs[use->used].users = use->next_user;
        if (use->next_user != NB_NO_EDGE) s->edges[use->next_user].prior_user = use->prior_user;
        use->next_use = s->free_edge;
        s->free_edge = edge;
        edge = next;
    }
}

/* ---- what is out of date ---- */

static void drop_node(nb_session *s, nb_def *def) {
    if (def->node == NB_NO_NODE) return;
    if (def->meaning.kind == NB_DEF_LEAF) def->meaning.value = s->graph.value[def->node];
    s->owner[def->node] = NB_NO_DEF;
    s->garbage += def->nodes;
    def->node = NB_NO_NODE;
}

/* Makes everything dirty that is made from `def`. A walk without memory of its own: a definition
 * is entered once, because it is dirty from then on, and the way back is the edge it was entered
 * by. Functions have no node: their users are reached directly, being linked to all they use. */
static void make_users_dirty(nb_session *s, nb_def_id def) {
    uint32_t edge = s->defs[def].users;
    nb_def_id todo = NB_NO_DEF; /* a chain through `seen` of definitions still to be walked */
    for (;;) {
        for (; edge != NB_NO_EDGE; edge = s->edges[edge].next_user) {
            nb_def *user = &s->defs[s->edges[edge].user];
            if (user->meaning.kind != NB_DEF_FORMULA || nb_is_dirty(user)) continue;
            drop_node(s, user);
            user->seen = todo;
            todo = s->edges[edge].user;
        }
        if (todo == NB_NO_DEF) return;
        nb_def_id next = todo;
        todo = s->defs[next].seen;
        s->defs[next].seen = 0;
        edge = s->defs[next].users;
    }
}

/* ---- meanings ---- */

/* Stores a meaning and counts family members; the former meaning is the caller's to record. */
static void store_meaning(nb_session *s, nb_def_id id, nb_meaning meaning) {
    nb_def *def = &s->defs[id];
    nb_symbol_info *symbol = &s->symbols[def->symbol];
    bool was = def->meaning.kind != NB_DEF_NONE, is = meaning.kind != NB_DEF_NONE;
    if (def->rank > 0 && was != is) symbol->family_count += is ? 1u : UINT32_MAX;
    if (def->rank > 0 && is) symbol->family_rank = def->rank;
    bool same_leaf = def->meaning.kind == NB_DEF_LEAF && meaning.kind == NB_DEF_LEAF &&
                     def->node != NB_NO_NODE;
    if (same_leaf) {
        nb_graph_set(&s->graph, def->node, meaning.value);
    } else {
        drop_node(s, def);
        nb_unlink_uses(s, id);
        make_users_dirty(s, id);
    }
    def->meaning = meaning;
}

static bool reserve_undo(nb_session *s) {
    return NB_RESERVE(&s->memory, s->undo, &s->undo_capacity, s->undo_count + 1);
}

nb_status nb_set_meaning(nb_session *s, nb_def_id id, nb_meaning meaning) {
    nb_def *def = &s->defs[id];
    if (def->logged != s->statement) { /* the first change by this statement is what undo needs */
        if (!reserve_undo(s)) return NB_STATUS_NO_MEMORY;
        nb_meaning former = def->meaning;
        if (former.kind == NB_DEF_LEAF) former.value = nb_leaf_value(s, def);
        s->undo[s->undo_count++] = (nb_undo){.def = id, .former.meaning = former};
        def->logged = s->statement;
    }
    store_meaning(s, id, meaning);
    return NB_STATUS_OK;
}

nb_status nb_log_state(nb_session *s) {
    if (!reserve_undo(s)) return NB_STATUS_NO_MEMORY;
    s->undo[s->undo_count++] = (nb_undo){.def = NB_NO_DEF, .former.state = s->state};
    return NB_STATUS_OK;
}

void nb_roll_back(nb_session *s, size_t count) {
    while (s->undo_count > count) {
        const nb_undo *record = &s->undo[--s->undo_count];
        if (record->def == NB_NO_DEF) {
            s->state = record->former.state;
            continue;
        }
        store_meaning(s, record->def, record->former.meaning);
        s->defs[record->def].logged = 0;
    }
}

/* ---- dropping old nodes ---- */

/* Marks what the definitions need: their nodes, the operands of what is needed, the arguments of
 * needed calls (which a function may ignore). */
static void mark_needed(nb_session *s, uint8_t *keep) {
    const nb_graph *graph = &s->graph;
    memset(keep, 0, graph->count);
    for (size_t i = 0; i < s->def_count; i++)
        if (s->defs[i].node != NB_NO_NODE) keep[s->defs[i].node] = 1;
    size_t call = s->call_count;
    for (nb_node i = graph->count; i-- > 0;) {
        if (!keep[i]) continue;
        for (int k = 0; k < nb_graph_arity(graph, i); k++)
            keep[nb_graph_operand(graph, i, k)] = 1;
        while (call > 0 && s->calls[call - 1].result > i) call--;
        for (size_t c = call; c > 0 && s->calls[c - 1].result == i; c--)
            for (uint32_t k = 0; k < s->calls[c - 1].arg_count; k++)
                keep[s->call_args[s->calls[c - 1].first_arg + k]] = 1;
    }
}

static void move_calls(nb_session *s, const nb_node *moved) {
    size_t calls = 0, args = 0;
    for (size_t i = 0; i < s->call_count; i++) {
        nb_call call = s->calls[i];
        if (moved[call.result] == NB_NO_NODE) continue;
        for (uint32_t k = 0; k < call.arg_count; k++)
            s->call_args[args + k] = moved[s->call_args[call.first_arg + k]];
        call.result = moved[call.result];
        call.first_arg = (uint32_t)args;
        args += call.arg_count;
        s->calls[calls++] = call;
    }
    s->call_count = calls;
    s->call_arg_count = args;
}

void nb_collect(nb_session *s) {
    nb_node count = s->graph.count;
    nb_graph_trim(&s->graph);
    if (s->garbage < 4096 || s->garbage < count / 2) return;
    uint8_t *keep = nb_memory_resize(&s->memory, NULL, 0, count, sizeof *keep);
    nb_node *moved = nb_memory_resize(&s->memory, NULL, 0, count, sizeof *moved);
    if (keep != NULL && moved != NULL) { /* without the memory for it the old nodes just stay */
        mark_needed(s, keep);
        nb_graph_compact(&s->graph, keep, moved);
        for (nb_node i = 0; i < count; i++)
            if (moved[i] != NB_NO_NODE) s->owner[moved[i]] = s->owner[i];
        for (size_t i = 0; i < s->def_count; i++)
            if (s->defs[i].node != NB_NO_NODE) s->defs[i].node = moved[s->defs[i].node];
        move_calls(s, moved);
        s->garbage = 0;
    }
    nb_memory_free(&s->memory, keep, count, sizeof *keep);
    nb_memory_free(&s->memory, moved, count, sizeof *moved);
}
