/* The columns of a file by the names of its header, or by their order. */
#ifndef NABLA_DATA_CSV_COLUMNS_H
#define NABLA_DATA_CSV_COLUMNS_H

#include "data/csv_table.h"

/* Makes names of the header. A cell becomes a name by its letters and digits, with _ for what
 * stands between them; `note`: it is said where one is another than in the file. */
NB_MUST_USE nb_status nb_name_csv_columns(nb_csv_table *t, bool note);

/* Which columns of the file those of the statement are; without any, all but those of `except`. */
NB_MUST_USE nb_status nb_choose_csv_columns(nb_csv_table *t);

#endif
