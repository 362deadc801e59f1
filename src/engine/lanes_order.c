/* Levels, and three sorts by counting, each of which keeps the order of the one before. */
#include "engine/lanes_order.h"

#include <string.h>

/* How far each node is from what its program begins with. */
static uint32_t find_levels(const nb_lanes_compiler *c, uint32_t *level) {
    uint32_t most = 0;
    for (nb_node i = 0; i < c->count; i++) {
        if (!(c->mark[i] & NB_MARK_NEEDED)) continue;
        for (int k = 0; k < nb_lanes_arity(c, i); k++) {
            nb_node operand = nb_lanes_operand(c, i, k);
            bool other = (c->mark[i] ^ c->mark[operand]) & NB_MARK_LANE;
            uint32_t below = other ? 0 : level[operand];
            /* what is part of a step comes when the step does */
            if (!(c->mark[i] & NB_MARK_ABSORBED)) below++;
            if (level[i] < below) level[i] = below;
        }
        if (most < level[i]) most = level[i];
    }
    return most;
}

/* Sorts `from` into `to` by key[node], which is below `keys`; first has keys + 1 places. */
static void sort(const nb_node *from, nb_node *to, nb_node count, const uint32_t *key,
                 uint32_t *first, size_t keys) {
    memset(first, 0, (keys + 1) * sizeof *first);
    for (nb_node i = 0; i < count; i++) first[key[from[i]] + 1]++;
    for (size_t k = 0; k < keys; k++) first[k + 1] += first[k];
    for (nb_node i = 0; i < count; i++) to[first[key[from[i]]]++] = from[i];
}

/* Whether a node is a step of a program, and not the part of one. */
static bool is_step(const nb_lanes_compiler *c, nb_node node) {
    return (c->mark[node] & NB_MARK_NEEDED) && !(c->mark[node] & NB_MARK_ABSORBED) &&
           nb_lanes_arity(c, node) > 0 &&
           (c->block[node] == NB_LANES_NOWHERE || c->blocks[c->block[node]].first == node);
}

bool nb_lanes_order(nb_lanes_compiler *c, nb_node begin[NB_LANES_CLASSES + 1]) {
    uint32_t *level = nb_arena_add(c->scratch, c->count, sizeof *level);
    uint32_t *key = nb_arena_add(c->scratch, c->count, sizeof *key);
    nb_node *other = nb_arena_add(c->scratch, c->count, sizeof *other);
    c->order = nb_arena_add(c->scratch, c->count, sizeof *c->order);
    if (level == NULL || key == NULL || other == NULL || c->order == NULL) return false;
    size_t levels = (size_t)find_levels(c, level) + 1, most = levels > 256 ? levels : 256;
    uint32_t *first = nb_arena_add(c->scratch, most + 1, sizeof *first);
    if (first == NULL) return false;
    for (nb_node i = 0; i < c->count; i++) {
        if (nb_lanes_stops(c, i)) return false;
        if (!is_step(c, i)) continue;
        key[i] = c->mark[i] & NB_MARK_SUM ? NB_LANES_SUM : c->graph->op[i];
        c->order[c->order_count++] = i;
    }
    sort(c->order, other, c->order_count, key, first, 256);
    sort(other, c->order, c->order_count, level, first, levels);
    for (nb_node i = 0; i < c->count; i++) key[i] = (uint32_t)nb_lanes_class(c, i);
    sort(c->order, other, c->order_count, key, first, NB_LANES_CLASSES);
    c->order = other;
    memset(begin, 0, (NB_LANES_CLASSES + 1) * sizeof *begin);
    for (nb_node i = 0; i < c->order_count; i++) begin[key[c->order[i]] + 1]++;
    for (int k = 0; k < NB_LANES_CLASSES; k++) begin[k + 1] += begin[k];
    return true;
}
