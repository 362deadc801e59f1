/* A `data` statement while it is carried out: what read_data.c and csv_file.c share. */
#ifndef NABLA_LEARN_READ_DATA_H
#define NABLA_LEARN_READ_DATA_H

#include "learn/data.h"

typedef struct nb_column { /* a name, or an element of one */
    nb_symbol symbol;
    uint32_t rank; /* 0 or 1 */
    int32_t index;
    nb_span span; /* where it is named */
} nb_column;

typedef struct nb_reading {
    nb_sheet *s;
    nb_column *columns; /* in the scratch arena */
    size_t count, capacity;
    const nb_command_arg *onehot; /* the clause, or NULL */
    nb_symbol onehot_name; /* the name in that clause */
    bool headed;          /* a file's header named the columns */
    bool labelled;        /* the column that `onehot` expands was one of texts */
    nb_text labels;       /* those texts */
    const char **label_names; /* the same one by one, in the sheet's arena */
    nb_message order, left_out, classes; /* what is to be said once all has gone well */
    nb_dataset set;       /* its cells in the sheet's arena */
    const uint32_t *rows; /* see nb_data */
    size_t train;
    nb_buffer source; /* the statement anew, with numbers in the place of names */
} nb_reading;

NB_MUST_USE nb_status nb_add_column(nb_reading *r, nb_column column);

/* The name of column number `column`, from 0, in the scratch arena. */
const char *nb_column_name(nb_reading *r, size_t column);

/* The column that `onehot` expands over classes; r->count: none. */
size_t nb_onehot_column(nb_reading *r);

/* An error at `span` where there are not as many columns as names. */
NB_MUST_USE nb_status nb_check_width(nb_reading *r, size_t columns, nb_span span);

#endif
