/* A `data` statement while it is carried out: what the files share that read numbers for it. */
#ifndef NABLA_DATA_READING_H
#define NABLA_DATA_READING_H

#include "data/data.h"

typedef struct nb_column { /* a name, or an element of one */
    nb_symbol symbol;
    uint32_t rank; /* 0 or 1 */
    int32_t index;
    bool whole;   /* an element of a vector that was named without an index */
    nb_span span; /* where it is named */
    const char *const *texts; /* that its numbers 0, 1, 2... stand for; NULL: plain numbers */
    size_t text_count;
} nb_column;

typedef enum nb_class_use { NB_CLASS_NONE, NB_CLASS_ONEHOT, NB_CLASS_NUMBERED } nb_class_use;

typedef struct nb_reading {
    nb_sheet *s;
    const nb_statement *st;
    nb_column *columns; /* in the scratch arena */
    size_t count, capacity;
    const char *origin;   /* see nb_data */
    bool headed;          /* a file's header named the columns */
    bool gaps;            /* some cells are nan: they get the mean of their column */
    nb_message *notes;    /* what is to be said once all has gone well; in the scratch arena */
    size_t note_count, note_capacity;
    nb_dataset set;       /* its cells in the sheet's arena */
    const uint32_t *rows; /* see nb_data */
    size_t train;
    nb_buffer source; /* the statement anew, with numbers in the place of names */
} nb_reading;

NB_MUST_USE nb_status nb_add_column(nb_reading *r, nb_column column);

/* Says it behind the statement, unless that fails. */
NB_MUST_USE nb_status nb_add_note(nb_reading *r, nb_message note);

/* The name of column number `column`, from 0, in the scratch arena. */
const char *nb_column_name(nb_reading *r, size_t column);

/* The hint that `except` leaves a column out, where a header named them; else NONE. */
nb_message nb_hint_leave_out(nb_reading *r, size_t column);

/* The names of the columns that are `wanted` (NULL: of all), as they are typed: x[1..4], t */
void nb_write_column_names(nb_reading *r, const bool *wanted, nb_buffer *out);

/* Begins the source anew: data x, t */
void nb_write_columns(nb_reading *r);

/* An error at `span` where there are not as many columns as names. */
NB_MUST_USE nb_status nb_check_width(nb_reading *r, size_t columns, nb_span span);

#endif
