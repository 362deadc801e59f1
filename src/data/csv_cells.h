/* The cells of a file, or of rows that were typed with texts among them. */
#ifndef NABLA_DATA_CSV_CELLS_H
#define NABLA_DATA_CSV_CELLS_H

#include "data/csv_table.h"

/* Once the columns are chosen: reads what they hold into r->set, in the sheet's arena. An error is
 * said, but for that of t->csv.problem, where it is not NB_CSV_FINE. */
NB_MUST_USE nb_status nb_read_csv_cells(nb_csv_table *t);

/* Writes the statement's clause `missing` to r->source, if there is one. */
void nb_write_missing(nb_reading *r);

#endif
