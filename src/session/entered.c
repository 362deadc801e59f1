/* What was entered and is still so. A statement remembers how many changes there were behind it in
 * the history that `undo` goes back through: undo takes away what stands behind the change that it
 * comes back to, with what was only looked at there, and redo brings it again. */
#include "session/entered.h"

#include "session/session.h"

static nb_entered_log *entries_of(nb_sheet *s) {
    return &s->session->entries;
}

void nb_entered_clear(nb_sheet *s) {
    nb_entered_log *e = entries_of(s);
    nb_memory_free(&s->memory, e->done.all, e->done.capacity, sizeof *e->done.all);
    nb_memory_free(&s->memory, e->undone.all, e->undone.capacity, sizeof *e->undone.all);
}

nb_status nb_entered_begin(nb_sheet *s, const char *text, size_t length, bool begins_line) {
    nb_entered_log *e = entries_of(s);
    size_t room = e->done.count + e->undone.count + 1;
    e->line += begins_line;
    e->known = e->done.count;
    e->passing = e->empties = false;
    e->text = nb_arena_text(&s->arena, text, length);
    bool good = e->text != NULL &&
                NB_RESERVE(&s->memory, e->done.all, &e->done.capacity, room) &&
                NB_RESERVE(&s->memory, e->undone.all, &e->undone.capacity, room);
    return good ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

static void move_last(nb_entered_list *from, nb_entered_list *to) {
    to->all[to->count++] = from->all[--from->count];
}

/* undo and redo were right: what they moved is where the history is now. */
static void follow(nb_entered_log *e, size_t changes) {
    nb_entered_list *done = &e->done, *undone = &e->undone;
    while (done->count > e->marked && done->all[done->count - 1].changes > changes)
        move_last(done, undone);
    while (undone->count > 0 && undone->all[undone->count - 1].changes <= changes)
        move_last(undone, done);
}

void nb_entered_end(nb_sheet *s, bool quiet) {
    nb_entered_log *e = entries_of(s);
    if (s->session->moving) {
        follow(e, s->done.count);
        return;
    }
    bool changed = nb_save_point_changed(s, &s->session->before);
    bool tests = s->session->origin == NB_ORIGIN_HIDDEN;
    if (!changed && (e->passing || tests)) return;
    if (changed) e->undone.count = 0;
    e->done.all[e->done.count++] = (nb_entered){.text = e->text, .line = e->line, .quiet = quiet,
                                                .changes = s->done.count, .empties = e->empties,
                                                .passing = e->passing};
}

void nb_entered_reject(nb_sheet *s) {
    nb_entered_log *e = entries_of(s);
    if (e->done.count > e->known) e->done.count = e->known;
}

/* ---- marks ---- */

void nb_entered_mark(nb_sheet *s) {
    nb_entered_log *e = entries_of(s);
    for (size_t i = e->marked; i < e->done.count; i++) e->done.all[i].changes = 0;
    e->marked = e->done.count;
    e->undone.count = 0;
}

void nb_entered_take_back(nb_sheet *s) {
    nb_entered_log *e = entries_of(s);
    e->done.count = e->marked;
}

void nb_entered_hush(nb_sheet *s) {
    nb_entered_list *done = &entries_of(s)->done;
    for (size_t i = 0; i < done->count; i++) done->all[i].quiet = true;
}

/* ---- reading ---- */

const nb_entered *nb_session_entered(const nb_session *session, size_t *count) {
    const nb_entered_list *done = &session->entries.done;
    size_t first = done->count;
    while (first > 0 && !done->all[first - 1].empties) first--;
    first -= first > 0 && !done->all[first - 1].passing; /* open itself */
    *count = done->count - first;
    return *count > 0 ? &done->all[first] : NULL;
}
