/* What is wrong with a file. */
#ifndef NABLA_DATA_CSV_PROBLEM_H
#define NABLA_DATA_CSV_PROBLEM_H

#include "data/csv_table.h"

/* The error of t->csv.problem. Where no file is read, of NB_CSV_LABELS, and of NB_CSV_MISSING with
 * the clause `missing`. */
NB_MUST_USE nb_status nb_fail_csv(nb_csv_table *t);

#endif
