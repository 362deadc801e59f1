/* Inside markdown.c: a table, gathered cell by cell and written when its columns are known. */
#ifndef NABLA_VIEW_TABLE_H
#define NABLA_VIEW_TABLE_H

#include <md4c.h>

#include "view/view.h"

enum { NB_TABLE_CELLS = 100000 };

typedef struct nb_cell {
    size_t start, length, columns; /* bytes in `text`; display columns */
} nb_cell;

typedef struct nb_table {
    size_t columns;
    MD_ALIGN aligns[NB_TABLE_COLUMNS];
    nb_buffer text;
    nb_cell *cells; /* row by row, the header first */
    size_t count, capacity;
    bool failed;
} nb_table;

void nb_table_init(nb_table *table, nb_memory *memory);
void nb_table_clear(nb_table *table);
/* False when it is larger than the limits above. */
NB_MUST_USE bool nb_table_begin(nb_table *table, size_t columns, size_t rows);
void nb_table_add_cell(nb_table *table, const char *text, size_t length, MD_ALIGN align);
/* Writes it, the first line behind `first`, the others behind `rest`. A table that is wider than
 * the view is written row by row, one `header: cell` a line. */
void nb_table_render(const nb_table *table, const nb_view *view, const char *first,
                     const char *rest, nb_buffer *out);
/* A horizontal line. */
void nb_table_add_rule(nb_buffer *out, const nb_view *view, size_t columns);

#endif
