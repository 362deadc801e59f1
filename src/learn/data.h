/* Samples: what is trained on. */
#ifndef NABLA_LEARN_DATA_H
#define NABLA_LEARN_DATA_H

#include "definitions/sheet.h"
#include "train/dataset.h"
#include "train/objective.h"

/* Samples: rows of numbers, each column of which belongs on a leaf. It never changes once it is
 * there; a statement makes another one. All of it lives in the session's arena. */
struct nb_data {
    nb_dataset set;
    const nb_def_id *columns; /* of each column its leaf */
    const uint32_t *rows;     /* all rows: first those that are trained on; NULL: in order */
    size_t train;             /* how many are trained on */
    const char *source;       /* the statement that makes it again, for `list`: a line... */
    const nb_data *before;    /* ...behind those of these data, which it scaled; NULL: none */
};

/* Puts a number on a leaf. */
NB_MUST_USE nb_status nb_put_cell(nb_sheet *s, nb_def_id id, double cell);
/* Puts the numbers of a row, from 1, on the leaves. */
NB_MUST_USE nb_status nb_put_row(nb_sheet *s, const nb_data *data, size_t row);

/* The data, while every column is still a leaf; or NULL. */
const nb_data *nb_find_data(const nb_sheet *s);

/* A column of the data that is no leaf any more, so that there are none; or NULL. */
const nb_def *nb_find_lost(const nb_sheet *s);
bool nb_is_column(const nb_sheet *s, nb_def_id def);
/* For many: of each definition its column, plus one, or 0; in the scratch arena. */
NB_MUST_USE nb_status nb_place_columns(nb_sheet *s, uint32_t **places);

/* All rows, those that are trained on first: in the scratch arena, or the data's own; NULL: no
 * memory. */
const uint32_t *nb_data_rows(nb_sheet *s, const nb_data *data);

/* Begins an objective of the session's graph, on these data or, where they are NULL, on none;
 * targets and weights are the plan's. The caller clears it. */
NB_MUST_USE nb_status nb_begin_objective(nb_sheet *s, const nb_data *data,
                                         nb_objective_plan *plan, nb_objective *objective);

/* The statements that make the data again. */
NB_MUST_USE nb_status nb_list_data(nb_sheet *s, nb_buffer *out);

#endif
