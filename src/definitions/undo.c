/* Undoing a line moves its changes from one history to the other. On the way each change swaps what
 * it holds with what is there now, so that redoing is the same move in the other direction. */
#include "definitions/undo.h"

#include <string.h>

#include "definitions/define.h"
#include "definitions/problem.h"
#include "definitions/state.h"

/* Puts the former state back. What was printed last stays what it is. */
static void put_state_back(nb_sheet *s, const nb_state *former) {
    nb_printed printed = s->state.printed;
    nb_state_set(s, former);
    s->state.printed = printed;
}

static void put_meaning_back(nb_sheet *s, const nb_change *change) {
    nb_put_meaning(s, change->def, change->former);
    s->defs[change->def].logged = 0;
}

void nb_roll_back(nb_sheet *s, size_t count) {
    nb_history *done = &s->done;
    while (done->count > count) {
        const nb_change *change = &done->changes[--done->count];
        if (change->def == NB_NO_DEF) put_state_back(s, &done->states[--done->state_count]);
        else put_meaning_back(s, change);
    }
}

static void drop_empty_lines(nb_history *history) {
    while (history->line_count > 0 &&
           history->lines[history->line_count - 1].first == history->count)
        history->line_count--;
}

static nb_status add_line(nb_sheet *s, nb_history *history, const char *text) {
    if (!NB_RESERVE(&s->memory, history->lines, &history->line_capacity, history->line_count + 1))
        return NB_STATUS_NO_MEMORY;
    history->lines[history->line_count++] = (nb_line){history->count, text};
    return NB_STATUS_OK;
}

nb_status nb_begin_line(nb_sheet *s, const char *text, size_t length) {
    drop_empty_lines(&s->done);
    size_t line = strcspn(text, "\n");
    const char *copy = nb_arena_text(&s->arena, text, line < length ? line : length);
    return copy != NULL ? add_line(s, &s->done, copy) : NB_STATUS_NO_MEMORY;
}

void nb_forget_undone(nb_sheet *s) {
    s->undone.count = s->undone.state_count = s->undone.line_count = 0;
}

/* The present one takes the former one's place, so that turning round again restores it. */
static void move_change(nb_sheet *s, nb_history *from, nb_history *to) {
    nb_change change = from->changes[--from->count];
    if (change.def == NB_NO_DEF) {
        to->states[to->state_count++] = s->state;
        put_state_back(s, &from->states[--from->state_count]);
    } else {
        nb_meaning now = nb_present_meaning(s, change.def);
        put_meaning_back(s, &change);
        change.former = now;
    }
    to->changes[to->count++] = change;
}

/* Room for the changes of `from` from number `first` on. */
static bool reserve_changes(nb_sheet *s, const nb_history *from, size_t first, nb_history *to) {
    size_t states = 0;
    for (size_t i = first; i < from->count; i++) states += from->changes[i].def == NB_NO_DEF;
    return NB_RESERVE(&s->memory, to->changes, &to->capacity, to->count + from->count - first) &&
           NB_RESERVE(&s->memory, to->states, &to->state_capacity, to->state_count + states);
}

/* Moves the last line of one history to the other. Where it may be stopped, that is in its first
 * half: later it is done sooner than it would be undone. */
static nb_status move_line(nb_sheet *s, nb_history *from, nb_history *to, bool may_stop,
                           const char **text) {
    drop_empty_lines(from);
    *text = NULL;
    if (from->line_count == 0) return NB_STATUS_OK;
    nb_line line = from->lines[from->line_count - 1];
    size_t changes = from->count - line.first;
    drop_empty_lines(to);
    if (!reserve_changes(s, from, line.first, to)) return NB_STATUS_NO_MEMORY;
    nb_status status = add_line(s, to, line.text);
    if (status != NB_STATUS_OK) return status;
    size_t half = line.first + changes / 2;
    while (from->count > line.first && status == NB_STATUS_OK) {
        move_change(s, from, to);
        if (may_stop && from->count > half) status = nb_poll_turn(s, from->count);
    }
    if (status != NB_STATUS_OK) {
        while (from->count < line.first + changes) move_change(s, to, from);
        to->line_count--;
        return status;
    }
    from->line_count--;
    *text = line.text;
    return NB_STATUS_OK;
}

/* The same; what the running line does from here on is a line of its own again. */
static nb_status move_and_go_on(nb_sheet *s, nb_history *from, nb_history *to, bool may_stop,
                                const char **text) {
    nb_history *done = &s->done;
    const char *running = done->line_count > 0 ? done->lines[done->line_count - 1].text : "";
    if (!NB_RESERVE(&s->memory, done->lines, &done->line_capacity, done->line_count + 2))
        return NB_STATUS_NO_MEMORY;
    nb_status status = move_line(s, from, to, may_stop, text);
    return status == NB_STATUS_OK ? add_line(s, done, running) : status;
}

nb_status nb_undo_line(nb_sheet *s, bool may_stop, const char **text) {
    return move_and_go_on(s, &s->done, &s->undone, may_stop, text);
}

nb_status nb_redo_line(nb_sheet *s, bool may_stop, const char **text) {
    return move_and_go_on(s, &s->undone, &s->done, may_stop, text);
}
