/* Samples from a file. */
#ifndef NABLA_LEARN_CSV_FILE_H
#define NABLA_LEARN_CSV_FILE_H

#include "learn/read_data.h"

/* Reads a file of comma-separated values; names without columns come from its header. */
NB_MUST_USE nb_status nb_read_csv_file(nb_reading *r, const nb_command_arg *file);

#endif
