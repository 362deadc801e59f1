/* What `evaluate`, `predictions` and `confusion` say, against numbers that were computed otherwise:
 * by Python's fractions from the same rows. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "train/scores.h"

/* ---- R², MAE, RMSE ---- */

/* Python 3, fractions.Fraction of the decimals: r2, mae, and the square of rmse. Rounding: each of
 * the sums of n terms is off by n ε at most, relative to the sum of their sizes. */
static void test_scores(void **state) {
    (void)state;
    static const double y[] = {2.5, 0, 2, 8, 1}, t[] = {3, -0.5, 2, 7, 4};
    nb_scores s = nb_scores_get(y, t, 5, 1);
    assert_true(fabs(s.r2 - (1 - 10.5 / 30.2)) < 20 * DBL_EPSILON); /* 1 − (21/2)/(151/5) */
    assert_true(fabs(s.mae - 1) < 20 * DBL_EPSILON);
    assert_true(fabs(s.rmse - sqrt(2.1)) < 20 * DBL_EPSILON);
    s = nb_scores_get(y, y, 5, 1);
    assert_true(s.r2 == 1 && s.mae == 0 && s.rmse == 0);
    const double same[] = {3, 3, 3}, other[] = {3, 4, 3};
    s = nb_scores_get(other, same, 3, 1);
    assert_true(isnan(s.r2) && fabs(s.mae - 1.0 / 3) < DBL_EPSILON);
    const double pairs[] = {1, 10, 2, 20, 3, 31}, wanted[] = {1, 10, 2, 20, 3, 30};
    s = nb_scores_get(pairs + 1, wanted + 1, 3, 2); /* the second of each pair */
    assert_true(fabs(s.r2 - (1 - 1.0 / 200)) < 20 * DBL_EPSILON);
}

/* What all targets have in common takes no digits away: 1e9 is added to all. */
static void test_shifted(void **state) {
    (void)state;
    const double y[] = {1e9 + 2.5, 1e9, 1e9 + 2}, t[] = {1e9 + 3, 1e9 - 0.5, 1e9 + 2};
    nb_scores s = nb_scores_get(y, t, 3, 1);
    assert_true(fabs(s.r2 - (1 - 0.5 / 6.5)) < 1e-15); /* 1 − (1/2)/(13/2), exact but for /3 */
}

/* ---- through the language ---- */

static const nb_table_block *find_table(const nb_result *result, const char *key) {
    for (const nb_block *block = result->first; block != NULL; block = block->next) {
        const char *own = block->kind == NB_BLOCK_TABLE ? block->as.table.key : NULL;
        if (block->kind != NB_BLOCK_TABLE) continue;
        if (key == NULL ? own == NULL : own != NULL && strcmp(key, own) == 0)
            return &block->as.table;
    }
    fail_msg("no such table");
    return NULL;
}

static double cell(const nb_table_block *table, size_t row, const char *key) {
    for (size_t k = 0; k < table->column_count; k++)
        if (strcmp(table->columns[k].key, key) == 0)
            return table->cells[row * table->column_count + k].number;
    fail_msg("no column %s", key);
    return 0;
}

/* y = 2x + 0.5: errors −0.5, 0.5, −0.5, 0.5 from −2.5 to 8.5; Σ(t − 5.25)² = 91/4. */
static void test_evaluate(void **state) {
    (void)state;
    static const char *const engines[] = {"plain", "compiled"};
    double losses[2];
    for (int k = 0; k < 2; k++) {
        char text[40];
        nb_session *s = nb_session_new(&(nb_host){.user = NULL});
        snprintf(text, sizeof text, "set engine %s\n", engines[k]);
        run(s, text);
        run(s, "data x, t = [1, 2; 2, 4; 3, 7; 4, 8]\n");
        run(s, "w = 2; b = 0.5\n");
        run(s, "y = w*x + b\n");
        run(s, "L = (y - t)^2*exp(x/7)\n");
        nb_result *result = ask(s, "evaluate L, y\n");
        const nb_table_block *table = find_table(result, NULL);
        assert_true(fabs(cell(table, 0, "r2") - (1 - 4.0 / 91)) < 20 * DBL_EPSILON);
        assert_true(cell(table, 0, "mae") == 0.5 && cell(table, 0, "rmse") == 0.5);
        losses[k] = cell(table, 0, "L");
        nb_result_free(result);
        nb_session_free(s);
    }
    double mean = 0;
    for (int x = 1; x <= 4; x++) mean += 0.25 * exp(x / 7.0) / 4;
    assert_true(losses[0] == losses[1] && fabs(losses[0] - mean) < 4 * DBL_EPSILON);
}

/* The same rows are counted by `confusion`, `predictions` and here, one by one. */
static void test_confusion(void **state) {
    (void)state;
    nb_session *s = nb_session_new(&(nb_host){.user = NULL});
    run(s, "seed 4\n");
    run(s, "data x[1..2], k from blobs(40, noise=3, classes=3) onehot k test 25%\n");
    run(s, "p = softmax([x[1], x[2], 1 - x[1]])\n");
    size_t counts[3][3] = {{0}}, right = 0;
    for (int row = 1; row <= 40; row++) {
        char text[20];
        size_t class = 0, said = 0;
        double x[2], a[3];
        snprintf(text, sizeof text, "row %d\n", row);
        run(s, text);
        x[0] = run(s, "x[1]\n");
        x[1] = run(s, "x[2]\n");
        a[0] = x[0], a[1] = x[1], a[2] = 1 - x[0];
        while (run(s, class == 0 ? "k[1]\n" : class == 1 ? "k[2]\n" : "k[3]\n") != 1) class++;
        for (size_t i = 1; i < 3; i++) said = a[i] > a[said] ? i : said;
        counts[class][said]++;
        right += class == said;
    }
    nb_result *result = ask(s, "confusion p\n");
    const nb_table_block *table = find_table(result, "confusion");
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 3; k++)
            assert_true(table->cells[i * 4 + k + 1].number == (double)counts[i][k]);
    assert_true(right > 5 && right < 35);
    assert_true(fact_of(result, "accuracy") == (double)right / 40);
    const nb_table_block *rates = find_table(result, NULL);
    double of = (double)(counts[1][0] + counts[1][1] + counts[1][2]);
    double taken = (double)(counts[0][1] + counts[1][1] + counts[2][1]);
    assert_true(cell(rates, 1, "recall") == (double)counts[1][1] / of);
    assert_true(cell(rates, 1, "precision") == (double)counts[1][1] / taken);
    nb_result_free(result);
    result = ask(s, "evaluate p\n");
    double train = fact_of(result, "train") * 30, test = fact_of(result, "test") * 10;
    assert_true(fabs(train + test - (double)right) < 1e-12);
    nb_result_free(result);
    nb_session_free(s);
}

/* The leaves keep the row that they hold, whatever is listed. */
static void test_row_stays(void **state) {
    (void)state;
    nb_session *s = nb_session_new(&(nb_host){.user = NULL});
    run(s, "data x, t = [1, 2; 2, 4; 3, 7]; row 2; y = 2x\n");
    run(s, "predictions y numbers\n");
    assert_true(run(s, "x\n") == 2 && run(s, "y\n") == 4);
    char *list = list_of(s);
    run(s, "evaluate y; predictions y\n");
    char *after = list_of(s);
    assert_string_equal(list, after);
    free(list);
    free(after);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scores), cmocka_unit_test(test_shifted),
        cmocka_unit_test(test_evaluate), cmocka_unit_test(test_confusion),
        cmocka_unit_test(test_row_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
