/* Results as text: the first session to the letter, wide characters, numbers, narrow lines, ASCII,
 * and text that tries to act on the terminal. */
#include "view/message.h"
#include "view/text.h"
#include "view_results.h"

/* ---- numbers, texts, messages ---- */

static void test_numbers(void **state) {
    (void)state;
    check_number(220.00000000000003, 6, "220");
    check_number(-0.0, 6, "0");
    check_number(1e-5, 6, "1e-5");
    check_number(-2.5e-12, 6, "-2.5e-12");
    check_number(1e6, 6, "1e+6");
    check_number(1e100, 6, "1e+100");
    check_number(-2.298373, 6, "-2.29837");
    check_number((double)NAN, 6, "nan");
    check_number(-(double)NAN, 6, "nan");
    check_number((double)INFINITY, 6, "inf");
    check_number(-(double)INFINITY, 6, "-inf");
    check_number(0.1, 17, "0.10000000000000001");
    check_number(0.1, 99, "0.10000000000000001");
    check_number(1.0 / 3, 0, "0.333333");
}

static void test_plain_text(void **state) {
    (void)state;
    check_plain(&wide, "∂L/∂φ = 2·x − y² 사과", "∂L/∂φ = 2·x − y² 사과");
    check_plain(&wide, "a\033[31m\n\x7f\xC2\x9B\xE2\x80\xAE",
                "a\\u{1b}[31m\\u{a}\\u{7f}\\u{9b}\\u{202e}");
    check_plain(&wide, "a\xFF" "b", "a\xEF\xBF\xBD" "b");
    check_plain(&ascii, "∂L/∂φ = 2·x × y − z² → … ≠ ≤ ≥ –",
                "dL/d\\phi = 2*x * y - z^2 -> ... != <= >= -");
    check_plain(&ascii, "① ⑳ w₅ ϕ µ Ω 😀", "(1) (20) w5 \\phi \\mu \\Omega \\u{1f600}");
    check_plain(&ascii, "\xFF", "\\u{fffd}");
}

static void test_messages(void **state) {
    (void)state;
    nb_view korean = wide;
    korean.words = nb_words_of("ko");
    nb_message unknown = NB_SAY(UNKNOWN_NAME, NB_TEXT("x\033"));
    nb_message failed = NB_SAY(EXPECT_FAILED, NB_TEXT("{1}"), NB_TEXT("x"), NB_NUMBER(-0.0),
                               NB_TEXT("b"), NB_NUMBER(1.0 / 3));
    nb_message hint = NB_SAY(HINT_CYCLE, NB_TEXT("φ")), limit = NB_SAY(TOO_LONG, NB_COUNT(1e7));
    nb_message domain = NB_SAY(WARN_DOMAIN_2, NB_TEXT("y"), NB_NUMBER((double)NAN), NB_TEXT("x/y"),
                               NB_TEXT("y ≠ 0"), NB_TEXT("x"), NB_NUMBER(1), NB_TEXT("y"),
                               NB_NUMBER(0));
    nb_buffer out = buffer();
    nb_view_message(&out, &wide, &unknown);
    check_buffer(&out, "x\\u{1b} is not defined");
    nb_view_message(&out, &korean, &unknown);
    check_buffer(&out, "x\\u{1b}가 정의되지 않았습니다");
    nb_view_message(&out, &wide, &failed); /* an argument's braces are no places */
    check_buffer(&out, "expected {1}, but x is 0 and b is 0.333333");
    nb_view_message(&out, &ascii, &hint);
    check_buffer(&out, "To store a number once, use \\phi := ...; to add up, "
                       "s[i] = s[i-1] + x[i]");
    nb_view_message(&out, &wide, &limit);
    check_buffer(&out, "a statement can have at most 10000000 parts");
    nb_view_message(&out, &ascii, &domain);
    check_buffer(&out, "y is nan: x/y is defined for y != 0, here x = 1, y = 0");
    nb_view_message(&out, &wide, &(nb_message){.id = NB_MESSAGE_NONE});
    check_buffer(&out, "");
    korean.width = 30;
    korean.words = NULL;
    nb_view_paragraph(&out, &korean, "x", &limit);
    check_buffer(&out, "x: a statement can have at\n  most 10000000 parts\n");
}

/* ---- values ---- */

static void test_values(void **state) {
    (void)state;
    static const double numbers[] = {100, -0.29, 1.125, 0, 1e-5, 7};
    nb_result *result = new_result();
    add_value(result, "apple", 0, 0, numbers);
    add_value(result, NULL, 0, 0, numbers + 1);
    add_value(result, "x", 0, 3, numbers);
    add_value(result, "W", 2, 3, numbers);
    add_value(result, "r", 1, 2, numbers);
    check_text(result, &wide, "  apple = 100\n"
                              "  -0.29\n"
                              "  x = [100, -0.29, 1.125]\n"
                              "  W = [  100, -0.29, 1.125;\n"
                              "           0,  1e-5,     7]\n"
                              "  r = [100, -0.29;]\n");
    double many[30];
    for (size_t i = 0; i < COUNT(many); i++) many[i] = (double)i;
    result = new_result();
    add_value(result, "x", 0, 30, many);
    check_text(result, &narrow, "  x = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,\n"
                                "       11, 12, 13, 14, 15, 16, 17, 18,\n"
                                "       19, 20, 21, 22, 23, 24, 25, 26,\n"
                                "       27, 28, 29]\n");
}

/* Of more than 200 elements the first and the last three of each dimension. */
static void test_large_values(void **state) {
    (void)state;
    double many[300];
    for (size_t i = 0; i < COUNT(many); i++) many[i] = i % 7 == 0 ? -(double)i : 0.5;
    nb_result *result = new_result();
    add_value(result, "가", 0, 300, many);
    add_value(result, NULL, 1, 201, many);
    add_value(result, "W", 20, 15, many);
    add_value(result, "V", 150, 2, many);
    check_text(result, &narrow, "  가 = [0, 0.5, 0.5, …, 0.5, 0.5, 0.5]\n"
                                "  … 294 more elements\n"
                                "  [0, 0.5, 0.5, …, 0.5, 0.5, 0.5;]\n"
                                "  … 195 more elements\n"
                                "  W = [   0,  0.5,  0.5, …,  0.5,  0.5,\n"
                                "        -14;\n"
                                "        0.5,  0.5,  0.5, …,  0.5,  -28,\n"
                                "        0.5;\n"
                                "        0.5,  0.5,  0.5, …,  -42,  0.5,\n"
                                "        0.5;\n"
                                "       …;\n"
                                "        0.5,  0.5,  0.5, …,  0.5,  0.5,\n"
                                "        0.5;\n"
                                "        0.5,  0.5,  0.5, …,  0.5,  0.5,\n"
                                "        0.5;\n"
                                "        0.5,  0.5, -287, …,  0.5,  0.5,\n"
                                "        0.5]\n"
                                "  … 264 more elements\n"
                                "  V = [   0,  0.5;\n"
                                "        0.5,  0.5;\n"
                                "        0.5,  0.5;\n"
                                "       …;\n"
                                "       -294,  0.5;\n"
                                "        0.5,  0.5;\n"
                                "        0.5,  0.5]\n"
                                "  … 288 more elements\n");
}

static void test_quiet(void **state) {
    (void)state;
    static const double number = 1;
    nb_result *result = new_result();
    result->quiet = true;
    add_value(result, "x", 0, 0, &number);
    add(result, NB_BLOCK_PICTURE)->written = "사과\033.png";
    nb_result_say(result, NB_SEVERITY_NOTE, NB_PLAIN(NOTE_EMPTY));
    nb_result_say(result, NB_SEVERITY_WARNING, NB_SAY(WARN_GIVEN, NB_TEXT("x"), NB_TEXT("nan")));
    check_both(result, &wide, "  wrote 사과\\u{1b}.png\n  nothing is defined yet\n",
               "  warning: x is nan\n");
}

/* ---- the passes ---- */

static void test_backward(void **state) {
    (void)state;
    check_text(shopping(NB_NODES_BACKWARD, english, "apple·count"), &wide,
               "  node            value   ∂total/∂node   = ∂total/∂parent × local gradient\n"
               "  total             220              1\n"
               "  apple·count       200            1.1   = 1 × tax\n"
               "  tax               1.1            200   = 1 × apple·count\n"
               "  apple             100            2.2   = 1.1 × count\n"
               "  count               2            110   = 1.1 × apple\n");
}

static void test_backward_hangul(void **state) {
    (void)state;
    static const char *const korean[] = {"사과", "개수", "세율"};
    check_text(shopping(NB_NODES_BACKWARD, korean, "사과·개수"), &wide,
               "  node          value   ∂total/∂node   = ∂total/∂parent × local gradient\n"
               "  total           220              1\n"
               "  사과·개수       200            1.1   = 1 × 세율\n"
               "  세율            1.1            200   = 1 × 사과·개수\n"
               "  사과            100            2.2   = 1.1 × 개수\n"
               "  개수              2            110   = 1.1 × 사과\n");
}

static void test_backward_ascii(void **state) {
    (void)state;
    check_text(shopping(NB_NODES_BACKWARD, english, "apple·count"), &ascii,
               "  node            value   dtotal/dnode   = dtotal/dparent * local gradient\n"
               "  total             220              1\n"
               "  apple*count       200            1.1   = 1 * tax\n"
               "  tax               1.1            200   = 1 * apple*count\n"
               "  apple             100            2.2   = 1.1 * count\n"
               "  count               2            110   = 1.1 * apple\n");
}

static void test_backward_narrow(void **state) {
    (void)state;
    check_text(shopping(NB_NODES_BACKWARD, english, "apple·count"), &narrow,
               "  node            value   ∂total/∂node\n"
               "      = ∂total/∂parent × local gradient\n"
               "  total             220              1\n"
               "  apple·count       200            1.1\n"
               "      = 1 × tax\n"
               "  tax               1.1            200\n"
               "      = 1 × apple·count\n"
               "  apple             100            2.2\n"
               "      = 1.1 × count\n"
               "  count               2            110\n"
               "      = 1.1 × apple\n");
    nb_view tiny = {.digits = 6, .width = 30};
    nb_result *result = shopping(NB_NODES_BACKWARD, english, "apple·count");
    result->first->as.nodes.count = 2;
    check_text(result, &tiny, "  total\n"
                              "    value          220\n"
                              "    ∂total/∂node   1\n"
                              "  apple·count\n"
                              "    value          200\n"
                              "    ∂total/∂node   1.1\n"
                              "    = 1 × tax\n");
}

/* Factors that are sums or begin with a sign are in brackets, later negative numbers too. */
static void test_contributions(void **state) {
    (void)state;
    nb_result *result = new_result();
    nb_nodes_block *nodes = add_nodes(result, NB_NODES_BACKWARD, "L", 5);
    nb_node_row *rows = nodes->rows;
    fill_row(result, &rows[0], "a", 1, 1);
    contribute(result, &rows[0], -0.29, "−1");
    contribute(result, &rows[0], -0.5, "b");
    fill_row(result, &rows[1], "x·w", 2, -0.0);
    rows[1].number = 2;
    contribute(result, &rows[1], 0.5, "y(1 − y)");
    contribute(result, &rows[1], 0, "1 − y");
    rows[1].contribution_total = 12;
    fill_row(result, &rows[2], "c", 3, 1);
    rows[2].chosen = false;
    contribute(result, &rows[2], 0, "1");
    fill_row(result, &rows[3], "d", 3, 1);
    rows[3].contributions = nb_result_array(result, 2, sizeof *rows[3].contributions);
    assert_non_null(rows[3].contributions);
    rows[3].contributions[0] =
        (nb_contribution){.upstream = 2, .local = -1, .formula = PIECES(result, NUMBER(-1))};
    rows[3].contributions[1] = (nb_contribution){.upstream = 2, .local = -3};
    rows[3].contribution_count = rows[3].contribution_total = 2;
    fill_row(result, &rows[4], "f", 3, 1);
    contribute(result, &rows[4], 1, "a > 0");
    nodes->omitted = 1234;
    check_text(result, &wide,
               "  node       value   ∂L/∂node   = ∂L/∂parent × local gradient\n"
               "  a              1          1   = -0.29 × (−1) + (-0.5) × b\n"
               "  x·w #2         2          0   = 0.5 × y(1 − y) + 0 × (1 − y) + … (10 more)\n"
               "  c              –          –   not chosen\n"
               "  d              3          1   = 2 × (-1) + 2 × (-3)\n"
               "  f              3          1   = 1 × (a > 0)\n"
               "  … 1234 more rows\n");
}

static void test_long_contributions(void **state) {
    (void)state;
    nb_result *result = new_result();
    nb_node_row *rows = add_nodes(result, NB_NODES_BACKWARD, "x·w1 + x·w2 + b1 + b2", 2)->rows;
    fill_row(result, &rows[0], "x", 1, 1);
    for (int i = 0; i < 4; i++) contribute(result, &rows[0], 0.123456, "sigmoid(hidden)");
    fill_row(result, &rows[1], "a_name_that_is_longer_than_any_column", 1, 1);
    contribute(result, &rows[1], 1, "b");
    check_text(result, &wide,
               "  node     value   gradient   = upstream × local gradient\n"
               "  x            1          1   = 0.123456 × sigmoid(hidden)\n"
               "                              + 0.123456 × sigmoid(hidden)\n"
               "                              + 0.123456 × sigmoid(hidden)\n"
               "                              + 0.123456 × sigmoid(hidden)\n"
               "  a_name_that_is_longer_than_any_column\n"
               "               1          1   = 1 × b\n");
}

static void test_forward(void **state) {
    (void)state;
    check_text(forward(), &wide, "  x1 = 1.7\n"
                                 "  x1·w1 = 1.7 × 0.1 = 0.17\n"
                                 "  u = x1·w1 + b = 1.7 × 0.1 + 0.3 = 0.47\n"
                                 "  v = x1·w2 = -1.7 × (-0.5) = 1\n"
                                 "  exp(x) = –   not chosen\n");
    nb_view tiny = {.digits = 6, .width = 24};
    check_text(forward(), &tiny, "  x1 = 1.7\n"
                                 "  x1·w1 = 1.7 × 0.1\n"
                                 "        = 0.17\n"
                                 "  u = x1·w1 + b\n"
                                 "    = 1.7 × 0.1 + 0.3\n"
                                 "    = 0.47\n"
                                 "  v = x1·w2\n"
                                 "    = -1.7 × (-0.5) = 1\n"
                                 "  exp(x) = –\n"
                                 "           not chosen\n");
}

static void test_wrapped_formula(void **state) {
    (void)state;
    nb_result *result = new_result();
    nb_node_row *row = add_nodes(result, NB_NODES_FORWARD, "u", 1)->rows;
    fill_row(result, row, "u", 0.5, 0);
    row->formula = formula(result, "first·second + third·fourth + fifth·sixth − seventh");
    check_text(result, &narrow, "  u = first·second + third·fourth\n"
                                "      + fifth·sixth − seventh\n"
                                "    = 0.5\n");
    result = new_result();
    row = add_nodes(result, NB_NODES_FORWARD, "u", 1)->rows;
    fill_row(result, row, "u", 0.5, 0);
    row->formula = formula(result, "sigmoid(first)·hidden·(1 − sigmoid(first))");
    check_text(result, &narrow, "  u = sigmoid(first)\n"
                                "      ·hidden·(1 − sigmoid(first))\n"
                                "    = 0.5\n");
    result = new_result();
    row = add_nodes(result, NB_NODES_FORWARD, "u", 1)->rows;
    fill_row(result, row, "u", 0.5, 0);
    row->formula = formula(result, "sigmoid(first·second + third·fourth + fifth·sixth)");
    check_text(result, &narrow, "  u = sigmoid(first·second\n"
                                "      + third·fourth + fifth·sixth)\n"
                                "    = 0.5\n");
}

static void test_table(void **state) {
    (void)state;
    check_text(shopping(NB_NODES_TABLE, english, "apple·count"), &wide,
               "  node         formula            value  ∂total/∂node  local gradients\n"
               "  total        apple·count·tax      220             1  ∂/∂(apple·count) = 1.1,\n"
               "                                                       ∂/∂tax = 200\n"
               "  apple·count                       200           1.1  ∂/∂apple = 2,\n"
               "                                                       ∂/∂count = 100\n"
               "  tax                               1.1           200\n"
               "  apple                             100           2.2\n"
               "  count                               2           110\n");
}

static void test_table_narrow(void **state) {
    (void)state;
    nb_result *result = shopping(NB_NODES_TABLE, english, "apple·count");
    result->first->as.nodes.count = 2;
    check_text(result, &narrow, "  total = apple·count·tax\n"
                                "    value          220\n"
                                "    ∂total/∂node   1\n"
                                "    ∂/∂(apple·count) = 1.1, ∂/∂tax = 200\n"
                                "  apple·count\n"
                                "    value          200\n"
                                "    ∂total/∂node   1.1\n"
                                "    ∂/∂apple = 2, ∂/∂count = 100\n");
}

static void test_local(void **state) {
    (void)state;
    nb_result *result = new_result();
    add(result, NB_BLOCK_LOCAL)->as.local = (nb_local_block){
        .node = formula(result, "y"), .operand = formula(result, "x"), .value = 0.25,
        .formula = formula(result, "y(1 − y)")};
    add(result, NB_BLOCK_LOCAL)->as.local = (nb_local_block){
        .node = formula(result, "x·w + b"), .operand = formula(result, "φ(y2)"), .value = -1,
        .formula = PIECES(result, SIGN(NEG), NUMBER(1))};
    add(result, NB_BLOCK_LOCAL)->as.local = (nb_local_block){
        .node = formula(result, "h[3]"), .operand = formula(result, "2(a)"), .value = 2};
    result->last->as.local.operand.level = NB_LEVEL_PRODUCT;
    check_text(result, &wide, "  ∂y/∂x = y(1 − y) = 0.25\n"
                              "  ∂(x·w + b)/∂φ(y2) = -1\n"
                              "  ∂h[3]/∂(2(a)) = 2\n");
}

static void test_script_and_help(void **state) {
    (void)state;
    static nb_help_row rows[] = {
        {.head = "forward [NODE]",
         .text = "prints the forward pass, one node a line, with numbers put in"},
        {.head = "undo", .text = "takes the last line back"},
        {.head = "a usage that is wider than its column", .text = "still has a text"},
        {.says = {.id = NB_MESSAGE_HELP_FUNCTIONS}, .text = "half_squared_loss_of_z or another"}};
    nb_result *result = new_result();
    add(result, NB_BLOCK_SCRIPT)->as.script = "x = 3\033\n\ty = x² # 사과";
    add(result, NB_BLOCK_HELP)->as.help =
        (nb_help_block){"See the passes", rows, 4, "x = 3\nforward x"};
    check_text(result, &narrow, "x = 3\\u{1b}\n"
                                "\ty = x² # 사과\n"
                                "\n"
                                "  See the passes\n"
                                "    forward [NODE]   prints the forward\n"
                                "                     pass, one node a\n"
                                "                     line, with numbers\n"
                                "                     put in\n"
                                "    undo             takes the last line\n"
                                "                     back\n"
                                "    a usage that is wider than its\n"
                                "        column\n"
                                "                     still has a text\n"
                                "    functions\n"
                                "        half_squared_loss_of_z or\n"
                                "        another\n"
                                "  example:\n"
                                "    x = 3\n"
                                "    forward x\n");
}

/* Colours change no column, and what is not text of the user is all that they add. */
static void test_colour(void **state) {
    (void)state;
    nb_result *result = shopping(NB_NODES_BACKWARD, english, "apple·count");
    nb_buffer out = buffer();
    nb_view_text(result, &colour, &out, &out);
    assert_non_null(strstr(out.data, "  tax               \033[0;32m1.1\033[0m"
                                     "            \033[0;1;31m200\033[0m   = 1 × apple·count\n"));
    nb_buffer_clear(&out);
    nb_result_free(result);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_plain_text),
        cmocka_unit_test(test_messages), cmocka_unit_test(test_values),
        cmocka_unit_test(test_large_values),
        cmocka_unit_test(test_quiet), cmocka_unit_test(test_backward),
        cmocka_unit_test(test_backward_hangul), cmocka_unit_test(test_backward_ascii),
        cmocka_unit_test(test_backward_narrow), cmocka_unit_test(test_contributions),
        cmocka_unit_test(test_long_contributions), cmocka_unit_test(test_forward),
        cmocka_unit_test(test_wrapped_formula), cmocka_unit_test(test_table),
        cmocka_unit_test(test_table_narrow), cmocka_unit_test(test_local),
        cmocka_unit_test(test_script_and_help), cmocka_unit_test(test_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
