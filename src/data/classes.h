/* Columns that hold classes: `onehot a, b` and `classes c` of a data statement. */
#ifndef NABLA_DATA_CLASSES_H
#define NABLA_DATA_CLASSES_H

#include "data/reading.h"

/* What the statement's clauses say of a column with this name. */
nb_class_use nb_class_use_of(const nb_reading *r, nb_symbol symbol);

/* An error where a clause names what is no column, or one twice. Once the columns are known. */
NB_MUST_USE nb_status nb_check_classes(nb_reading *r);

/* Columns of `onehot` become t[1] to t[k], one of which is 1; those of `classes` 1 to k. */
NB_MUST_USE nb_status nb_expand_classes(nb_reading *r);

/* Missing cells get the mean of those that are trained on. */
NB_MUST_USE nb_status nb_fill_means(nb_reading *r);

#endif
