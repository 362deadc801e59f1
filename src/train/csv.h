/* Numbers from comma-separated text (RFC 4180) that the host has loaded, and from what else is
 * called so: csv_form.h says what is guessed.
 *
 *   - Lines end in LF, CRLF or CR; blank lines, rows of separators alone, lines that begin with #,
 *     and a byte order mark in front, are skipped.
 *   - Columns are named by a header, where there is one: csv_header.h.
 *   - A cell is a decimal number: 12, -.5, 3., 2.5E+2; it may stand in blanks and in quotes, and
 *     have a unit: 12%, $3. In quotes, "" is a quote, and separators and line ends are text.
 *   - Empty cells behind the last column (trailing commas) are none.
 *   - Columns that are not taken may hold anything. A column may hold labels, which stand for
 *     classes (labels.h): where all are numbers they stay so, else they are counted from 0 on.
 *   - A cell is missing when it is empty, NA, N/A, #N/A, <NA>, NaN, null (in small or large
 *     letters), ? or -.
 *
 * Nothing is allocated for a cell; rows are read one after the other, so that a caller can stop. */
#ifndef NABLA_TRAIN_CSV_H
#define NABLA_TRAIN_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/status.h"
#include "train/csv_form.h"
#include "train/dataset.h"
#include "train/labels.h"

typedef enum nb_csv_problem {
    NB_CSV_FINE,
    NB_CSV_EMPTY,      /* there is no row of numbers */
    NB_CSV_MISSING,    /* a cell is missing; `found` rows have such cells */
    NB_CSV_NOT_NUMBER, /* a cell holds something else */
    NB_CSV_RANGE,      /* a number is too large or too small for a double */
    NB_CSV_RAGGED,     /* a row has `found` cells instead of `columns` */
    NB_CSV_QUOTE,      /* a quote is never closed */
    NB_CSV_LABELS,     /* there are more than NB_MOST_CLASSES different labels */
    NB_CSV_NOT_TEXT    /* UTF-16, or something else with NUL bytes */
} nb_csv_problem;

typedef enum nb_csv_gaps { /* what becomes of missing cells */
    NB_CSV_REFUSE, /* a problem, once all rows are read */
    NB_CSV_SKIP,   /* their rows are left out */
    NB_CSV_MARK,   /* nan */
    NB_CSV_FILL    /* the same as if `fill` stood there */
} nb_csv_gaps;

typedef enum nb_csv_kind { NB_CSV_NUMBER, NB_CSV_GAP, NB_CSV_TEXT, NB_CSV_FAR } nb_csv_kind;

typedef struct nb_csv_cell {
    const char *text; /* without blanks around it and quotes, not NUL-terminated */
    size_t length;
    bool quoted;
    nb_csv_kind kind; /* FAR: a number out of range */
} nb_csv_cell;

typedef struct nb_csv {
    nb_memory *memory;
    const char *text, *end, *at; /* the text; the next row begins at `at` */
    nb_csv_form form;
    bool has_header;
    size_t header_rows; /* of which its names are made */
    size_t comments; /* that were skipped behind the first row */

    double *cells; /* rows × taken numbers, row by row */
    size_t capacity, rows, columns;
    size_t taken;       /* columns that are read; nb_csv_begin takes all */
    size_t last;        /* so many from the left have them all */
    size_t *slots;      /* of each column where it goes in a row of `cells`, or SIZE_MAX */
    nb_labels **labels; /* of each that is taken: NULL for one of numbers */
    nb_arena arena;
    const char **names; /* the header's cells, without blanks around them and quotes; any bytes */

    nb_csv_problem problem;
    nb_csv_gaps gaps;
    const char *fill;       /* NB_CSV_FILL: NUL-terminated, outlives the reader */
    double fill_number;     /* the same as a number; nan: it is none, which only labels take */
    size_t read;            /* rows, with those that are left out */
    size_t gap_rows, gap_cells;
    nb_csv_cell first_gap;
    size_t first_gap_row, first_gap_column; /* from 1 */

    size_t row, line, column; /* the place: row of numbers, line of the file, column; all from 1 */
    const char *cell;         /* the cell's text as it stands, not NUL-terminated */
    size_t cell_length, found;
} nb_csv;

/* Begins to read `length` bytes, which outlive the reader; text[length] must be NUL. Finds their
 * form, and reads the header. Answers NB_STATUS_OK, NB_STATUS_NO_MEMORY, or NB_STATUS_ERROR, with
 * `problem` and its place set. Call nb_csv_clear whatever it answers. */
NB_MUST_USE nb_status nb_csv_begin(nb_csv *csv, nb_memory *memory, const char *text,
                                   size_t length, nb_csv_wish wish);
/* Before the first row: these `count` columns, from 0, are taken, in this order, each once (NULL:
 * the first ones); those that are `labelled` hold labels (NULL: none). */
NB_MUST_USE nb_status nb_csv_take(nb_csv *csv, const size_t *columns, const bool *labelled,
                                  size_t count);
/* Instead of nb_csv_read: looks at the cells of the next row, whatever they hold, with room for
 * `columns`. NB_STATUS_OK: there is none. */
NB_MUST_USE nb_status nb_csv_look(nb_csv *csv, nb_csv_cell *cells);
/* Reads at most `max_rows` rows. NB_STATUS_RUNNING: there are more. NB_STATUS_OK: that was all;
 * `rows` is above 0, and the labels are ordered. */
NB_MUST_USE nb_status nb_csv_read(nb_csv *csv, size_t max_rows);
void nb_csv_clear(nb_csv *csv);

/* ---- for csv_header.h ---- */

/* What a cell holds, and the number where it is one. */
nb_csv_kind nb_csv_kind_of(const nb_csv *csv, const nb_csv_field *cell, double *number);
/* Notes a problem in the row that is being read; answers NB_STATUS_ERROR. */
NB_MUST_USE nb_status nb_csv_fail(nb_csv *csv, nb_csv_problem problem, size_t column,
                                  const nb_csv_field *cell);

#endif
