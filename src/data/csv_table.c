/* Pieces of a file as texts that can be said. */
#include "data/csv_table.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "definitions/problem.h"
#include "formulas/table_cells.h"

enum { LONGEST_CELL = 40 };

nb_status nb_fail_file(const nb_csv_table *t, nb_message message, nb_message hint) {
    return nb_fail_place(t->r->s, t->file->span, message, hint);
}

nb_text nb_csv_shown(const nb_csv_table *t, const char *bytes, size_t length, size_t columns) {
    nb_sheet *s = t->r->s;
    nb_writer w = {.s = s};
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    size_t step, used = 0, at;
    for (at = 0; at < length; at += step) {
        uint32_t code;
        char escape[16];
        step = nb_utf8_decode(bytes + at, length - at, &code);
        if (step == 0) break;
        bool seen = code == ' ' || (!nb_utf8_is_control(code) && !nb_utf8_is_blank(code));
        snprintf(escape, sizeof escape, "\\u{%x}", (unsigned)code);
        const char *shown = seen ? bytes + at : escape;
        size_t count = seen ? step : strlen(escape), width = nb_utf8_width(shown, count);
        bool last = at + step == length;
        if (used + width + !last > columns) break;
        used += width;
        nb_buffer_add(&out, shown, count);
    }
    nb_write_word(&w, nb_take_text(s, &out));
    if (at < length) nb_write_mark(&w, NB_PIECE_MORE);
    return w.text;
}

nb_arg nb_csv_cut(const nb_csv_table *t, const char *bytes, size_t length) {
    return nb_text_arg(t->r->s, nb_csv_shown(t, bytes, length, LONGEST_CELL));
}

nb_status nb_csv_table_begin(nb_csv_table *t) {
    nb_message remarks[NB_MOST_REMARKS];
    nb_sheet *s = t->r->s;
    nb_status status = nb_table_text_load(&t->text, s, t->file, t->r->st);
    if (status != NB_STATUS_OK) return status;
    status = nb_csv_begin(&t->csv, &s->memory, t->text.bytes, t->text.length, t->text.wish);
    size_t count = status == NB_STATUS_OK ? nb_table_text_remark(&t->text, &t->csv, remarks)
                                          : 0;
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++)
        status = nb_add_note(t->r, remarks[i]);
    return status;
}

void nb_csv_table_clear(nb_csv_table *t) {
    if (t->csv.memory != NULL) nb_csv_clear(&t->csv);
    nb_table_text_clear(&t->text);
}
