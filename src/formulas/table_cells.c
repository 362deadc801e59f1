/* All that is written lives in the result's arena. Memory that runs out is noticed by the result,
 * which is marked `failed`: whoever writes need not look after each piece. */
#include "formulas/table_cells.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "definitions/names.h"
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

nb_table_cell nb_cell_mark(bool right) {
    return (nb_table_cell){.kind = NB_CELL_MARK, .number = right};
}

nb_message nb_gradient_heading(nb_sheet *s, nb_node target) {
    enum { LONGEST = 16 }; /* columns of a name in a heading */
    if (s->owner[target] == NB_NO_DEF) return NB_PLAIN(HEAD_GRADIENT_ALONE);
    const char *name = nb_def_name(s, &s->result->arena, &s->defs[s->owner[target]]);
    bool fits = nb_utf8_width(name, strlen(name)) <= LONGEST;
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

char *nb_typed_line(nb_arena *arena, const char *text, size_t length) {
    char *line = nb_arena_text(arena, text, length);
    for (char *c = line; c != NULL && *c != '\0'; c++)
        if (*c == '\n' || *c == '\r') *c = ' ';
    return line;
}

void nb_write_piece(nb_writer *w, nb_piece piece) {
    nb_result *result = w->s->result;
    if (result->failed) return;
    if (NB_ARENA_RESERVE(&result->arena, w->text.pieces, w->text.count, &w->capacity))
        w->text.pieces[w->text.count++] = piece;
    else
        result->failed = true;
}

void nb_write_mark(nb_writer *w, nb_piece_kind kind) {
    nb_write_piece(w, (nb_piece){.kind = kind});
}

void nb_write_word(nb_writer *w, const char *name) {
    nb_write_piece(w, (nb_piece){.kind = NB_PIECE_NAME, .text = name});
}

void nb_write_sign(nb_writer *w, nb_op op) {
    nb_write_mark(w, NB_PIECE_GAP);
    nb_write_piece(w, (nb_piece){.kind = NB_PIECE_SIGN, .op = op, .numeric = true});
    nb_write_mark(w, NB_PIECE_GAP);
}

void nb_write_text(nb_writer *w, nb_text text) {
    for (size_t i = 0; i < text.count; i++) nb_write_piece(w, text.pieces[i]);
}

void nb_write_number(nb_writer *w, nb_piece_kind kind, double number, int digits) {
    nb_write_piece(w, (nb_piece){.kind = kind, .number = number, .digits = digits});
}

int nb_digits_apart(const nb_sheet *s, double a, double b) {
    double size = fmax(fabs(a), fabs(b)), digits = s->state.settings.digits;
    if (a != b) digits = fmax(digits, 2 + ceil(log10(size / fabs(a - b))));
    return digits < 17 ? (int)digits : 17;
}

nb_text nb_written(nb_writer *w, nb_level level) {
    return (nb_text){w->text.pieces, w->text.count, level};
}

void nb_write_name(nb_writer *w, nb_node node) {
    bool brackets = w->s->owner[node] == NB_NO_DEF;
    if (brackets) nb_write_mark(w, NB_PIECE_OPEN);
    nb_write_text(w, nb_describe(w->s, node));
    if (brackets) nb_write_mark(w, NB_PIECE_CLOSE);
}

void nb_write_derivative(nb_writer *w, nb_node target, nb_node node) {
    nb_write_mark(w, NB_PIECE_PARTIAL);
    nb_write_name(w, target);
    nb_write_piece(w, (nb_piece){.kind = NB_PIECE_SIGN, .op = NB_OP_DIV});
    nb_write_mark(w, NB_PIECE_PARTIAL);
    nb_write_name(w, node);
}

void nb_write_item(nb_writer *w, const char *name) {
    if (w->text.count > 0) nb_write_mark(w, NB_PIECE_COMMA);
    if (name != NULL) nb_write_word(w, name);
    else nb_write_mark(w, NB_PIECE_MORE);
}

nb_arg nb_text_arg(nb_sheet *s, nb_text text) {
    nb_text *kept = nb_result_array(s->result, 1, sizeof *kept);
    if (kept == NULL) return NB_TEXT("");
    *kept = text;
    return NB_FORMULA(kept);
}

nb_arg nb_node_arg(nb_sheet *s, nb_node node) {
    return nb_text_arg(s, nb_describe(s, node));
}

nb_text nb_shape_text(nb_sheet *s, nb_shape shape) {
    nb_writer w = {.s = s};
    if (shape.rank == 2) {
        nb_write_number(&w, NB_PIECE_NUMBER, shape.rows, 0);
        nb_write_piece(&w, (nb_piece){.kind = NB_PIECE_SIGN, .op = NB_OP_MUL, .numeric = true});
    }
    nb_write_number(&w, NB_PIECE_NUMBER, shape.columns, 0);
    return w.text;
}

nb_arg nb_shape_arg(nb_sheet *s, nb_shape shape) {
    return nb_text_arg(s, nb_shape_text(s, shape));
}
