/* `data` alone, `data none`, and what is said of rows. */
#ifndef NABLA_DATA_SHOW_DATA_H
#define NABLA_DATA_SHOW_DATA_H

#include "data/data.h"

/* How many rows there are, and what for. */
nb_message nb_say_rows(const nb_data *data, size_t on_leaves);

/* The columns, what they hold, how they are scaled, where they come from. */
NB_MUST_USE nb_status nb_show_data(nb_sheet *s);

/* There are no data any more; the leaves keep their numbers. */
NB_MUST_USE nb_status nb_detach_data(nb_sheet *s);

/* The class that a row, from 0, has by this column; empty where the column says nothing of it. */
nb_table_cell nb_class_cell(nb_sheet *s, const nb_data *data, size_t column, size_t row);

#endif
