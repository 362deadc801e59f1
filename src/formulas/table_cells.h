/* What the commands put into tables: cells, headings, and texts written piece by piece. */
#ifndef NABLA_FORMULAS_TABLE_CELLS_H
#define NABLA_FORMULAS_TABLE_CELLS_H

#include "definitions/sheet.h"

nb_table_cell nb_cell_text(nb_text text);
nb_table_cell nb_cell_number(double number);
nb_table_cell nb_cell_said(nb_message message);
nb_table_cell nb_cell_mark(bool right);

/* A node, or a text, as an argument of a message. */
nb_arg nb_node_arg(nb_sheet *s, nb_node node);
nb_arg nb_text_arg(nb_sheet *s, nb_text text);

/* The heading of a column of gradients: ∂L/∂node, or without L where its name is long. */
nb_message nb_gradient_heading(nb_sheet *s, nb_node target);

/* What was written to a buffer, in the result's arena; clears the buffer. "" (and the result is
 * marked `failed`) when memory runs out. */
const char *nb_take_text(nb_sheet *s, nb_buffer *buffer);

/* Several texts as one, likewise. */
const char *nb_join_texts(nb_sheet *s, const char *const texts[]); /* ended by NULL */
#define NB_JOIN(s, ...) nb_join_texts((s), (const char *const[]){__VA_ARGS__, NULL})

/* A piece of what was typed, on one line: where that ended, a blank stands. NULL when memory runs
 * out. */
char *nb_typed_line(nb_arena *arena, const char *text, size_t length);

/* A text being written piece by piece, in the result's arena; what is written must live there. */
typedef struct nb_writer {
    nb_sheet *s;
    nb_text text;
    size_t capacity;
} nb_writer;
void nb_write_piece(nb_writer *writer, nb_piece piece);
void nb_write_mark(nb_writer *writer, nb_piece_kind kind); /* a piece that needs no more */
void nb_write_sign(nb_writer *writer, nb_op op);           /* between numbers, with blanks */
void nb_write_word(nb_writer *writer, const char *name);
/* The next of a list with commas; NULL: that there are more. */
void nb_write_item(nb_writer *writer, const char *name);
void nb_write_text(nb_writer *writer, nb_text text);
/* A node's name; its formula, where it has none, in brackets, so that more may stand beside it. */
void nb_write_name(nb_writer *writer, nb_node node);
/* `digits`: significant ones; 0: as the settings say. */
void nb_write_number(nb_writer *writer, nb_piece_kind kind, double number, int digits);
/* How many digits show that two numbers differ, with two of the difference itself. */
int nb_digits_apart(const nb_sheet *s, double a, double b);
/* ∂target/∂node */
void nb_write_derivative(nb_writer *writer, nb_node target, nb_node node);
/* What was written; `level`: how tightly its loosest operator binds. */
nb_text nb_written(nb_writer *writer, nb_level level);

/* The shape as it is said: 2×3. */
nb_text nb_shape_text(nb_sheet *s, nb_shape shape);
nb_arg nb_shape_arg(nb_sheet *s, nb_shape shape);

#endif
