/* Samples that are typed: data x, t = [1, "a"; 2, "b"]. */
#ifndef NABLA_DATA_LITERAL_H
#define NABLA_DATA_LITERAL_H

#include "data/reading.h"

/* Reads a matrix into r->set, in the sheet's arena. A vector is one row, or the only column. */
NB_MUST_USE nb_status nb_read_matrix(nb_reading *r, const nb_command_arg *arg);

#endif
