/* Distances in a graph, counted in wires whichever way they lead. */
#include "explore/near.h"

#include "definitions/calls.h"
#include "definitions/problem.h"
#include "formulas/clause.h"

nb_status nb_read_near(nb_sheet *s, const nb_statement *st, uint32_t *wires) {
    return nb_read_whole_clause(s, st, "near", 1, 1000, "3", wires);
}

/* Takes a step over each wire into `parent`. */
static bool spread(const nb_wires *w, nb_node parent, uint32_t round, uint32_t *distance) {
    bool grown = false;
    for (size_t i = 0; i < w->count; i++) {
        uint32_t *a = &distance[w->list[i].node], *b = &distance[parent];
        bool up = *a == round && *b == 0, down = *b == round && *a == 0;
        if (up) *b = round + 1;
        if (down) *a = round + 1;
        grown = grown || up || down;
    }
    return grown;
}

nb_status nb_mark_near(nb_wires *w, nb_node target, const uint8_t *marks, const uint8_t *hidden,
                       nb_node middle, uint32_t wires, uint8_t **near) {
    nb_sheet *s = w->s;
    size_t nodes = (size_t)target + 1;
    uint32_t *distance = nb_arena_add(&s->scratch, nodes, sizeof *distance);
    *near = nb_arena_add(&s->scratch, nodes, 1);
    if (distance == NULL || *near == NULL) return NB_STATUS_NO_MEMORY;
    bool grown = true;
    nb_status status = NB_STATUS_OK;
    distance[middle] = 1;
    for (uint32_t round = 1; round <= wires && grown; round++) {
        grown = false;
        for (nb_node i = 0; i <= target && status == NB_STATUS_OK; i++) {
            if (marks[i] == 0 || hidden[i]) continue;
            status = nb_wires_find(w, i, nb_find_vector_call(s, i));
            if (status == NB_STATUS_OK && spread(w, i, round, distance)) grown = true;
            if (status == NB_STATUS_OK) status = nb_poll_turn(s, i);
        }
        if (status != NB_STATUS_OK) return status;
    }
    for (size_t i = 0; i < nodes; i++) (*near)[i] = distance[i] > 0;
    return NB_STATUS_OK;
}
