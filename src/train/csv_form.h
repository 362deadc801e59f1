/* The form of a table in text, guessed from its first rows: what separates its cells, where it
 * begins, how its numbers are written. What was guessed, and is not to be taken for granted, is
 * kept to be said.
 *
 *   - The separator is the one of ; tab | , that parts all rows alike and leaves most numbers; runs
 *     of blanks, where none of these does. A first line sep=; names it.
 *   - Lines above the header that hold fewer texts, or fill half of the columns, are titles.
 *   - A line of # in front is the header when it has a text for each column, and no header follows.
 *   - Empty cells and columns behind the last one are none.
 *   - Decimals have a comma, or thousands a sign, where all numbers can be read so, and some not
 *     without. 1,234 alone is 1234 where commas separate, for it stands in quotes; elsewhere it
 *     is no number, since both readings are as good; 1.234 alone has a decimal point. */
#ifndef NABLA_TRAIN_CSV_FORM_H
#define NABLA_TRAIN_CSV_FORM_H

#include "train/csv_cell.h"
#include "train/csv_number.h"

/* What the user knows of the file; '\0': nothing. */
typedef struct nb_csv_wish {
    char separator, point;
} nb_csv_wish;

typedef struct nb_csv_form {
    nb_csv_scan scan;
    nb_csv_marks marks;
    const char *begin;  /* the header, or the first row of numbers */
    size_t columns;     /* of the first row, at least 1; 0: there is no row */
    bool rows_named;    /* the header has a cell less: the first column holds names of rows */
    size_t titles;      /* rows in front of `begin` that are none of the table */
    nb_csv_field title;  /* the first of them */
    char rival;         /* a separator that does as well; '\0': none */
    /* the first cells that the marks make a number of; .begin NULL: none */
    nb_csv_field comma, group, unit;
    nb_csv_field either;       /* one that could be two; likewise */
    bool open;                 /* neither point is certain */
} nb_csv_form;

/* The form of `length` bytes, behind which stands NUL. */
void nb_csv_find_form(nb_csv_form *form, const char *text, size_t length, nb_csv_wish wish);

#endif
