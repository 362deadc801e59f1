/* What is said about rows, by either engine the same to the last digit: rows are computed some at a
 * time, so that their number goes from one to a little more than two such parts. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "train/objective.h"

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};

static const char *const questions[] = {
    "accuracy y\n", "confusion y\n", "predictions s, y\n", "predictions y\n", "evaluate y, L\n",
    "accuracy z[1], z[2]\n", "predictions z[1], z[2]\n", "evaluate d\n", "predictions d numbers\n",
    "plot boundary y over x1, x2\n"};

static void begin(nb_session *s, unsigned rows, const char *engine) {
    char text[900];
    snprintf(text, sizeof text,
             "set engine %s; set digits 17; seed 1; data x1, x2, t from moons(%u) test %u%%;\n"
             "W = normal(4, 2); v = normal(4); s = dot(v, relu(W @ [x1, x2])) - 0.3;\n"
             "y = sigmoid(s); L = binary_cross_entropy(y, t); z = softmax([s, x1]); d = s^2 - t;\n",
             engine, rows, rows > 1 ? 30 : 0);
    run(s, text);
}

static void answer(unsigned rows, const char *engine, const char *question, nb_buffer *all) {
    nb_result *result;
    nb_session *s = new_session();
    begin(s, rows, engine);
    nb_status status = nb_feed(s, question, strlen(question), &result);
    assert_true(status == NB_STATUS_OK || status == NB_STATUS_ERROR);
    nb_buffer_init(all, &memory);
    render_all(result, all);
    nb_result_free(result);
    nb_session_free(s);
}

static void test_engines_agree(void **state) {
    (void)state;
    static const unsigned rows[] = {2, 5, 17, NB_ROWS_AT_ONCE - 1, NB_ROWS_AT_ONCE,
                                    NB_ROWS_AT_ONCE + 1, 2 * NB_ROWS_AT_ONCE + 3};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t k = 0; k < sizeof questions / sizeof *questions; k++) {
            nb_buffer plain, compiled;
            answer(rows[i], "plain", questions[k], &plain);
            answer(rows[i], "compiled", questions[k], &compiled);
            assert_string_equal(plain.data, compiled.data);
            nb_buffer_clear(&plain);
            nb_buffer_clear(&compiled);
        }
    }
}

/* Row by row, against the values that the leaves give. */
static void test_rows(void **state) {
    (void)state;
    enum { ROWS = NB_ROWS_AT_ONCE + 9 };
    nb_session *s = new_session();
    begin(s, ROWS, "compiled");
    nb_result *result = ask(s, "predictions y\n");
    const nb_table_block *table = table_of(result, 0);
    assert_true(table->row_count >= 10);
    for (size_t i = 0; i < table->row_count; i++) {
        char text[60];
        const nb_table_cell *row = table->cells + i * table->column_count;
        snprintf(text, sizeof text, "row %g\ny\n", row[0].number);
        double y = run(s, text);
        bool found = false;
        for (size_t k = 1; k < table->column_count; k++) found = found || row[k].number == y;
        assert_true(found);
    }
    nb_result_free(result);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_engines_agree),
                                       cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
