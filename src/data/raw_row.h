/* What scaling did to columns, for numbers that are not of the data. */
#ifndef NABLA_DATA_RAW_ROW_H
#define NABLA_DATA_RAW_ROW_H

#include "data/data.h"

/* All scalings of a column as one; `scaled`: whether there was any. */
nb_scale nb_scale_of(const nb_data *data, size_t column, bool *scaled);

/* Scales numbers of a new row, x1 = 170, x = [1, 2], and puts them on their leaves. */
NB_MUST_USE nb_status nb_put_raw_row(nb_sheet *s, const nb_data *data,
                                     const nb_command_arg *changes);

/* Where a definition that was just given a number is a scaled column, or has one: the note that the
 * number is not scaled. */
void nb_note_scaled(nb_sheet *s, nb_def_id id);

#endif
