/* What the columns of a file hold, whatever that is; and the line that reads them. */
#ifndef NABLA_DATA_CSV_SURVEY_H
#define NABLA_DATA_CSV_SURVEY_H

#include "data/csv_table.h"

typedef enum nb_holds {
    NB_HOLDS_NOTHING, /* every cell is missing */
    NB_HOLDS_NUMBERS,
    NB_HOLDS_CLASSES, /* texts, of which there are few different ones */
    NB_HOLDS_TEXTS,
    NB_HOLDS_MIXTURE  /* numbers, with some texts among them */
} nb_holds;

typedef struct nb_csv_content {
    size_t numbers, texts, gaps;
    nb_labels labels; /* of texts, while they are few */
    bool many;        /* they are not */
    nb_holds holds;
} nb_csv_content;

enum { NB_SURVEY_ROWS = 3 };

typedef struct nb_csv_survey {
    size_t rows, gap_rows; /* gap_rows: with missing cells in the columns that the line takes */
    nb_csv_content *columns;
    nb_csv_cell *first; /* the cells of the first rows */
    nb_csv csv;         /* with its problem */
} nb_csv_survey;

/* Looks at the whole file. NB_STATUS_ERROR: at the problem of survey->csv or, where that is
 * NB_CSV_FINE, it was stopped, which is said. Call nb_csv_survey_clear whatever it answers. */
NB_MUST_USE nb_status nb_csv_survey_init(nb_csv_survey *survey, nb_csv_table *t);
void nb_csv_survey_clear(nb_csv_survey *survey, const nb_csv_table *t);

/* Writes the line that reads the file: what the statement takes of it or, where that is everything,
 * what can be used. `mean`: where skipping would leave less than half of the rows, missing cells
 * get a mean. Writes nothing where no line does. */
NB_MUST_USE nb_status nb_write_csv_line(nb_csv_survey *survey, nb_csv_table *t, bool mean,
                                        nb_buffer *line);

/* The hint with that line; NONE: there is none. */
NB_MUST_USE nb_status nb_hint_csv_line(nb_csv_table *t, nb_message *hint);

#endif
