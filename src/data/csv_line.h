/* The line that reads a file. */
#ifndef NABLA_DATA_CSV_LINE_H
#define NABLA_DATA_CSV_LINE_H

#include "data/csv_survey.h"

/* Writes the line that reads the file: what the statement takes of it or, where that is everything,
 * what can be used. `mean`: where skipping would leave less than half of the rows, missing cells
 * get a mean. Writes nothing where no line does:
 * survey->blocked may say why. */
NB_MUST_USE nb_status nb_write_csv_line(nb_csv_survey *survey, nb_csv_table *t, bool mean,
                                        nb_buffer *line);

/* The hint with that line; NONE: there is none. */
NB_MUST_USE nb_status nb_hint_csv_line(nb_csv_table *t, nb_message *hint);

#endif
