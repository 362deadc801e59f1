/* Tables, equations, bars and sentences as text at several widths, in ASCII and for screen readers,
 * and as JSON. */
#include "json/json.h"
#include "view/message.h"
#include "view_results.h"

static const nb_view plain = {.digits = 6, .width = 80, .plain = true};
static const nb_view very_narrow = {.digits = 6, .width = 24};

static nb_table_cell text_cell(nb_result *result, const char *words) {
    return (nb_table_cell){.kind = NB_CELL_TEXT, .text = formula(result, words)};
}

static nb_table_cell number_cell(double number) {
    return (nb_table_cell){.kind = NB_CELL_NUMBER, .number = number};
}

static nb_table_cell bar_cell(double number) {
    return (nb_table_cell){.kind = NB_CELL_BAR, .number = number};
}

/* ---- columns ---- */

static void add_row(nb_result *result, nb_table_block *table, const char *name, double gradient,
                    double numerical) {
    nb_table_cell *row = nb_table_row(table);
    row[0] = text_cell(result, name);
    row[1] = number_cell(gradient);
    if (isfinite(numerical)) row[2] = number_cell(numerical);
    row[3] = (nb_table_cell){.kind = NB_CELL_SAID, .said = NB_PLAIN(CHECK_RIGHT)};
}

static nb_result *checked(void) {
    const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "node", NB_PLAIN(HEAD_NODE), NULL},
        {NB_COLUMN_GRADIENT, "gradient", NB_SAY(HEAD_GRADIENT, NB_TEXT("L")), NULL},
        {NB_COLUMN_NUMBER, "numerical", NB_PLAIN(HEAD_NUMERICAL), NULL},
        {NB_COLUMN_TEXT, "verdict", NB_PLAIN(HEAD_VERDICT), NULL}};
    nb_result *result = new_result();
    nb_table_block *table = nb_result_table(result, columns, COUNT(columns), 3);
    assert_non_null(table);
    add_row(result, table, "사과", -1.5, -1.5);
    add_row(result, table, "tanh(무게·사과 + 절편) − (1 + exp(−무게·사과))", 0.25, (double)NAN);
    add_row(result, table, "w", 1e-10, 0);
    table->cells[2 * COUNT(columns) + 2].digits = 1;
    nb_table_fact(table, "wrong", 0);
    nb_result_prose(result, NB_SAY(CHECK_ALL_RIGHT, NB_COUNT(3), NB_TEXT("L")));
    return result;
}

static void test_columns(void **state) {
    (void)state;
    check_text(checked(), &wide, "  node   ∂L/∂node   numerical   verdict\n"
                                 "  사과       -1.5        -1.5   ok\n"
                                 "  tanh(무게·사과 + 절편) − (1 + exp(−무게·사과))\n"
                                 "             0.25               ok\n"
                                 "  w         1e-10           0   ok\n"
                                 "  All 3 gradients of L agree with central differences.\n");
    check_text(checked(), &narrow, "  node   ∂L/∂node   numerical   verdict\n"
                                   "  사과       -1.5        -1.5   ok\n"
                                   "  tanh(무게·사과 + 절편)\n"
                                   "    − (1 + exp(−무게·사과))\n"
                                   "             0.25               ok\n"
                                   "  w         1e-10           0   ok\n"
                                   "  All 3 gradients of L agree with\n"
                                   "  central differences.\n");
}

/* Where columns do not fit, one fact stands below the other. */
static void test_stacked(void **state) {
    (void)state;
    check_text(checked(), &very_narrow, "  사과\n"
                                        "    ∂L/∂node    -1.5\n"
                                        "    numerical   -1.5\n"
                                        "    verdict     ok\n"
                                        "  tanh(무게·사과 + 절편)\n"
                                        "    − (1\n"
                                        "    + exp(−무게·사과))\n"
                                        "    ∂L/∂node    0.25\n"
                                        "    verdict     ok\n"
                                        "  w\n"
                                        "    ∂L/∂node    1e-10\n"
                                        "    numerical   0\n"
                                        "    verdict     ok\n"
                                        "  All 3 gradients of L\n"
                                        "  agree with central\n"
                                        "  differences.\n");
}

/* ---- equations ---- */

static nb_result *equations(void) {
    static const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "expression", {NB_MESSAGE_NONE, {{0}}}, NULL},
        {NB_COLUMN_TEXT, "numbers", {NB_MESSAGE_NONE, {{0}}}, "= "},
        {NB_COLUMN_VALUE, "value", {NB_MESSAGE_NONE, {{0}}}, "= "}};
    nb_result *result = new_result();
    nb_table_block *table = nb_result_table(result, columns, COUNT(columns), 2);
    assert_non_null(table);
    nb_table_cell *row = nb_table_row(table);
    row[0] = text_cell(result, "(L(w + ε) − L(w − ε))/2ε");
    row[1] = (nb_table_cell){.kind = NB_CELL_TEXT,
                             .text = PIECES(result, MARK(OPEN), NUMBER(16.8466667),
                                            BETWEEN(SUB), OPERAND(-20.58), MARK(CLOSE),
                                            SIGN(DIV), NUMBER(0.2))};
    row[1].text.pieces[1].digits = 8;
    row[2] = number_cell(-18.66666667);
    row = nb_table_row(table);
    row[0] = text_cell(result, "∂L/∂w");
    row[2] = number_cell(-18.66666667);
    return result;
}

static void test_equations(void **state) {
    (void)state;
    check_text(equations(), &wide,
               "  (L(w + ε) − L(w − ε))/2ε = (16.846667 − (-20.58))/0.2 = -18.6667\n"
               "  ∂L/∂w                                                 = -18.6667\n");
    check_text(equations(), &narrow, "  (L(w + ε) − L(w − ε))/2ε\n"
                                     "    = (16.846667 − (-20.58))/0.2\n"
                                     "    = -18.6667\n"
                                     "  ∂L/∂w = -18.6667\n");
    check_text(equations(), &ascii,
               "  (L(w + \\epsilon) - L(w - \\epsilon))/2\\epsilon "
               "= (16.846667 - (-20.58))/0.2\n    = -18.6667\n  dL/dw = -18.6667\n");
}

/* ---- bars ---- */

static nb_result *bars(bool logarithmic, const double *numbers, size_t count) {
    const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "node", NB_PLAIN(HEAD_NODE), NULL},
        {NB_COLUMN_GRADIENT, "product", NB_PLAIN(HEAD_RUNNING), NULL},
        {NB_COLUMN_BAR, NULL, logarithmic ? NB_PLAIN(HEAD_LOGARITHMIC) : NB_PLAIN(NONE), NULL}};
    nb_result *result = new_result();
    nb_table_block *table = nb_result_table(result, columns, COUNT(columns), count);
    assert_non_null(table);
    table->logarithmic = logarithmic;
    for (size_t i = 0; i < count; i++) {
        nb_table_cell *row = nb_table_row(table);
        row[0] = text_cell(result, "h");
        row[1] = number_cell(numbers[i]);
        row[2] = bar_cell(numbers[i]);
    }
    return result;
}

static void test_bars(void **state) {
    (void)state;
    static const double powers[] = {1, -0.01, 0.0001, 0}, line[] = {4, 2, 0.01};
    check_text(bars(true, powers, 4), &wide, "  node   product   log scale\n"
                                             "  h            1   ████████████████████████████████\n"
                                             "  h        -0.01   ████████████████\n"
                                             "  h       0.0001   █\n"
                                             "  h            0\n");
    check_text(bars(true, powers, 4), &ascii,
               "  node   product   log scale\n"
               "  h            1   ################################\n"
               "  h        -0.01   ################\n"
               "  h       0.0001   #\n"
               "  h            0\n");
    check_text(bars(false, line, 3), &narrow, "  node   product\n"
                                              "  h            4   █████████████████████\n"
                                              "  h            2   ██████████\n"
                                              "  h         0.01   █\n");
    check_text(bars(false, line, 3), &plain, "  node   product\n"
                                             "  h            4\n"
                                             "  h            2\n"
                                             "  h         0.01\n");
    static const double odd[] = {(double)INFINITY, (double)NAN, 1};
    check_text(bars(false, odd, 3), &very_narrow, "  node  product\n"
                                                  "  h         inf  ███████\n"
                                                  "  h         nan\n"
                                                  "  h           1  ███████\n");
}

/* ---- counts, JSON, memory ---- */

static void test_large_counts(void **state) {
    (void)state;
    nb_message messages[] = {NB_SAY(PATHS_MORE, NB_COUNT(1048576)),
                             NB_SAY(PATHS_MORE, NB_POWER(2000)),
                             NB_SAY(PATHS_MORE, NB_POWER(log2(1.2e30))),
                             NB_SAY(PATHS_MORE, NB_POWER(4000.5))};
    static const char *const words[] = {"… 1048576 more paths", "… ≈ 2^2000 more paths",
                                        "… ≈ 1.2e+30 more paths", "… ≈ 1.9e+1204 more paths"};
    for (size_t i = 0; i < COUNT(messages); i++) {
        nb_buffer out = buffer();
        nb_view_message(&out, &wide, &messages[i]);
        check_buffer(&out, words[i]);
    }
    nb_buffer out = buffer();
    nb_view_message(&out, &ascii, &messages[1]);
    check_buffer(&out, "... ~ 2^2000 more paths");
}

static void test_json(void **state) {
    (void)state;
    nb_result *result = equations();
    nb_table_fact(&result->first->as.table, "eps", 0.1);
    result->statement = "numeric dL/dw";
    nb_buffer out = buffer();
    nb_view_json(result, &wide, &out);
    check_buffer(&out,
                 "{\"statement\": \"numeric dL/dw\", \"ok\": true, \"rows\": [{\"expression\": "
                 "\"(L(w + ε) − L(w − ε))/2ε\", \"numbers\": "
                 "\"(16.8466667 − (-20.58))/0.2\", \"value\": -18.666666670000001}, "
                 "{\"expression\": \"∂L/∂w\", \"value\": -18.666666670000001}], "
                 "\"summary\": {\"eps\": 0.10000000000000001}}\n");
    nb_result_free(result);
}

static void test_no_memory(void **state) {
    (void)state;
    static const double powers[] = {1, 0.01};
    nb_result *results[] = {checked(), equations(), bars(true, powers, 2)};
    for (size_t i = 0; i < 3 * COUNT(results); i++) {
        const nb_view *view = i % 3 == 0 ? &very_narrow : &wide;
        check_no_memory(results[i / 3], view, i % 3 == 2);
    }
    for (size_t i = 0; i < COUNT(results); i++) nb_result_free(results[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns), cmocka_unit_test(test_stacked),
        cmocka_unit_test(test_equations), cmocka_unit_test(test_bars),
        cmocka_unit_test(test_large_counts), cmocka_unit_test(test_json),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
