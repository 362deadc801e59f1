/* A decimal number, rounded correctly. */
#ifndef NABLA_TRAIN_CSV_NUMBER_H
#define NABLA_TRAIN_CSV_NUMBER_H

#include "train/csv.h"

/* A decimal number at `text`, which must end in NUL; *end is behind it, or `text` itself where
 * there is none. Rounded correctly; inf and 0 where it is out of range, `*in_range` says so. */
double nb_csv_number(const char *text, const char **end, bool *in_range);

#endif
