/* What a data statement gathers before it changes anything. */
#include "data/reading.h"

#include <stdio.h>

#include "definitions/names.h"
#include "definitions/problem.h"

const char *nb_column_name(nb_reading *r, size_t at) {
    const nb_column *column = &r->columns[at];
    nb_def def = {.symbol = column->symbol, .rank = column->rank, .index = {column->index, 0}};
    return nb_def_name(r->s, &r->s->scratch, &def);
}

nb_status nb_add_column(nb_reading *r, nb_column column) {
    if (!NB_ARENA_RESERVE(&r->s->scratch, r->columns, r->count, &r->capacity))
        return NB_STATUS_NO_MEMORY;
    r->columns[r->count++] = column;
    return NB_STATUS_OK;
}

nb_status nb_add_note(nb_reading *r, nb_message note) {
    if (!NB_ARENA_RESERVE(&r->s->scratch, r->notes, r->note_count, &r->note_capacity))
        return NB_STATUS_NO_MEMORY;
    r->notes[r->note_count++] = note;
    return NB_STATUS_OK;
}

nb_message nb_hint_leave_out(nb_reading *r, size_t column) {
    nb_arg name = NB_TEXT(r->s->symbols[r->columns[column].symbol].name);
    return r->headed ? NB_SAY(HINT_LEAVE_OUT, name) : (nb_message){.id = NB_MESSAGE_NONE};
}

/* Behind column `at` and those that go on where it ends: x[1], x[2], x[3]. */
static size_t end_of_run(const nb_reading *r, const bool *wanted, size_t at) {
    const nb_column *first = &r->columns[at];
    size_t end = at + 1;
    while (end < r->count && first->rank == 1 && (wanted == NULL || wanted[end]) &&
           r->columns[end].rank == 1 && r->columns[end].symbol == first->symbol &&
           r->columns[end].index == first->index + (int32_t)(end - at)) end++;
    return end;
}

void nb_write_column_names(nb_reading *r, const bool *wanted, nb_buffer *out) {
    enum { SHORT = 3 }; /* x[1], x[2] stay two */
    const char *between = "";
    for (size_t i = 0, end; i < r->count; i = end) {
        end = end_of_run(r, wanted, i);
        if (wanted != NULL && !wanted[i]) {
            end = i + 1;
            continue;
        }
        bool run = end - i >= SHORT;
        nb_buffer_add_text(out, between);
        nb_buffer_add_text(out, run ? r->s->symbols[r->columns[i].symbol].name
                                    : nb_column_name(r, i));
        between = ", ";
        if (!run) {
            end = i + 1;
            continue;
        }
        char range[40];
        snprintf(range, sizeof range, "[%d..%d]", (int)r->columns[i].index,
                 (int)r->columns[end - 1].index);
        nb_buffer_add_text(out, range);
    }
}

void nb_write_columns(nb_reading *r) {
    nb_buffer_add_text(&r->source, "data ");
    nb_write_column_names(r, NULL, &r->source);
}

nb_status nb_check_width(nb_reading *r, size_t columns, nb_span span) {
    nb_message hint = NB_NO_HINT;
    if (r->count == columns) return NB_STATUS_OK;
    for (size_t i = r->count; r->count > columns && i-- > 0;) /* a t that was a vector before */
        if (r->columns[i].whole)
            hint = NB_SAY(HINT_COLUMN_EACH, NB_TEXT(r->s->symbols[r->columns[i].symbol].name));
    return nb_fail_place(r->s, span,
                         NB_SAY(DATA_COLUMNS, NB_COUNT(r->count), NB_COUNT(columns)), hint);
}
