/* Definitions: what they mean, who uses whom, what is out of date, and the way back. */
#include <string.h>

#include "base/order.h"
#include "session/internal.h"
#include "session/lasting.h"

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

static void list_as_dirty(nb_session *s, nb_def *def) {
    if (def->listed) return;
    def->listed = true;
    def->next_dirty = s->dirty;
    s->dirty = (nb_def_id)(def - s->defs);
}

/* Takes those from the list of dirty definitions that are clean by now, or need no node, or whose
 * number is not below `end`; answers how many remain. */
static size_t filter_dirty(nb_session *s, nb_def_id end) {
    size_t count = 0;
    for (nb_def_id *link = &s->dirty; *link != NB_NO_DEF;) {
        nb_def *def = &s->defs[*link];
        nb_def_kind kind = (nb_def_kind)def->meaning.kind;
        bool builds = kind == NB_DEF_FORMULA || kind == NB_DEF_LEAF || kind == NB_DEF_ELEMENT;
        def->listed = *link < end && builds && nb_is_dirty(def);
        count += def->listed;
        if (def->listed) link = &def->next_dirty;
        else *link = def->next_dirty;
    }
    return count;
}

void nb_forget_dirty(nb_session *s, nb_def_id end) {
    (void)filter_dirty(s, end);
}

nb_status nb_list_dirty(nb_session *s, nb_def_id **list, size_t *count) {
    *count = filter_dirty(s, NB_NO_DEF);
    *list = nb_arena_add(&s->scratch, *count, sizeof **list);
    if (*list == NULL) return NB_STATUS_NO_MEMORY;
    size_t at = 0;
    for (nb_def_id id = s->dirty; id != NB_NO_DEF; id = s->defs[id].next_dirty) (*list)[at++] = id;
    nb_sort_ids(*list, *count);
    return NB_STATUS_OK;
}

static void drop_node(nb_session *s, nb_def *def) {
    list_as_dirty(s, def);
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
            nb_def_kind kind = (nb_def_kind)user->meaning.kind;
            if ((kind != NB_DEF_FORMULA && kind != NB_DEF_ELEMENT) || nb_is_dirty(user)) continue;
            drop_node(s, user);
            s->broke = s->broke || user->fragile;
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

/* ---- elements of formulas ---- */

static void count_member(nb_session *s, nb_def_id id, nb_def_kind kind) {
    nb_def *def = &s->defs[id];
    nb_symbol_info *symbol = &s->symbols[def->symbol];
    bool was = def->meaning.kind != NB_DEF_NONE, is = kind != NB_DEF_NONE;
    if (def->rank > 0 && was != is) symbol->family_count += is ? 1u : UINT32_MAX;
    if (def->rank > 0 && is) symbol->family_rank = def->rank;
}

/* They are made with the formula's nodes and go with them: no change that undo knows of. */
nb_status nb_take_element(nb_session *s, nb_def_id whole, nb_def_id element, nb_node node) {
    nb_def *def = &s->defs[element];
    nb_def_kind kind = (nb_def_kind)def->meaning.kind;
    if (kind != NB_DEF_NONE && kind != NB_DEF_ELEMENT) return NB_STATUS_OK; /* redefined */
    count_member(s, element, NB_DEF_ELEMENT);
    nb_unlink_uses(s, element);
    def->meaning.kind = NB_DEF_ELEMENT;
    def->node = node;
    def->nodes = 0;
    s->owner[node] = element;
    return nb_link(s, element, whole);
}

void nb_forget_elements(nb_session *s, nb_def_id whole) {
    nb_shape shape = s->defs[whole].shape;
    for (uint32_t i = 0; shape.rank > 0 && i < nb_shape_count(shape); i++) {
        nb_def_id id = nb_element(s, s->defs[whole].symbol, shape, i);
        if (id == NB_NO_DEF || s->defs[id].meaning.kind != NB_DEF_ELEMENT) continue;
        drop_node(s, &s->defs[id]);
        nb_unlink_uses(s, id);
        make_users_dirty(s, id);
        count_member(s, id, NB_DEF_NONE);
        s->defs[id].meaning.kind = NB_DEF_NONE;
    }
    s->defs[whole].shape = NB_SCALAR;
}

/* ---- meanings ---- */

/* What uses a family as a vector has another vector now, or another meaning of its name. */
static void change_family(nb_session *s, nb_def_id name) {
    s->broke = s->broke || s->defs[name].users != NB_NO_EDGE;
    make_users_dirty(s, name);
}

/* What uses a vector of leaves uses its elements. Where its shape changes, some of these may stay
 * the leaves that they are. */
static void change_shape(nb_session *s, nb_def_id whole) {
    nb_shape shape = s->defs[whole].meaning.shape;
    for (uint32_t i = 0; i < shape.rows * shape.columns; i++) {
        nb_def_id element = nb_element(s, s->defs[whole].symbol, shape, i);
        if (element != NB_NO_DEF) make_users_dirty(s, element);
    }
}

/* Stores a meaning and counts family members; the former meaning is the caller's to record. */
static void store_meaning(nb_session *s, nb_def_id id, nb_meaning meaning) {
    nb_def *def = &s->defs[id];
    bool was = def->meaning.kind != NB_DEF_NONE, is = meaning.kind != NB_DEF_NONE;
    nb_def_id name = s->symbols[def->symbol].value;
    count_member(s, id, (nb_def_kind)meaning.kind);
    if (was != is && name != NB_NO_DEF && !nb_is_defined(s, name)) change_family(s, name);
    bool same_leaf = def->meaning.kind == NB_DEF_LEAF && meaning.kind == NB_DEF_LEAF &&
                     def->meaning.built_in == meaning.built_in && def->node != NB_NO_NODE;
    if (same_leaf) {
        nb_graph_set(&s->graph, def->node, meaning.value);
    } else {
        drop_node(s, def);
        nb_unlink_uses(s, id);
        make_users_dirty(s, id);
        if (def->rank == 0) nb_forget_elements(s, id);
        if (def->meaning.kind == NB_DEF_VECTOR) change_shape(s, id);
    }
    def->meaning = meaning;
    bool free = meaning.kind == NB_DEF_ELEMENT || meaning.kind == NB_DEF_NONE;
    nb_def_id whole = def->rank > 0 ? s->symbols[def->symbol].value : NB_NO_DEF;
    if (free && nb_is_defined(s, whole) && s->defs[whole].meaning.kind == NB_DEF_FORMULA) {
        drop_node(s, &s->defs[whole]); /* the formula gives it its node again */
        make_users_dirty(s, whole);
    }
}

/* Room for a change, and for that of the state at the statement's end, which then cannot fail. */
static bool reserve_change(nb_session *s) {
    return NB_RESERVE(&s->memory, s->done.changes, &s->done.capacity, s->done.count + 2);
}

/* What a definition says now, its number included. The element of a formula says nothing itself:
 * where the formula comes back, it makes its elements again. */
static nb_meaning present_meaning(const nb_session *s, nb_def_id id) {
    nb_meaning meaning = s->defs[id].meaning;
    if (meaning.kind == NB_DEF_ELEMENT) meaning.kind = NB_DEF_NONE;
    if (meaning.kind == NB_DEF_LEAF) meaning.value = nb_leaf_value(s, &s->defs[id]);
    return meaning;
}

/* Whether a definition takes its place in the list now. What is built in has none. An element of a
 * vector has one of its own only when it says other than the line of the vector: since it became
 * so. */
static bool comes_into_being(const nb_session *s, const nb_def *def, const nb_meaning *meaning) {
    nb_def_id whole = def->rank > 0 ? s->symbols[def->symbol].value : NB_NO_DEF;
    bool vector = whole != NB_NO_DEF && s->defs[whole].meaning.kind == NB_DEF_VECTOR;
    bool other = def->meaning.kind != meaning->kind || def->meaning.stored != meaning->stored;
    return def->meaning.kind == NB_DEF_NONE || def->meaning.kind == NB_DEF_ELEMENT ||
           def->meaning.built_in || (vector && other);
}

nb_status nb_set_meaning(nb_session *s, nb_def_id id, nb_meaning meaning) {
    nb_def *def = &s->defs[id];
    if (def->logged != s->statement) { /* the first change by this statement is what undo needs */
        if (!reserve_change(s)) return NB_STATUS_NO_MEMORY;
        s->done.changes[s->done.count++] = (nb_change){
            .def = id, .former.meaning = present_meaning(s, id)};
        def->logged = s->statement;
    }
    meaning.order = comes_into_being(s, def, &meaning) ? ++s->order : def->meaning.order;
    store_meaning(s, id, meaning);
    return NB_STATUS_OK;
}

nb_status nb_log_state(nb_session *s) {
    if (!reserve_change(s)) return NB_STATUS_NO_MEMORY;
    s->done.changes[s->done.count++] = (nb_change){.def = NB_NO_DEF, .former.state = s->state};
    return NB_STATUS_OK;
}

/* ---- there and back ---- */

/* Puts the former meaning back and keeps the present one in its place: done twice, nothing
 * changed. What was printed last stays what it is. */
static void turn_round(nb_session *s, nb_change *change) {
    if (change->def == NB_NO_DEF) {
        nb_state now = s->state;
        s->state = change->former.state;
        s->state.ans = now.ans;
        s->state.has_ans = now.has_ans;
        s->state.ans_shape = now.ans_shape;
        nb_follow_mistake(s);
        change->former.state = now;
        return;
    }
    nb_meaning now = present_meaning(s, change->def);
    store_meaning(s, change->def, change->former.meaning);
    s->defs[change->def].logged = 0;
    change->former.meaning = now;
}

void nb_roll_back(nb_session *s, size_t count) {
    while (s->done.count > count) turn_round(s, &s->done.changes[--s->done.count]);
}

static void drop_empty_lines(nb_history *history) {
    while (history->line_count > 0 &&
           history->lines[history->line_count - 1].first == history->count)
        history->line_count--;
}

static nb_status add_line(nb_session *s, nb_history *history, const char *text) {
    if (!NB_RESERVE(&s->memory, history->lines, &history->line_capacity, history->line_count + 1))
        return NB_STATUS_NO_MEMORY;
    history->lines[history->line_count++] = (nb_line){history->count, text};
    return NB_STATUS_OK;
}

nb_status nb_begin_line(nb_session *s, const char *text, size_t length) {
    drop_empty_lines(&s->done);
    size_t line = strcspn(text, "\n");
    const char *copy = nb_arena_text(&s->arena, text, line < length ? line : length);
    return copy != NULL ? add_line(s, &s->done, copy) : NB_STATUS_NO_MEMORY;
}

void nb_forget_undone(nb_session *s) {
    s->undone.count = s->undone.line_count = 0;
}

/* Moves the last line of one history to the other. */
static nb_status move_line(nb_session *s, nb_history *from, nb_history *to, const char **text) {
    drop_empty_lines(from);
    *text = NULL;
    if (from->line_count == 0) return NB_STATUS_OK;
    nb_line line = from->lines[from->line_count - 1];
    size_t changes = from->count - line.first;
    drop_empty_lines(to);
    if (!NB_RESERVE(&s->memory, to->changes, &to->capacity, to->count + changes))
        return NB_STATUS_NO_MEMORY;
    nb_status status = add_line(s, to, line.text);
    if (status != NB_STATUS_OK) return status;
    while (from->count > line.first) {
        nb_change change = from->changes[--from->count];
        turn_round(s, &change);
        to->changes[to->count++] = change;
    }
    from->line_count--;
    *text = line.text;
    return NB_STATUS_OK;
}

nb_status nb_undo_line(nb_session *s, const char **text) {
    return move_line(s, &s->done, &s->undone, text);
}

nb_status nb_redo_line(nb_session *s, const char **text) {
    return move_line(s, &s->undone, &s->done, text);
}

/* Everything at once, in one statement that can be undone. */
nb_status nb_reset(nb_session *s) {
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++) {
        const nb_meaning *meaning = &s->defs[i].meaning;
        if (meaning->kind != NB_DEF_NONE && !meaning->built_in)
            status = nb_set_meaning(s, (nb_def_id)i, (nb_meaning){.kind = NB_DEF_NONE});
    }
    if (status == NB_STATUS_OK) status = nb_define_constants(s);
    s->state.target = NB_NO_DEF;
    s->state.data = NULL;
    s->state.row = 0;
    s->state.steps = NULL;
    s->state.history = NULL;
    nb_random_seed(&s->state.random, NB_FIRST_SEED);
    s->state.settings = s->settled;
    s->state.mistake = NB_MISTAKE_NONE;
    s->walk = (nb_walk){.on = false};
    s->predict = (nb_predict){.on = false};
    nb_follow_mistake(s);
    return status;
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
    uint32_t source = UINT32_MAX, target = 0; /* several results share their arguments */
    for (size_t i = 0; i < s->call_count; i++) {
        nb_call call = s->calls[i];
        if (moved[call.result] == NB_NO_NODE) continue;
        if (call.first_arg != source || call.index == 0) {
            source = call.first_arg;
            target = (uint32_t)args;
            for (uint32_t k = 0; k < call.arg_count; k++)
                s->call_args[args + k] = moved[s->call_args[source + k]];
            args += call.arg_count;
        }
        call.result = moved[call.result];
        call.first_arg = target;
        s->calls[calls++] = call;
    }
    s->call_count = calls;
    s->call_arg_count = args;
}

void nb_collect(nb_session *s) {
    nb_node count = s->graph.count;
    nb_graph_trim(&s->graph, 1000000);
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
