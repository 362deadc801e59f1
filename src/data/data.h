/* The data: samples that are trained on, one at a time of which is on the leaves. */
#ifndef NABLA_DATA_DATA_H
#define NABLA_DATA_DATA_H

#include "data/versions.h"
#include "definitions/sheet.h"
#include "train/dataset.h"
#include "train/objective.h"

/* Samples: rows of numbers, each column of which belongs on a leaf. It never changes once it is
 * there; a statement makes another one, which may share the table of cells: nb_find_data sees to it
 * that they are those of the data it answers. All of it lives in the sheet's arena. */
struct nb_data {
    nb_dataset set;
    const nb_def_id *columns; /* of each column its leaf */
    const uint32_t *rows;     /* all rows: first those that are trained on; NULL: in order */
    size_t train;             /* how many are trained on */
    const char *source;       /* the statement that makes it again, as a line for `list` */
    const char *origin;       /* the file, or the kind of samples; NULL: numbers that were typed */
    const nb_data *before;    /* what that statement scaled, whose own line comes first; or NULL */
    nb_version *version;      /* of the cells, and what that statement did to columns */
};

/* Makes a definition a leaf with this number. */
NB_MUST_USE nb_status nb_put_cell(nb_sheet *s, nb_def_id id, double cell);

/* Puts the numbers of a row, from 1, on the leaves. */
NB_MUST_USE nb_status nb_put_row(nb_sheet *s, const nb_data *data, size_t row);

/* The data, while every column is still a leaf; or NULL. */
const nb_data *nb_find_data(const nb_sheet *s);

/* The same, or an error that says what becomes of it. */
NB_MUST_USE nb_status nb_require_data(nb_sheet *s, const nb_data **data);

/* An error at `span` that no rows are kept for the test, with the line that keeps some. */
NB_MUST_USE nb_status nb_fail_no_test(nb_sheet *s, const nb_data *data, nb_span span);

/* After a statement that failed the table of cells may still hold a version that is forgotten with
 * it: back to that of the data. */
void nb_restore_cells(const nb_sheet *s);

/* A column of the data that is no leaf any more, so that nb_find_data finds none; or NULL. */
const nb_def *nb_find_lost(const nb_sheet *s);

/* Whether a definition is the leaf of a column. */
bool nb_is_column(const nb_sheet *s, nb_def_id def);

/* To ask that of many: for each definition its column, plus one, or 0; in the scratch arena. */
NB_MUST_USE nb_status nb_place_columns(nb_sheet *s, uint32_t **places);

/* The numbers of all rows, from 0, those that are trained on first: in the scratch arena, or the
 * data's own. NULL when memory runs out. */
const uint32_t *nb_data_rows(nb_sheet *s, const nb_data *data);

/* Begins an objective of the sheet's graph, on these data or, where they are NULL, on none. Targets
 * and weights are set in `plan`; the rest of it is set here. The caller puts it back among what is
 * kept, or clears it. */
NB_MUST_USE nb_status nb_begin_objective(nb_sheet *s, const nb_data *data,
                                         nb_objective_plan *plan, nb_objective *objective);

/* Appends the statements that make the data again: from where they came, the row that is on the
 * leaves, and leaves that were given other numbers since. */
NB_MUST_USE nb_status nb_list_data(nb_sheet *s, nb_buffer *out);

#endif
