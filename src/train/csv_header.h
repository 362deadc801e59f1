/* The header of a table: rows of texts that name its columns.
 *
 *   - The first row is one when none of its cells is a number, and not all are empty; unless there
 *     are no numbers below it either, and most of its cells stand in their columns again: then it
 *     is a row like the others.
 *   - Rows of texts below it belong to it when in the columns of the first row of numbers stand
 *     texts. A name that its neighbour has, too, as of a cell that spans them, takes theirs on.
 *   - Where all rows have one cell more than it, these are their names, in a column without one. */
#ifndef NABLA_TRAIN_CSV_HEADER_H
#define NABLA_TRAIN_CSV_HEADER_H

#include "train/csv.h"

/* Reads the header at csv->at and goes on behind it, where there is one; else stays. */
NB_MUST_USE nb_status nb_csv_read_header(nb_csv *csv);

#endif
