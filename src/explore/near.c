/* Distances in a graph, counted in wires whichever way they lead. */
#include "explore/near.h"

#include <math.h>

#include "definitions/calls.h"
#include "definitions/problem.h"
#include "formulas/evaluate.h"
#include "formulas/table_cells.h"

/* ---- the clause ---- */

nb_message nb_hint_line(nb_sheet *s, const nb_statement *st, nb_span span, const char *other) {
    const char *text = st->source + st->span.offset;
    uint32_t at = span.offset - st->span.offset, behind = at + span.length;
    const char *parts[] = {nb_arena_text(&s->scratch, text, at), other,
                           nb_arena_text(&s->scratch, text + behind, st->span.length - behind),
                           NULL};
    if (parts[0] == NULL || parts[2] == NULL) return NB_NO_HINT;
    return NB_SAY(HINT_PICTURE_LINE, NB_TEXT(nb_join_texts(s, parts)));
}

nb_status nb_read_whole_clause(nb_sheet *s, const nb_statement *st, const char *key,
                               uint32_t least, uint32_t most, const char *usual,
                               uint32_t *whole) {
    const nb_command_arg *arg = nb_clause_get(st, key);
    double number;
    *whole = 0;
    if (arg == NULL) return NB_STATUS_OK;
    nb_status status = nb_eval(s, &arg->expr, s->env, &number);
    if (status != NB_STATUS_OK) return status;
    bool good = number >= least && number <= most && number == floor(number);
    if (good) *whole = (uint32_t)number;
    if (good) return NB_STATUS_OK;
    return nb_fail_at(s, &arg->expr, arg->span,
                      NB_SAY(PICTURE_WHOLE, NB_TEXT(key), NB_COUNT(least), NB_COUNT(most),
                             NB_NUMBER(number)),
                      nb_hint_line(s, st, arg->span, usual));
}

nb_status nb_read_near(nb_sheet *s, const nb_statement *st, uint32_t *wires) {
    return nb_read_whole_clause(s, st, "near", 1, 1000, "3", wires);
}

/* ---- distances ---- */

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
