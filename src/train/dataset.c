/* Scaling, classes, splitting, batches. See dataset.h for the definitions. */
#include "train/dataset.h"

#include <math.h>
#include <string.h>

static double get(const nb_dataset *data, size_t row, size_t column) {
    return data->cells[row * data->columns + column];
}

/* ---- scaling ---- */

typedef struct view { /* what a scale is judged by */
    const nb_dataset *data;
    size_t column, count;
    const uint32_t *rows;
    double low, high;
    bool sample; /* the deviation is that of a sample: of two values at least */
} view;

static double value_of(const view *v, size_t i) {
    return get(v->data, v->rows != NULL ? v->rows[i] : i, v->column);
}

static nb_scale fit_minmax(const view *v) {
    return (nb_scale){v->low, v->high - v->low};
}

/* Sums of what lies above the smallest, then of squares around the mean: what all values have in
 * common takes no digits away. */
static nb_scale fit_zscore(const view *v) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < v->count; i++) sum += value_of(v, i) - v->low;
    double mean = v->low + sum / (double)v->count;
    for (size_t i = 0; i < v->count; i++) {
        double off = value_of(v, i) - mean;
        squares += off * off;
    }
    return (nb_scale){mean, sqrt(squares / (double)(v->count - v->sample))};
}

static const struct scaling {
    const char *name;
    nb_scale (*fit)(const view *v);
    bool deviates;
} scalings[] = {{"minmax", fit_minmax, false}, {"zscore", fit_zscore, true}};

const char *nb_scaling_get(size_t scaling) {
    return scaling < sizeof scalings / sizeof *scalings ? scalings[scaling].name : NULL;
}

bool nb_scaling_deviates(size_t scaling) {
    return scalings[scaling].deviates;
}

nb_scale nb_scale_fit(size_t scaling, bool sample, const nb_dataset *data, size_t column,
                      const uint32_t *rows, size_t count) {
    view v = {data, column, count, rows, INFINITY, -INFINITY, sample};
    for (size_t i = 0; i < count; i++) {
        double x = value_of(&v, i);
        if (x < v.low) v.low = x;
        if (x > v.high) v.high = x;
    }
    return v.low < v.high ? scalings[scaling].fit(&v) : (nb_scale){v.low, 1};
}

void nb_scale_apply(nb_scale scale, nb_dataset *data, size_t column) {
    for (size_t i = 0; i < data->rows; i++) {
        double *x = &data->cells[i * data->columns + column];
        *x = (*x - scale.shift) / scale.size;
    }
}

/* ---- classes ---- */

/* The place of a value, or where it would have to be inserted. */
static size_t find_place(const double *classes, size_t count, double value) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (classes[middle] < value) low = middle + 1;
        else high = middle;
    }
    return low;
}

bool nb_classes_find(const nb_dataset *data, size_t column, double *classes, size_t room,
                     size_t *count) {
    *count = 0;
    for (size_t i = 0; i < data->rows; i++) {
        double value = get(data, i, column);
        size_t at = find_place(classes, *count, value);
        if (at < *count && classes[at] == value) continue;
        if (*count == room) return false;
        memmove(classes + at + 1, classes + at, (*count - at) * sizeof *classes);
        classes[at] = value;
        ++*count;
    }
    return true;
}

size_t nb_class_get(const double *classes, size_t count, double value) {
    size_t at = find_place(classes, count, value);
    return at < count && classes[at] == value ? at : count;
}

/* The place of the largest, the first of equal ones; `count` when there is a nan. */
static size_t largest_of(const double *x, size_t count) {
    size_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(x[i])) return count;
        if (x[i] > x[largest]) largest = i;
    }
    return largest;
}

const nb_class_group *nb_class_group_find(const nb_dataset *data, size_t column) {
    for (size_t i = 0; i < data->group_count; i++) {
        const nb_class_group *group = &data->groups[i];
        if (column >= group->column && column - group->column < group->width) return group;
    }
    return NULL;
}

size_t nb_class_group_get(const nb_class_group *group, const nb_dataset *data, size_t row) {
    const double *cells = data->cells + row * data->columns + group->column;
    return group->values != NULL ? nb_class_get(group->values, group->count, *cells)
                                 : largest_of(cells, group->count);
}

size_t nb_class_said(const double *y, size_t count, double threshold) {
    if (count > 1) return largest_of(y, count);
    return isnan(*y) ? 2 : *y >= threshold;
}

bool nb_is_right(const double *y, const double *t, size_t count, double threshold) {
    size_t said = nb_class_said(y, count, threshold);
    return said < (count > 1 ? count : 2) && said == nb_class_said(t, count, threshold);
}

/* ---- training and testing ---- */

void nb_split_rows(nb_random *random, size_t rows, double percent, uint32_t *list, size_t *train) {
    size_t test = (size_t)-floor(-((double)rows * percent / 100));
    size_t wanted = test, kept = 0;
    *train = rows - test;
    for (size_t i = 0; i < rows; i++) {
        bool chosen = wanted > 0 && nb_random_below(random, (uint32_t)(rows - i)) < wanted;
        if (chosen) list[*train + test - wanted--] = (uint32_t)i;
        else list[kept++] = (uint32_t)i;
    }
}

/* ---- batches ---- */

static size_t size_of(size_t samples, size_t size) {
    return size == 0 || size > samples ? samples : size;
}

size_t nb_batch_iterations(size_t samples, size_t size) {
    size = size_of(samples, size);
    return samples == 0 ? 0 : (samples - 1) / size + 1;
}

nb_batch nb_batch_get(size_t samples, size_t size, size_t iteration) {
    size = size_of(samples, size);
    nb_batch batch = {iteration * size, size};
    if (batch.count > samples - batch.first) batch.count = samples - batch.first;
    return batch;
}
