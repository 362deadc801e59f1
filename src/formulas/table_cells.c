/* What the commands put into tables: cells, headings, and texts written piece by piece. */
#include "formulas/table_cells.h"

#include <string.h>

#include "base/utf8.h"
#include "formulas/describe.h"

nb_table_cell nb_cell_text(nb_text text) {
    return (nb_table_cell){.kind = NB_CELL_TEXT, .text = text};
}

nb_table_cell nb_cell_number(double number) {
    return (nb_table_cell){.kind = NB_CELL_NUMBER, .number = number};
}

nb_table_cell nb_cell_said(nb_message message) {
    return (nb_table_cell){.kind = NB_CELL_SAID, .said = message};
}

const char *nb_name_of(nb_sheet *s, nb_node node) {
    return nb_flatten(s, nb_describe(s, node));
}

nb_message nb_gradient_heading(nb_sheet *s, nb_node target) {
    enum { LONGEST = 16 }; /* columns of a name in a heading */
    const char *name = nb_name_of(s, target);
    bool fits = s->owner[target] != NB_NO_DEF && nb_utf8_width(name, strlen(name)) <= LONGEST;
    return fits ? NB_SAY(HEAD_GRADIENT, NB_TEXT(name)) : NB_PLAIN(HEAD_GRADIENT_ALONE);
}

const char *nb_take_text(nb_sheet *s, nb_buffer *buffer) {
    if (buffer->failed) s->result->failed = true;
    const char *text = nb_result_text(s->result, buffer->data != NULL ? buffer->data : "",
                                      buffer->length);
    nb_buffer_clear(buffer);
    return text;
}

const char *nb_join_texts(nb_sheet *s, const char *const texts[]) {
    nb_buffer out;
    nb_buffer_init(&out, &s->memory);
    for (; *texts != NULL; texts++) nb_buffer_add_text(&out, *texts);
    return nb_take_text(s, &out);
}

static void write_piece(nb_writer *w, nb_piece piece) {
    nb_result *result = w->s->result;
    if (result->failed) return;
    if (NB_ARENA_RESERVE(&result->arena, w->text.pieces, w->text.count, &w->capacity))
        w->text.pieces[w->text.count++] = piece;
    else
        result->failed = true;
}

void nb_write(nb_writer *w, const char *text) {
    write_piece(w, (nb_piece){.kind = NB_PIECE_TEXT, .text = text});
}

void nb_write_text(nb_writer *w, nb_text text) {
    for (size_t i = 0; i < text.count; i++) write_piece(w, text.pieces[i]);
}

void nb_write_number(nb_writer *w, nb_piece_kind kind, double number, int digits) {
    write_piece(w, (nb_piece){.kind = kind, .number = number, .digits = digits});
}

/* The name, in brackets where it is a formula, so that something may stand beside it. */
void nb_write_name(nb_writer *w, nb_node node) {
    bool brackets = w->s->owner[node] == NB_NO_DEF;
    if (brackets) nb_write(w, "(");
    nb_write_text(w, nb_describe(w->s, node));
    if (brackets) nb_write(w, ")");
}
