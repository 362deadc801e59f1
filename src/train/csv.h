/* Numbers from comma-separated text (RFC 4180) that the host has loaded.
 *
 *   - Lines end in LF, CRLF or CR; blank lines, and a byte order mark in front, are skipped.
 *   - The separator is the first of , ; and tab that stands in the first row outside quotes.
 *   - The first row is a header when none of its cells is a number, and not all are empty.
 *   - A cell is a decimal number: 12, -.5, 3., 2.5E+2; it may stand in blanks and in quotes. In
 *     quotes, "" is a quote, and separators and line ends are text.
 *   - An empty cell behind the last column (a trailing comma) is none.
 *   - Columns that are not taken may hold anything. One column may hold labels, texts that stand
 *     for classes: they become numbers from 0 on, in the order of their bytes.
 *
 * Nothing is allocated for a cell; rows are read one after the other, so that a caller can stop. */
#ifndef NABLA_TRAIN_CSV_H
#define NABLA_TRAIN_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/status.h"
#include "train/dataset.h"

typedef enum nb_csv_problem {
    NB_CSV_FINE,
    NB_CSV_EMPTY,      /* there is no row of numbers */
    NB_CSV_MISSING,    /* a cell is empty */
    NB_CSV_NOT_NUMBER, /* a cell holds something else */
    NB_CSV_RANGE,      /* a number is too large or too small for a double */
    NB_CSV_RAGGED,     /* a row has `found` cells instead of `columns` */
    NB_CSV_QUOTE,      /* a quote is never closed */
    NB_CSV_LABELS,     /* there are more than NB_MOST_CLASSES different labels */
    NB_CSV_NOT_TEXT    /* UTF-16, or something else with NUL bytes */
} nb_csv_problem;

#define NB_CSV_NO_LABELS SIZE_MAX

typedef struct nb_csv_label {
    const char *text; /* as in the file, not NUL-terminated */
    size_t length, number; /* counted as they first appeared; once all is read, by their order */
} nb_csv_label;

typedef struct nb_csv {
    nb_memory *memory;
    const char *text, *end, *at; /* the text; the next row begins at `at` */
    char separator;
    bool has_header;

    double *cells; /* rows × taken numbers, row by row */
    size_t capacity, rows, columns;
    size_t taken;  /* columns that are read: the first ones; nb_csv_begin takes all */
    size_t labelled; /* the column with labels, from 0; NB_CSV_NO_LABELS: none */
    nb_csv_label *labels; /* in the order of their bytes */
    size_t label_count, label_capacity;
    nb_arena arena;
    const char **names; /* the header's cells, without blanks around them and quotes; any bytes */

    nb_csv_problem problem;
    size_t row, line, column; /* the place: row of numbers, line of the file, column; all from 1 */
    const char *cell;         /* the cell's text as it stands, not NUL-terminated */
    size_t cell_length, found;
} nb_csv;

/* Begins to read `length` bytes, which outlive the reader; text[length] must be NUL. Reads the
 * header. Answers NB_STATUS_OK, NB_STATUS_NO_MEMORY, or NB_STATUS_ERROR, with `problem` and its
 * place set. Call nb_csv_clear whatever it answers. */
NB_MUST_USE nb_status nb_csv_begin(nb_csv *csv, nb_memory *memory, const char *text,
                                   size_t length);
/* Before the first row: only the first `count` columns are taken, 1 to `columns`. */
void nb_csv_take(nb_csv *csv, size_t count);
/* Before the first row: a column that is taken, from 0, holds labels when its first cell is neither
 * a number nor empty. Answers whether it does. */
bool nb_csv_find_labels(nb_csv *csv, size_t column);
/* Reads at most `max_rows` rows. NB_STATUS_RUNNING: there are more. NB_STATUS_OK: that was all, and
 * `rows` is above 0. */
NB_MUST_USE nb_status nb_csv_read(nb_csv *csv, size_t max_rows);
void nb_csv_clear(nb_csv *csv);

#endif
