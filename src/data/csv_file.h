/* Samples from a file of comma-separated values. */
#ifndef NABLA_DATA_CSV_FILE_H
#define NABLA_DATA_CSV_FILE_H

#include "data/reading.h"

/* Reads the file that an argument names into r->set, in the sheet's arena. If the statement names
 * no columns, their names come from the file's header. Errors name the line of the file. */
NB_MUST_USE nb_status nb_read_csv_file(nb_reading *r, const nb_command_arg *file);

#endif
