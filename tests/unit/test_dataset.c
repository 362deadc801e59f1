/* Scaling, classes, splitting and batches, with the numbers of the reference catalogue. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "train/dataset.h"

static void near(double found, double wanted) {
    if (!(fabs(found - wanted) <= 1e-12 * fmax(1e-3, fabs(wanted))))
        fail_msg("%.17g should be %.17g", found, wanted);
}

/* ---- scaling ---- */

static nb_scale fit(const char *name, double *cells, size_t rows, const uint32_t *list,
                    size_t count) {
    size_t scaling = 0;
    while (strcmp(nb_scaling_get(scaling), name) != 0) scaling++;
    nb_dataset data = {.cells = cells, .rows = rows, .columns = 1};
    return nb_scale_fit(scaling, false, &data, 0, list, count);
}

/* Scales a column of nine. */
static void check_scaling(const char *name, const double given[9], const double wanted[9]) {
    double cells[9];
    memcpy(cells, given, sizeof cells);
    nb_dataset data = {.cells = cells, .rows = 9, .columns = 1};
    nb_scale_apply(fit(name, cells, 9, NULL, 9), &data, 0);
    for (int i = 0; i < 9; i++) near(cells[i], wanted[i]);
}

static void test_scaling(void **state) {
    (void)state;
    static const double numbers[9] = {0, 0, 1, 1, 1, 2, 2, 3, 100};
    static const double heights[9] = {180, 170, 175, 170, 163, 154, 165, 160, 173};
    check_scaling("minmax", numbers, (double[9]){0, 0, 0.01, 0.01, 0.01, 0.02, 0.02, 0.03, 1});
    check_scaling("zscore", numbers,
                  (double[9]){-0.3936613548407844, -0.3936613548407844, -0.36145269853562934,
                             -0.36145269853562934, -0.36145269853562934, -0.3292440422304742,
                             -0.3292440422304742, -0.29703538592531914, 2.8272042756747244});
    check_scaling("minmax", heights,
                  (double[9]){1.0, 0.6153846153846154, 0.8076923076923077, 0.6153846153846154,
                             0.34615384615384615, 0.0, 0.4230769230769231,
                             0.23076923076923078, 0.7307692307692307});
    check_scaling("zscore", heights,
                  (double[9]){1.6086272965788395, 0.2924776902870617, 0.9505524934329507,
                             0.2924776902870617, -0.6288270341171828, -1.8133616797797827,
                             -0.3655971128588272, -1.023671916004716, 0.687322572174595});
}

/* The deviation of a sample, computed with 50 digits. */
static void test_sample(void **state) {
    (void)state;
    double heights[9] = {180, 170, 175, 170, 163, 154, 165, 160, 173};
    nb_dataset data = {.cells = heights, .rows = 9, .columns = 1};
    size_t scaling = 0;
    while (!nb_scaling_deviates(scaling)) scaling++;
    nb_scale scale = nb_scale_fit(scaling, true, &data, 0, NULL, 9);
    near(scale.shift, 167.77777777777777);
    near(scale.size, 8.0588116024910549);
    scale = nb_scale_fit(scaling, true, &data, 0, (uint32_t[]){0, 5}, 2);
    near(scale.shift, 167);
    near(scale.size, 26 / sqrt(2));
}

static void test_scaling_edges(void **state) {
    (void)state;
    size_t scaling;
    assert_null(nb_scaling_get(2));
    /* equal values, whose computed mean need not be equal to them */
    double same[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    for (scaling = 0; nb_scaling_get(scaling) != NULL; scaling++) {
        nb_scale scale = fit(nb_scaling_get(scaling), same, 7, NULL, 7);
        assert_true(scale.shift == 0.1 && scale.size == 1);
    }
    for (int sample = 0; sample < 2; sample++) { /* one row is no sample */
        nb_dataset one = {.cells = same, .rows = 1, .columns = 1};
        nb_scale scale = nb_scale_fit(1, sample != 0, &one, 0, NULL, 1);
        assert_true(scale.shift == 0.1 && scale.size == 1);
    }
    /* the sum of these is no double */
    double odd[] = {0x1p53 - 3, 0x1p53 - 2, 0x1p53 - 1};
    nb_scale narrow = fit("zscore", odd, 3, NULL, 3);
    assert_true(narrow.shift == odd[1]);
    near(narrow.size, sqrt(2.0 / 3));
    /* little differences far from 0 */
    double far[] = {1e9 + 1, 1e9 + 2, 1e9 + 3, -7, 1e9};
    nb_scale scale = fit("zscore", far, 5, (uint32_t[]){0, 1, 2}, 3);
    assert_true(scale.shift == 1e9 + 2);
    near(scale.size, sqrt(2.0 / 3));
    scale = fit("minmax", far, 5, (uint32_t[]){4, 2}, 2); /* judged by some, applied to all */
    nb_dataset data = {.cells = far, .rows = 5, .columns = 1};
    nb_scale_apply(scale, &data, 0);
    near(far[1], 2.0 / 3);
    near(far[3], (-7 - 1e9) / 3);
}

static void test_other_columns_stay(void **state) {
    (void)state;
    double cells[] = {1, 2, 3, 4, 6, 9};
    nb_dataset data = {.cells = cells, .rows = 2, .columns = 3};
    nb_scale_apply(nb_scale_fit(0, false, &data, 1, NULL, 2), &data, 1);
    static const double wanted[] = {1, 0, 3, 4, 1, 9};
    assert_memory_equal(cells, wanted, sizeof wanted);
}

/* ---- classes ---- */

static void test_classes(void **state) {
    (void)state;
    double cells[] = {0, 7, 0, -1, 0, 7, 0, 2.5, 0, -1}, classes[3];
    nb_dataset data = {.cells = cells, .rows = 5, .columns = 2};
    size_t count;
    assert_true(nb_classes_find(&data, 1, classes, 3, &count));
    assert_int_equal(count, 3);
    assert_true(classes[0] == -1 && classes[1] == 2.5 && classes[2] == 7);
    for (size_t i = 0; i < 3; i++) assert_int_equal(nb_class_get(classes, 3, classes[i]), i);
    assert_int_equal(nb_class_get(classes, 3, 2), 3);
    assert_int_equal(nb_class_get(classes, 3, 8), 3);
    assert_false(nb_classes_find(&data, 1, classes, 2, &count));
    assert_true(nb_classes_find(&data, 0, classes, 1, &count));
    assert_int_equal(count, 1);
}

/* One column holds 1 to 3, scaled to 0, 0.5 and 1; the next two are one-hot. */
static void test_class_groups(void **state) {
    (void)state;
    static const char *const sizes[] = {"large", "small", "tiny"};
    static const char *const sexes[] = {"female", "male"};
    static const double values[] = {0, 0.5, 1};
    double cells[] = {9, 0.5, 0, 1, 9, 1, 1, 0, 9, 0.25, 0, 1};
    const nb_class_group groups[] = {{1, 1, 3, sizes, values}, {2, 2, 2, sexes, NULL}};
    nb_dataset data = {cells, 3, 4, groups, 2};
    assert_null(nb_class_group_find(&data, 0));
    assert_ptr_equal(nb_class_group_find(&data, 1), &groups[0]);
    assert_ptr_equal(nb_class_group_find(&data, 2), &groups[1]);
    assert_ptr_equal(nb_class_group_find(&data, 3), &groups[1]);
    assert_null(nb_class_group_find(&data, 4));
    assert_int_equal(nb_class_group_get(&groups[0], &data, 0), 1);
    assert_int_equal(nb_class_group_get(&groups[0], &data, 1), 2);
    assert_int_equal(nb_class_group_get(&groups[0], &data, 2), 3); /* none */
    assert_int_equal(nb_class_group_get(&groups[1], &data, 0), 1);
    assert_int_equal(nb_class_group_get(&groups[1], &data, 1), 0);
}

static void test_right(void **state) {
    (void)state;
    assert_true(nb_is_right((double[]){0.7}, (double[]){1}, 1, 0.5));
    assert_true(nb_is_right((double[]){0.5}, (double[]){1}, 1, 0.5));
    assert_true(nb_is_right((double[]){0.2}, (double[]){0}, 1, 0.5));
    assert_false(nb_is_right((double[]){0.7}, (double[]){0}, 1, 0.5));
    assert_true(nb_is_right((double[]){-0.2}, (double[]){-1}, 1, 0));
    assert_false(nb_is_right((double[]){NAN}, (double[]){0}, 1, 0.5));
    double t[] = {0, 1, 0};
    assert_true(nb_is_right((double[]){0.2, 0.5, 0.3}, t, 3, 0.5));
    assert_false(nb_is_right((double[]){0.6, 0.5, 0.3}, t, 3, 0.5));
    assert_false(nb_is_right((double[]){0.5, 0.5, 0}, t, 3, 0.5)); /* the first of equal ones */
    assert_false(nb_is_right((double[]){0.2, NAN, 0.3}, t, 3, 0.5));
    assert_false(nb_is_right((double[]){NAN, 0.5, 0.3}, t, 3, 0.5));
}

/* ---- splitting ---- */

static void check_split(size_t rows, double percent, size_t wanted_test) {
    uint32_t list[300];
    size_t train, seen[300] = {0};
    nb_random random;
    nb_random_seed(&random, 3);
    nb_split_rows(&random, rows, percent, list, &train);
    assert_int_equal(rows - train, wanted_test);
    for (size_t i = 0; i < rows; i++) {
        assert_true(list[i] < rows);
        seen[list[i]]++;
        if (i > 0 && i != train) assert_true(list[i] > list[i - 1]);
    }
    for (size_t i = 0; i < rows; i++) assert_int_equal(seen[i], 1);
}

static void test_split(void **state) {
    (void)state;
    check_split(100, 20, 20);
    check_split(100, 7, 7); /* 0.07 · 100 is 7.000000000000001 */
    check_split(10, 25, 3);
    check_split(150, 33.3, 50);
    check_split(7, 0, 0);
    check_split(7, 100, 7);
    check_split(1, 20, 1);
    check_split(0, 20, 0);
    /* every row is as likely as any other: each count is binomial, with variance 2000 · 0.16 */
    enum { TIMES = 2000, ROWS = 10 };
    size_t chosen[ROWS] = {0};
    nb_random random;
    nb_random_seed(&random, 4);
    for (int i = 0; i < TIMES; i++) {
        uint32_t list[ROWS];
        size_t train;
        nb_split_rows(&random, ROWS, 20, list, &train);
        for (size_t k = train; k < ROWS; k++) chosen[list[k]]++;
    }
    for (size_t i = 0; i < ROWS; i++)
        assert_true(fabs((double)chosen[i] - 0.2 * TIMES) < 4 * sqrt(0.16 * TIMES));
}

/* ---- batches ---- */

static void test_iterations(void **state) {
    (void)state;
    assert_int_equal(nb_batch_iterations(2000, 200), 10);
    assert_int_equal(nb_batch_iterations(60000, 100), 600);
    assert_int_equal(nb_batch_iterations(2000, 1), 2000);
    assert_int_equal(nb_batch_iterations(2000, 2000), 1);
    assert_int_equal(nb_batch_iterations(2000, 300), 7);
    assert_int_equal(nb_batch_get(2000, 300, 6).count, 200);
    assert_int_equal(nb_batch_iterations(2000, 0), 1);
    assert_int_equal(nb_batch_iterations(3, SIZE_MAX), 1);
    assert_int_equal(nb_batch_iterations(0, 0), 0);
    for (size_t samples = 1; samples < 40; samples++)
        for (size_t size = 0; size < 45; size++) {
            size_t next = 0;
            for (size_t i = 0; i < nb_batch_iterations(samples, size); i++) {
                nb_batch batch = nb_batch_get(samples, size, i);
                assert_true(batch.first == next && batch.count > 0);
                next += batch.count;
            }
            assert_int_equal(next, samples);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scaling),            cmocka_unit_test(test_sample),
        cmocka_unit_test(test_scaling_edges),      cmocka_unit_test(test_other_columns_stay),
        cmocka_unit_test(test_classes),            cmocka_unit_test(test_class_groups),
        cmocka_unit_test(test_right),              cmocka_unit_test(test_split),
        cmocka_unit_test(test_iterations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
