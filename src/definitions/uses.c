/* Edges between definitions, linked in both directions, and the walk along them that finds what is
 * out of date. */
#include "definitions/uses.h"

#include "base/order.h"

nb_status nb_link(nb_sheet *s, nb_def_id user, nb_def_id used) {
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

void nb_unlink_uses(nb_sheet *s, nb_def_id user) {
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

bool nb_is_dirty(const nb_def *def) {
    return def->node == NB_NO_NODE;
}

static void list_as_dirty(nb_sheet *s, nb_def *def) {
    if (def->listed) return;
    def->listed = true;
    def->next_dirty = s->dirty;
    s->dirty = (nb_def_id)(def - s->defs);
}

/* Takes those from the list of dirty definitions that are clean by now, or need no node, or whose
 * number is not below `end`; answers how many remain. */
static size_t filter_dirty(nb_sheet *s, nb_def_id end) {
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

void nb_forget_dirty(nb_sheet *s, nb_def_id end) {
    (void)filter_dirty(s, end);
}

nb_status nb_list_dirty(nb_sheet *s, nb_def_id **list, size_t *count) {
    *count = filter_dirty(s, NB_NO_DEF);
    *list = nb_arena_add(&s->scratch, *count, sizeof **list);
    if (*list == NULL) return NB_STATUS_NO_MEMORY;
    size_t at = 0;
    for (nb_def_id id = s->dirty; id != NB_NO_DEF; id = s->defs[id].next_dirty) (*list)[at++] = id;
    nb_sort_ids(*list, *count);
    return NB_STATUS_OK;
}

void nb_drop_node(nb_sheet *s, nb_def *def) {
    list_as_dirty(s, def);
    if (def->node == NB_NO_NODE) return;
    if (def->meaning.kind == NB_DEF_LEAF) def->meaning.value = s->graph.value[def->node];
    s->owner[def->node] = NB_NO_DEF;
    s->garbage += def->nodes;
    def->node = NB_NO_NODE;
}

/* The walk takes no memory: definitions whose users are still to be visited form a stack, each
 * holding the one below it in `seen`. Each gets there once, because it is dirty from then on. A
 * function has no node and is passed over: what calls it is linked to all that the function uses,
 * too. */
void nb_make_users_dirty(nb_sheet *s, nb_def_id def) {
    uint32_t edge = s->defs[def].users;
    nb_def_id todo = NB_NO_DEF; /* the top of that stack */
    for (;;) {
        for (; edge != NB_NO_EDGE; edge = s->edges[edge].next_user) {
            nb_def *user = &s->defs[s->edges[edge].user];
            nb_def_kind kind = (nb_def_kind)user->meaning.kind;
            if ((kind != NB_DEF_FORMULA && kind != NB_DEF_ELEMENT) || nb_is_dirty(user)) continue;
            nb_drop_node(s, user);
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
