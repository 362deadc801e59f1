/* What is done with samples before and while they are trained on: pure functions over a table of
 * numbers, `columns` a row, one row behind the other. A list of rows chooses rows and their order;
 * NULL means all of them, in order. */
#ifndef NABLA_TRAIN_DATASET_H
#define NABLA_TRAIN_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/random.h"
#include "base/status.h"

/* Classes: what one column, or the columns of a one-hot group, say of each row. */
typedef struct nb_class_group {
    size_t column, width;     /* its columns: one, or `count` in which 1 stands for the class */
    size_t count;             /* of the classes, numbered from 0 */
    const char *const *names; /* of each: its text in the file, or its number as a text */
    const double *values;     /* of one column: what stands there for each, ascending; else NULL */
} nb_class_group;

typedef struct nb_dataset {
    double *cells; /* rows × columns */
    size_t rows, columns;
    const nb_class_group *groups; /* in the order of their columns */
    size_t group_count;
} nb_dataset;

/* ---- scaling: x' = (x - shift) / size ---- */

typedef struct nb_scale {
    double shift, size;
} nb_scale;

/* The ways to find a scale, numbered from 0: their names; NULL behind the last. minmax: from the
 * smallest to the largest; the values become 0 to 1. zscore: from the mean to one standard
 * deviation more; the values get mean 0 and deviation 1. */
const char *nb_scaling_get(size_t scaling);
/* Whether it is made of a deviation, which divides by n, or that of a `sample` by n - 1. */
bool nb_scaling_deviates(size_t scaling);
/* The scale of a column, judged by `count` > 0 of its rows: those that are trained on. Of equal
 * values all become 0. */
nb_scale nb_scale_fit(size_t scaling, bool sample, const nb_dataset *data, size_t column,
                      const uint32_t *rows, size_t count);
/* Scales every row of the column. */
void nb_scale_apply(nb_scale scale, nb_dataset *data, size_t column);

/* ---- classes ---- */

enum { NB_MOST_CLASSES = 1000 }; /* that are told apart */

/* The different values of a column in ascending order; false when there are more than `room`. */
NB_MUST_USE bool nb_classes_find(const nb_dataset *data, size_t column, double *classes,
                                 size_t room, size_t *count);
/* Where a value stands among the classes, from 0; `count` when it does not. */
size_t nb_class_get(const double *classes, size_t count, double value);
/* The classes that a column, from 0, belongs to; NULL: it holds numbers. */
const nb_class_group *nb_class_group_find(const nb_dataset *data, size_t column);
/* The class of a row, from 0: of one column by its value, else the first of the largest. `count`
 * when it has none. */
size_t nb_class_group_get(const nb_class_group *group, const nb_dataset *data, size_t row);
/* The class that outputs say, from 0. One: 1 when it is not below `threshold`. Several: the first
 * of the largest. With nan among them it is their number, of one 2. */
size_t nb_class_said(const double *y, size_t count, double threshold);
/* Whether outputs are right. One: y and t lie on the same side of `threshold`, for classes 0 and 1
 * it is 0.5 (on it counts as above). Several: the largest y, the first of equal ones, stands where
 * the largest t stands. nan is never right. */
bool nb_is_right(const double *y, const double *t, size_t count, double threshold);

/* ---- training and testing ---- */

/* Chooses ⌈rows · percent / 100⌉ rows at random for the test (D. E. Knuth, TAOCP 2, 3.4.2,
 * algorithm S). `list` gets all rows: first *train that are trained on, then the others, each part
 * in order. 0 <= percent <= 100; rows < 2^32. */
void nb_split_rows(nb_random *random, size_t rows, double percent, uint32_t *list, size_t *train);

/* ---- batches ----
 * An epoch goes over all samples once. It takes one iteration a batch, and each iteration makes one
 * update: of D samples in batches of M these are D/M, rounded up, as the last batch may be short.
 * A size of 0, or more than there are samples, is the full batch. */

typedef struct nb_batch {
    size_t first, count; /* in the epoch's order of rows */
} nb_batch;

size_t nb_batch_iterations(size_t samples, size_t size);
/* Number `iteration`, from 0, of an epoch. */
nb_batch nb_batch_get(size_t samples, size_t size, size_t iteration);

#endif
