/* The record of a class: its lines, and the hash in them. */
#include "support.h"

#include <jansson.h>
#include <string.h>

#include "base/fnv.h"
#include "class/line.h"

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};

/* L. C. Noll's test vectors of FNV-1a, 64 bits; and every byte, as Python's integers have it. */
static void test_fnv1a(void **state) {
    (void)state;
    static const struct { const char *text; uint64_t hash; } cases[] = {
        {"", 0xcbf29ce484222325}, {"a", 0xaf63dc4c8601ec8c}, {"b", 0xaf63df4c8601f1a5},
        {"foobar", 0x85944171f73967e8}, {"chongo was here!\n", 0x46810940eff5f915},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(nb_fnv1a(cases[i].text, strlen(cases[i].text)) == cases[i].hash);
    unsigned char bytes[256];
    for (int i = 0; i < 256; i++) bytes[i] = (unsigned char)i;
    assert_true(nb_fnv1a(bytes, sizeof bytes) == 0x4242dc5249c33625);
}

static nb_class_line pear_line(void) {
    static const nb_class_number numbers[] = {{"pear", 100}};
    static char *answers[] = {"7", "2"}, *statements[] = {"total = apple*count"};
    return (nb_class_line){
        .student = "kim01", .name = "김하나", .numbered = true, .number = 20231234,
        .lesson = "apple-tax", .hash = "85944171f73967e8", .id = "dearer",
        .numbers = numbers, .number_count = 1, .answers = {answers, 2, 2},
        .statements = {statements, 1, 1}, .hints = 1, .tries = 1, .right = true,
        .begun = "2026-11-29T10:00:00Z", .seconds = 34};
}

/* Writes the line, which is the caller's. */
static char *write_line(const nb_class_line *line) {
    static char text[2000];
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_class_line_write(&out, line);
    assert_false(out.failed);
    assert_true(out.length < sizeof text);
    memcpy(text, out.data, out.length);
    text[out.length] = '\0';
    nb_buffer_clear(&out);
    return text;
}

static void test_line(void **state) {
    (void)state;
    nb_class_line line = pear_line();
    assert_string_equal(write_line(&line),
        "{\"nabla\":\"" NB_VERSION "\",\"student\":\"kim01\",\"name\":\"김하나\","
        "\"number\":20231234,\"lesson\":\"apple-tax\",\"hash\":\"85944171f73967e8\","
        "\"id\":\"dearer\",\"variant\":0,\"round\":0,\"numbers\":{\"pear\":100},"
        "\"answers\":[\"7\",\"2\"],\"statements\":[\"total = apple*count\"],\"hints\":1,"
        "\"solution\":false,\"tries\":1,\"right\":true,\"begun\":\"2026-11-29T10:00:00Z\","
        "\"seconds\":34}\n");
    line = (nb_class_line){.student = "", .name = "", .lesson = "practice", .id = "x",
                           .variant = 999999999999999, .round = 2, .solution = true};
    assert_string_equal(write_line(&line),
        "{\"nabla\":\"" NB_VERSION "\",\"student\":\"\",\"name\":\"\",\"number\":null,"
        "\"lesson\":\"practice\",\"hash\":\"\",\"id\":\"x\",\"variant\":999999999999999,"
        "\"round\":2,\"numbers\":{},\"answers\":[],\"statements\":[],\"hints\":0,"
        "\"solution\":true,\"tries\":0,\"right\":false,\"begun\":\"\",\"seconds\":0}\n");
}

/* Numbers are read back as they were, and written no longer than that takes. */
static void test_numbers(void **state) {
    (void)state;
    static const struct { double value; const char *text; } cases[] = {
        {0.1, "0.1"}, {-2.5, "-2.5"}, {-0.0, "0"}, {1e15, "1000000000000000"},
        {1.0 / 3, "0.3333333333333333"}, {0.3, "0.3"}, {1e300, "1e300"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const nb_class_number number = {"W[1,2]", cases[i].value};
        char wanted[80];
        nb_class_line line = pear_line();
        line.numbers = &number;
        snprintf(wanted, sizeof wanted, "\"numbers\":{\"W[1,2]\":%s}", cases[i].text);
        char *text = write_line(&line);
        if (strstr(text, wanted) == NULL) fail_msg("%s is not in %s", wanted, text);
        json_t *root = json_loads(text, 0, NULL);
        json_t *read = json_object_get(json_object_get(root, "numbers"), "W[1,2]");
        assert_true(json_number_value(read) == cases[i].value);
        json_decref(root);
    }
}

/* Whatever was typed, it stays one line of JSON, and nothing in it moves a cursor. */
static void test_strange_texts(void **state) {
    (void)state;
    static char *answers[] = {"a\nb\t\"c\\", "\x1b[2J\x7f\xc2\x9b", "\xff\xb1\xe8", "사과²"};
    nb_class_line line = pear_line();
    line.answers = (nb_class_texts){answers, 4, 4};
    char *text = write_line(&line);
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
    assert_null(strpbrk(text, "\x1b\x7f"));
    assert_null(strstr(text, "\xc2\x9b"));
    json_t *root = json_loads(text, 0, NULL), *list = json_object_get(root, "answers");
    static const char *const wanted[] = {"a\nb\t\"c\\", "\x1b[2J\x7f\xc2\x9b", "���", "사과²"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(json_string_value(json_array_get(list, i)), wanted[i]);
    json_decref(root);
}

static void test_memory(void **state) {
    (void)state;
    nb_memory little = {.allocate = plain_allocate, .limit = 16};
    nb_class_line line = pear_line();
    nb_buffer out;
    nb_buffer_init(&out, &little);
    nb_class_line_write(&out, &line);
    assert_true(out.failed);
    nb_buffer_clear(&out);
    assert_int_equal(little.used, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fnv1a),         cmocka_unit_test(test_line),
        cmocka_unit_test(test_numbers),       cmocka_unit_test(test_strange_texts),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
