/* Diagnostics with their carets, results as JSON, and memory that runs out. */
#include "json/json.h"
#include "view_results.h"

#include <jansson.h>

/* ---- diagnostics ---- */

static void test_error(void **state) {
    (void)state;
    nb_result *result = new_result();
    nb_diagnostic *said = add_error(result, "net.nabla", "y = sigmiod(x)", "y = ", "sigmiod");
    said->hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT("sigmoid"));
    said = add_error(result, NULL, "y = sigmiod(x)", "y = ", "sigmiod");
    said->hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT("sigmoid"));
    said = add_error(result, "net.nabla", NULL, "", "x");
    said->line = 0;
    check_both(result, &wide, "",
               "net.nabla:3:5: error: sigmiod is not defined\n"
               "y = sigmiod(x)\n"
               "    ^~~~~~~\n"
               "hint: Did you mean sigmoid?\n"
               "  y = sigmiod(x)\n"
               "      ^~~~~~~\n"
               "  error: sigmiod is not defined\n"
               "  hint: Did you mean sigmoid?\n"
               "net.nabla: error: x is not defined\n");
}

static void test_carets(void **state) {
    (void)state;
    nb_result *result = new_result();
    add_error(result, "a", "사과 + 배 * 2", "사과 + ", "배");
    add_error(result, "a", "\tx +\ty", "\tx +\t", "y");
    add_error(result, "a", "x + \001 + y", "x + ", "\001");
    add_error(result, "a", "x +", "x + ", "");
    check_both(result, &wide, "", "a:3:8: error: 배 is not defined\n"
                                  "사과 + 배 * 2\n"
                                  "       ^~\n"
                                  "a:3:4: error: y is not defined\n"
                                  "    x + y\n"
                                  "        ^\n"
                                  "a:3:5: error: \\u{1} is not defined\n"
                                  "x + \\u{1} + y\n"
                                  "    ^~~~~~\n"
                                  "a:3:5: error:  is not defined\n"
                                  "x +\n"
                                  "   ^\n");
    result = new_result();
    add_error(result, "a", "y² = φ(배)", "y² = φ(", "배");
    check_both(result, &ascii, "", "a:3:8: error: \\u{bc30} is not defined\n"
                                   "y^2 = \\phi(\\u{bc30})\n"
                                   "           ^~~~~~~~\n");
}

static void test_long_line(void **state) {
    (void)state;
    static const char line[] = "사과 + b1 + b2 + b3 + b4 + b5 + b6 + b7 + b8 + wrong + "
                               "c1 + c2 + c3 + c4 + c5";
    nb_result *result = new_result();
    add_error(result, NULL, line, "사과 + b1 + b2 + b3 + b4 + b5 + b6 + b7 + b8 + ", "wrong");
    add_error(result, NULL, line, "", "사과");
    add_error(result, NULL, line, "", "wrong")->width = 1000;
    check_both(result, &narrow, "", "  …+ b7 + b8 + wrong + c1 + c2 + c3 + c…\n"
                                    "               ^~~~~\n"
                                    "  error: wrong is not defined\n"
                                    "  사과 + b1 + b2 + b3 + b4 + b5 + b6 + …\n"
                                    "  ^~~~\n"
                                    "  error: 사과 is not defined\n"
                                    "  사과 + b1 + b2 + b3 + b4 + b5 + b6 + …\n"
                                    "  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
                                    "  error: wrong is not defined\n");
}

/* ---- JSON ---- */

static json_t *load(nb_result *result, const nb_view *view) {
    nb_buffer out = buffer();
    nb_view_json(result, view, &out);
    assert_false(out.failed);
    assert_ptr_equal(strchr(out.data, '\n'), out.data + out.length - 1);
    for (size_t i = 0; i + 1 < out.length; i++) assert_true((unsigned char)out.data[i] >= ' ');
    for (size_t i = 0; view->ascii && i < out.length; i++)
        assert_true((unsigned char)out.data[i] < 0x7f);
    json_error_t error;
    json_t *root = json_loads(out.data, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(root);
    nb_buffer_clear(&out);
    nb_result_free(result);
    return root;
}

static const char *text_at(json_t *root, const char *key) {
    const char *text = json_string_value(json_object_get(root, key));
    assert_non_null(text);
    return text;
}

static double number_at(json_t *root, const char *key) {
    assert_true(json_is_number(json_object_get(root, key)));
    return json_number_value(json_object_get(root, key));
}

static void test_json_several(void **state) {
    (void)state;
    static const double numbers[] = {1, INFINITY};
    nb_result *result = new_result();
    nb_block *block = nb_result_add(result, NB_BLOCK_VALUE);
    block->as.value = (nb_value_block){.name = "w", .numbers = &numbers[0]};
    block = nb_result_add(result, NB_BLOCK_VALUE);
    block->as.value = (nb_value_block){.numbers = &numbers[1]};
    json_t *root = load(result, &wide), *values = json_object_get(root, "values");
    assert_string_equal(text_at(root, "value"), "inf"); /* the last */
    assert_null(json_object_get(root, "name"));
    assert_int_equal(json_array_size(values), 2);
    assert_string_equal(text_at(json_array_get(values, 0), "name"), "w");
    assert_true(number_at(json_array_get(values, 0), "value") == 1);
    assert_null(json_object_get(json_array_get(values, 1), "name"));
    assert_string_equal(text_at(json_array_get(values, 1), "value"), "inf");
    json_decref(root);
}

static void test_json_passes(void **state) {
    (void)state;
    nb_result *result = shopping(NB_NODES_BACKWARD, english, "apple·count");
    result->statement = "backward total";
    result->first->as.nodes.rows[1].number = 2;
    result->first->as.nodes.omitted = 7;
    json_t *root = load(result, &wide);
    assert_string_equal(text_at(root, "statement"), "backward total");
    assert_true(json_is_true(json_object_get(root, "ok")));
    assert_int_equal(json_integer_value(json_object_get(root, "omitted")), 7);
    json_t *gradients = json_object_get(root, "gradients");
    assert_int_equal(json_object_size(gradients), 5);
    assert_true(number_at(gradients, "apple·count #2") == 1.1);
    assert_true(number_at(gradients, "count") == 110.00000000000001);
    json_t *total = json_array_get(json_object_get(root, "nodes"), 0);
    assert_string_equal(text_at(total, "name"), "total");
    assert_string_equal(text_at(total, "formula"), "apple·count·tax");
    assert_true(number_at(total, "value") == 220.00000000000003);
    json_t *local = json_array_get(json_object_get(total, "locals"), 1);
    assert_string_equal(text_at(local, "node"), "tax");
    assert_true(number_at(local, "value") == 200);
    json_decref(root);
    root = load(forward(), &ascii);
    json_t *nodes = json_object_get(root, "nodes");
    assert_null(json_object_get(json_array_get(nodes, 0), "gradient"));
    assert_true(json_is_null(json_object_get(json_array_get(nodes, 4), "value")));
    assert_null(json_object_get(root, "gradients"));
    json_decref(root);
}

static void test_json_values(void **state) {
    (void)state;
    static const double numbers[] = {1, (double)INFINITY, -(double)INFINITY, (double)NAN, 0.1,
                                     -0.0};
    nb_result *result = new_result();
    result->quiet = true;
    add_value(result, "x", 0, 0, numbers);
    add_value(result, "사과", 2, 3, numbers);
    json_t *root = load(result, &ascii), *value = json_object_get(root, "value");
    assert_string_equal(text_at(root, "name"), "사과");
    assert_int_equal(json_array_size(value), 2);
    json_t *first = json_array_get(value, 0), *second = json_array_get(value, 1);
    assert_string_equal(json_string_value(json_array_get(first, 1)), "inf");
    assert_string_equal(json_string_value(json_array_get(first, 2)), "-inf");
    assert_string_equal(json_string_value(json_array_get(second, 0)), "nan");
    assert_true(json_real_value(json_array_get(second, 1)) == 0.1);
    assert_false(signbit(json_real_value(json_array_get(second, 2))));
    json_decref(root);
    result = new_result();
    add_value(result, NULL, 2, 0, numbers + 4);
    root = load(result, &wide);
    assert_null(json_object_get(root, "name"));
    assert_int_equal(json_array_size(json_object_get(root, "value")), 2);
    json_decref(root);
}

static void test_json_messages(void **state) {
    (void)state;
    static nb_help_row row = {.head = "undo", .text = "takes the last line back"};
    nb_result *result = new_result();
    result->statement = "bad \xFF \033 \x7f \xC2\x9B \xE2\x80\xAE \" 사과 \xFF";
    nb_diagnostic *said = add_error(result, "net.nabla", "y = sigmiod(x)", "y = ", "sigmiod");
    said->hint = NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT("φ"));
    nb_result_say(result, NB_SEVERITY_WARNING, NB_SAY(WARN_GIVEN, NB_TEXT("x"), NB_NUMBER(1)));
    nb_result_say(result, NB_SEVERITY_WARNING, NB_SAY(WARN_GIVEN, NB_TEXT("y"), NB_NUMBER(2)));
    nb_result_say(result, NB_SEVERITY_NOTE, NB_PLAIN(NOTE_EMPTY));
    add(result, NB_BLOCK_PICTURE)->written = "a.png";
    add(result, NB_BLOCK_FILE)->written = "b.nabla";
    add(result, NB_BLOCK_SCRIPT)->as.script = "x = 3\n";
    add(result, NB_BLOCK_HELP)->as.help = (nb_help_block){"Session", &row, 1, NULL};
    json_t *root = load(result, &wide), *error = json_object_get(root, "error");
    assert_string_equal(text_at(root, "statement"),
                        "bad \xEF\xBF\xBD \033 \x7f \xC2\x9B \xE2\x80\xAE \" 사과 \xEF\xBF\xBD");
    assert_true(json_is_false(json_object_get(root, "ok")));
    assert_string_equal(text_at(error, "message"), "sigmiod is not defined");
    assert_string_equal(text_at(error, "hint"), "Did you mean φ?");
    assert_int_equal(json_integer_value(json_object_get(error, "line")), 3);
    assert_int_equal(json_integer_value(json_object_get(error, "column")), 5);
    assert_int_equal(json_array_size(json_object_get(root, "warning")), 2);
    assert_string_equal(text_at(root, "note"), "nothing is defined yet");
    assert_string_equal(text_at(root, "text"), "x = 3\n");
    assert_string_equal(text_at(json_object_get(root, "help"), "title"), "Session");
    assert_string_equal(json_string_value(json_array_get(json_object_get(root, "files"), 1)),
                        "b.nabla");
    json_decref(root);
}

static void test_json_line(void **state) {
    (void)state;
    static const double number = 0.1;
    nb_result *result = new_result();
    result->statement = "사과 = 0.1 # \x7f";
    add_value(result, "사과", 0, 0, &number);
    nb_buffer out = buffer();
    nb_view_json(result, &wide, &out);
    check_buffer(&out, "{\"statement\": \"사과 = 0.1 # \\u007f\", \"ok\": true, "
                       "\"value\": 0.10000000000000001, \"name\": \"사과\"}\n");
    nb_result_free(result);
}

/* ---- memory that runs out ---- */

static void test_no_memory(void **state) {
    (void)state;
    static const double numbers[] = {1, 2, 3, 4};
    nb_result *results[] = {shopping(NB_NODES_BACKWARD, english, "apple·count"), forward(),
                            shopping(NB_NODES_TABLE, english, "apple·count"), new_result()};
    add_value(results[3], "W", 2, 2, numbers);
    add_error(results[3], NULL, "a line that is longer than forty columns and wrong", "a ", "line");
    for (size_t i = 0; i < 3 * COUNT(results); i++) {
        const nb_view *view = i % 3 == 0 ? &narrow : i % 3 == 1 ? &ascii : &wide;
        check_no_memory(results[i / 3], view, i % 3 == 2);
    }
    for (size_t i = 0; i < COUNT(results); i++) nb_result_free(results[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_error), cmocka_unit_test(test_carets),
        cmocka_unit_test(test_long_line), cmocka_unit_test(test_json_several),
        cmocka_unit_test(test_json_passes),
        cmocka_unit_test(test_json_values), cmocka_unit_test(test_json_messages),
        cmocka_unit_test(test_json_line), cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
