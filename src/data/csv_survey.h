/* What the columns of a file hold, whatever that is. */
#ifndef NABLA_DATA_CSV_SURVEY_H
#define NABLA_DATA_CSV_SURVEY_H

#include "data/csv_table.h"

typedef enum nb_holds {
    NB_HOLDS_NOTHING, /* every cell is missing */
    NB_HOLDS_NUMBERS,
    NB_HOLDS_CLASSES, /* texts, or texts and numbers, of which few are different */
    NB_HOLDS_TEXTS,
    NB_HOLDS_MIXTURE  /* numbers, with some texts among them */
} nb_holds;

typedef struct nb_csv_content {
    size_t numbers, texts, gaps;
    nb_labels labels; /* of its cells, while they are few */
    bool many;        /* they are not */
    nb_holds holds;
} nb_csv_content;

enum { NB_SURVEY_ROWS = 3 };

typedef struct nb_csv_survey {
    size_t rows, gap_rows; /* gap_rows: with missing cells in the columns that the line takes */
    nb_csv_content *columns;
    nb_csv_cell *first; /* the cells of the first rows */
    size_t blocked;     /* the column, from 1, for which there is no line; 0: none */
    nb_csv csv;         /* with its problem */
} nb_csv_survey;

/* Looks at the whole file. NB_STATUS_ERROR: at the problem of survey->csv or, where that is
 * NB_CSV_FINE, it was stopped, which is said. Call nb_csv_survey_clear whatever it answers. */
NB_MUST_USE nb_status nb_csv_survey_init(nb_csv_survey *survey, nb_csv_table *t);
void nb_csv_survey_clear(nb_csv_survey *survey, const nb_csv_table *t);

/* The table's reader anew, at the beginning of its text; it blames no cell for what it holds. */
NB_MUST_USE nb_status nb_csv_begin_again(const nb_csv_table *t, nb_csv *csv);
/* Whether all that can be told of commas is 1,234, which without a word is no number. In a survey
 * it is 1234, and a line says so. */
bool nb_csv_is_doubtful(const nb_csv_table *t);

#endif
