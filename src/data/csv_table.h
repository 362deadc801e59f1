/* A file of comma-separated values that a statement reads: what the files share that name its
 * columns, read its cells, and say what is wrong with them. */
#ifndef NABLA_DATA_CSV_TABLE_H
#define NABLA_DATA_CSV_TABLE_H

#include "data/reading.h"
#include "data/table_text.h"

typedef struct nb_csv_table {
    nb_reading *r;
    const nb_command_arg *file; /* NULL: rows that were typed */
    nb_table_text text;
    nb_csv csv;
    nb_symbol *names;  /* of each column, made of the header; NULL: there is none */
    size_t *columns;   /* of each column of the statement that of the file, from 0 */
} nb_csv_table;

/* Loads the text, begins to read it, and notes what was guessed. NB_STATUS_ERROR: at the problem of
 * t->csv or, where that is NB_CSV_FINE, it is said. Call nb_csv_table_clear whatever it answers. */
NB_MUST_USE nb_status nb_csv_table_begin(nb_csv_table *t);
void nb_csv_table_clear(nb_csv_table *t);

NB_MUST_USE nb_status nb_fail_file(const nb_csv_table *t, nb_message message, nb_message hint);

/* Bytes of the file as a text that can be said, cut to so many columns; what cannot be seen is
 * written as \u{a0}. */
nb_text nb_csv_shown(const nb_csv_table *t, const char *bytes, size_t length, size_t columns);
/* The same as an argument of a message, of a line's half. */
nb_arg nb_csv_cut(const nb_csv_table *t, const char *bytes, size_t length);

#endif
