/* A file of comma-separated values that a statement reads: what the files share that name its
 * columns, read its cells, and say what is wrong with them. */
#ifndef NABLA_LEARN_CSV_TABLE_H
#define NABLA_LEARN_CSV_TABLE_H

#include "learn/read_data.h"
#include "train/csv.h"

typedef struct nb_csv_table {
    nb_reading *r;
    const nb_command_arg *file; /* NULL: rows that were typed */
    nb_csv csv;
    nb_symbol *names;  /* of each column, made of the header; NULL: there is none */
    size_t *columns;   /* of each column of the statement that of the file, from 0 */
} nb_csv_table;

NB_MUST_USE nb_status nb_fail_file(const nb_csv_table *t, nb_message message, nb_message hint);

/* Bytes of the file as a text that can be said, cut to some columns; what cannot be seen is written
 * as \u{a0}. */
nb_arg nb_csv_cut(const nb_csv_table *t, const char *bytes, size_t length);

/* What stands there in the file, the same in so many columns. */
nb_text nb_csv_shown(const nb_csv_table *t, const char *bytes, size_t length, size_t columns);

/* The error of csv.problem, where a function of train/csv.h answered NB_STATUS_ERROR. */
NB_MUST_USE nb_status nb_fail_csv(nb_csv_table *t);
NB_MUST_USE nb_status nb_fail_not_utf8(const nb_csv_table *t);

/* Once the columns are chosen: reads what they hold into r->set, in the sheet's arena. */
NB_MUST_USE nb_status nb_read_csv_cells(nb_csv_table *t);

/* literal.c: what nb_fail_csv says where no file is read. */
NB_MUST_USE nb_status nb_fail_typed_cell(const nb_csv_table *t);

/* csv_columns.c: makes names of the header. A cell becomes a name by its letters and digits, with _
 * for what stands between them; `note`: it is said where one is another than in the file. */
NB_MUST_USE nb_status nb_name_csv_columns(nb_csv_table *t, bool note);
/* Which columns of the file those of the statement are; without any, all but those of `except`. */
NB_MUST_USE nb_status nb_choose_csv_columns(nb_csv_table *t);

/* csv_line.c: the hint with the line to type that reads the file; NONE: there is none. */
NB_MUST_USE nb_status nb_hint_csv_line(nb_csv_table *t, nb_message *hint);

#endif
