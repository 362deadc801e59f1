/* What the parts of a trial share. */
#include "tour/trying.h"

#include <string.h>

#include "tour/numbers.h"

bool nb_trying_goes_on(nb_trying *t, nb_status status) {
    if (status != NB_STATUS_OK && t->status == NB_STATUS_OK) t->status = status;
    return t->status == NB_STATUS_OK;
}

size_t nb_trying_line(const nb_trying *t, const char *text) {
    for (const nb_lesson_key *key = t->q->part->keys; key != NULL; key = key->next)
        if (text >= key->value && text <= key->value + strlen(key->value)) return key->line;
    return t->q->part->line;
}

/* The numbers that were chosen: `apple = 57, tax = 1.2`. */
static void write_numbers(nb_trying *t, nb_buffer *out) {
    nb_quiet quiet;
    if (nb_trying_goes_on(t, nb_quiet_begin(t->session, &quiet)))
        for (size_t i = 0; i < t->q->vary_count; i++) {
            nb_numbers numbers;
            const char *name = t->q->vary[i].name;
            if (nb_numbers_read(&quiet, &quiet.s->scratch, name, &numbers) != NB_STATUS_OK)
                continue;
            nb_buffer_add_item(out, ", ", name);
            nb_buffer_add_text(out, " = ");
            nb_numbers_write(out, quiet.s, numbers);
        }
    nb_quiet_end(&quiet);
}

static bool was_told(const nb_trying *t, size_t line) {
    size_t i = 0;
    while (i < t->line_count && t->lines[i] != line) i++;
    return i < t->line_count;
}

void nb_trying_tell(nb_trying *t, nb_fault fault) {
    if (t->student > 0 && was_told(t, fault.line)) return;
    bool room = t->line_count < t->line_capacity ||
                NB_ARENA_RESERVE(&t->arena, t->lines, t->line_count, &t->line_capacity);
    if (!nb_trying_goes_on(t, room ? NB_STATUS_OK : NB_STATUS_NO_MEMORY)) return;
    t->lines[t->line_count++] = fault.line;
    nb_buffer numbers;
    nb_buffer_init(&numbers, nb_session_memory(t->session));
    fault.student = t->student;
    if (t->student > 0) write_numbers(t, &numbers);
    fault.numbers = numbers.length > 0 ? numbers.data : "";
    if (fault.expected == NULL) fault.expected = "";
    if (fault.found == NULL) fault.found = "";
    t->faults++;
    t->tell(t->user, &fault);
    nb_buffer_clear(&numbers);
}
