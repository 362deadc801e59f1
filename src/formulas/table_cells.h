/* What the commands put into tables: cells, headings, and texts written piece by piece. */
#ifndef NABLA_FORMULAS_TABLE_CELLS_H
#define NABLA_FORMULAS_TABLE_CELLS_H

#include "definitions/sheet.h"

nb_table_cell nb_cell_text(nb_text text);
nb_table_cell nb_cell_number(double number);
nb_table_cell nb_cell_said(nb_message message);

/* The node as plain text, in the result's arena. */
const char *nb_name_of(nb_sheet *s, nb_node node);

/* ∂L/∂node */
nb_message nb_gradient_heading(nb_sheet *s, nb_node target);

/* What was written to a buffer, in the result's arena; clears the buffer. "" (and the result is
 * marked `failed`) when memory runs out. */
const char *nb_take_text(nb_sheet *s, nb_buffer *buffer);

/* Several texts as one, likewise. */
const char *nb_join_texts(nb_sheet *s, const char *const texts[]); /* ended by NULL */

#define NB_JOIN(s, ...) nb_join_texts((s), (const char *const[]){__VA_ARGS__, NULL})

/* A text being written piece by piece, in the result's arena; what is written must live there. */
typedef struct nb_writer {
    nb_sheet *s;
    nb_text text;
    size_t capacity;
} nb_writer;

void nb_write(nb_writer *writer, const char *text);
void nb_write_text(nb_writer *writer, nb_text text);
void nb_write_name(nb_writer *writer, nb_node node);
void nb_write_number(nb_writer *writer, nb_piece_kind kind, double number, int digits);

#endif
