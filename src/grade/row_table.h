/* A table over rows while it is made: some of its rows are shown, and all of them kept as CSV,
 * which `save FILE.csv` writes. That holds numbers alone, so that `data from` reads it back: of a
 * class its number, of a mark 1 or 0. */
#ifndef NABLA_GRADE_ROW_TABLE_H
#define NABLA_GRADE_ROW_TABLE_H

#include "definitions/sheet.h"

typedef struct nb_row_table {
    nb_sheet *s;
    nb_table_column *columns;
    struct nb_row_column {
        const char *wanted, *header; /* key as it was asked for; name in the file */
        bool shown;                  /* or only kept */
    } *kept; /* of each column */
    size_t count, capacity;
    nb_table_cell *cells; /* of the next row; each has its number, whatever its kind */
    nb_table_block *table; /* NULL until nb_row_table_begin */
    size_t rows;          /* that were put */
    nb_buffer csv;
} nb_row_table;

void nb_row_table_init(nb_row_table *t, nb_sheet *s);
/* Adds a column. Its name in the file becomes one that no other has, and so does its key, unless
 * the column before it asked for the same. */
NB_MUST_USE nb_status nb_row_table_add(nb_row_table *t, nb_column_kind kind, const char *key,
                                       nb_message heading, bool shown);
/* Begins the rows, of which at most `most` are shown, under `key` in JSON. */
NB_MUST_USE nb_status nb_row_table_begin(nb_row_table *t, const char *key, size_t most);
/* Adds the row that stands in `cells`, and empties them. */
void nb_row_table_put(nb_row_table *t);
/* Now it is the table that was made last; nothing of the statement can fail after that. */
NB_MUST_USE nb_status nb_row_table_end(nb_row_table *t);
void nb_row_table_clear(nb_row_table *t);

#endif
