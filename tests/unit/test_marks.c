/* A class without files: lines of records, what is counted of them, and the scores as CSV. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "class/csv.h"
#include "class/reading.h"
#include "class/tables.h"

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};

/* ---- lines ---- */

#define REST                                                                                       \
    ",\"lesson\":\"l\",\"hash\":\"0123456789abcdef\",\"id\":\"a\",\"variant\":3,"                  \
    "\"round\":1,\"answers\":[\"7\",\"2\"],\"begun\":\"2026-11-29T10:00:00Z\"}"

static nb_line_state read_line(const char *text, nb_marks_line *line, nb_message *why) {
    static nb_arena arena;
    if (arena.memory == NULL) nb_arena_init(&arena, &memory);
    nb_arena_clear(&arena);
    return nb_marks_line_read(&arena, text, strlen(text), line, why);
}

static void test_line(void **state) {
    (void)state;
    nb_marks_line line;
    nb_message why;
    assert_int_equal(read_line("{\"student\":\"kim01\",\"name\":\"김하나\",\"number\":20231234,"
                               "\"hints\":2,\"solution\":true,\"right\":true" REST, &line, &why),
                     NB_LINE_GOOD);
    assert_string_equal(line.who, "20231234");
    assert_string_equal(line.name, "김하나");
    assert_int_equal(line.variant, 3);
    assert_int_equal(line.round, 1);
    assert_int_equal(line.hints, 2);
    assert_int_equal(line.answers.count, 2);
    assert_string_equal(line.answers.all[1], "2");
    assert_int_equal(line.statements.count, 0);
    assert_true(line.solution && line.right);
    assert_int_equal(read_line("{\"student\":\"kim01\",\"number\":null" REST, &line, &why),
                     NB_LINE_GOOD);
    assert_string_equal(line.who, "kim01");
    assert_string_equal(line.name, "");
    assert_int_equal(read_line("{\"student\":\"kim01\",\"number\":-5" REST, &line, &why),
                     NB_LINE_GOOD);
    assert_string_equal(line.who, "-5");
}

static void test_broken_lines(void **state) {
    (void)state;
    static const struct { const char *text; nb_message_id why; const char *key; } rows[] = {
        {"", NB_MESSAGE_MARKS_JSON, NULL}, {"{", NB_MESSAGE_MARKS_JSON, NULL},
        {"7", NB_MESSAGE_MARKS_JSON, NULL}, {"[]", NB_MESSAGE_MARKS_JSON, NULL},
        {"{}", NB_MESSAGE_MARKS_KEY, "student"},
        {"{\"student\":7" REST, NB_MESSAGE_MARKS_KEY, "student"},
        {"{\"student\":\"k\",\"name\":[]" REST, NB_MESSAGE_MARKS_KEY, "name"},
        {"{\"student\":\"k\",\"number\":\"7\"" REST, NB_MESSAGE_MARKS_KEY, "number"},
        {"{\"student\":\"k\",\"statements\":[7]" REST, NB_MESSAGE_MARKS_KEY, "statements"},
        {"{\"student\":\"k\",\"statements\":{}" REST, NB_MESSAGE_MARKS_KEY, "statements"},
        {"{\"student\":\"k\",\"right\":1" REST, NB_MESSAGE_MARKS_KEY, "right"},
        {"{\"student\":\"k\",\"hints\":-1" REST, NB_MESSAGE_MARKS_KEY, "hints"},
        {"{\"student\":\"k\",\"tries\":1.5" REST, NB_MESSAGE_MARKS_KEY, "tries"},
        {"{\"student\":\"k\",\"id\":\"b\"" REST, NB_MESSAGE_MARKS_JSON, NULL},
        {"{\"student\":\"\"" REST, NB_MESSAGE_MARKS_NOBODY, NULL},
        {"{\"student\":\"k\",\"lesson\":\"l\",\"hash\":\"0123456789ABCDEF\"}",
         NB_MESSAGE_MARKS_KEY, "hash"},
        {"{\"student\":\"k\",\"lesson\":\"l\",\"hash\":\"0123456789abcdef\",\"id\":\"a\","
         "\"variant\":0,\"round\":0,\"answers\":[],\"begun\":\"yesterday\"}",
         NB_MESSAGE_MARKS_KEY, "begun"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_marks_line line;
        nb_message why;
        if (read_line(rows[i].text, &line, &why) != NB_LINE_BROKEN) fail_msg("%s", rows[i].text);
        if (why.id != rows[i].why) fail_msg("%s: %s", rows[i].text, nb_message_wording(why.id));
        if (rows[i].key != NULL) assert_string_equal(why.args[2].text, rows[i].key);
    }
    size_t length = NB_MARKS_LINE_LONGEST + 1;
    char *text = calloc(length + 1, 1);
    assert_non_null(text);
    memset(text, 'x', length);
    nb_marks_line line;
    nb_message why;
    assert_int_equal(read_line(text, &line, &why), NB_LINE_BROKEN);
    assert_int_equal(why.id, NB_MESSAGE_MARKS_LONG);
    memset(text, ' ', 300); /* a name of 300 letters is none */
    (void)snprintf(text, length, "{\"student\":\"%0300d\"" REST, 0);
    assert_int_equal(read_line(text, &line, &why), NB_LINE_BROKEN);
    free(text);
}

/* ---- a class ---- */

#define WRONGS(...) {(const char *[]){__VA_ARGS__}, sizeof((const char *[]){__VA_ARGS__}) / 8}

/* Three students at three questions, of which two count. */
static nb_marks_question questions[3];
static nb_judged_line judged[9];
enum { LINES = sizeof judged / sizeof *judged };

static void set_up_class(void) {
    static const nb_marks_question asked[] = {
        {.lesson = "l", .id = "a", .label = "a", .counts = true},
        {.lesson = "l", .id = "b", .label = "b", .counts = true},
        {.lesson = "l", .id = "c", .label = "c"}};
    const nb_judged_line lines[] = {
        /* kim: a is wrong first, in a line that comes later here, and right in the next sitting */
        {.who = "kim", .name = "new", .begun = "2", .question = 0, .right = true, .claims = true},
        {.who = "kim", .name = "old", .begun = "1", .question = 0, .wrong = WRONGS("7", "7")},
        {.who = "kim", .name = "", .begun = "3", .question = 1, .right = true, .claims = true},
        /* lee: b is right at once, but with a hint; a claims to be right, thrice wrong */
        {.who = "lee", .name = "이", .begun = "1", .question = 1, .right = true, .helped = true},
        {.who = "lee", .name = "이", .begun = "1", .question = 0, .wrong = WRONGS("7", "8", "8"),
         .claims = true},
        /* park: the solution of a; passed b by at first, right at once afterwards; c is right */
        {.who = "park", .name = "박", .begun = "1", .question = 0, .shown = true, .login = "x"},
        {.who = "park", .name = "박", .begun = "1", .question = 1},
        {.who = "park", .name = "박", .begun = "2", .question = 1, .right = true, .login = "x"},
        {.who = "park", .name = "박", .begun = "2", .question = 2, .right = true, .login = "y"}};
    memcpy(questions, asked, sizeof questions);
    memcpy(judged, lines, sizeof judged);
    static const char *sevens[] = {"7", "7"}, *eights[] = {"7", "8", "8"};
    judged[1].wrong.all = sevens;
    judged[4].wrong.all = eights;
}

static void test_class(void **state) {
    (void)state;
    nb_arena arena;
    nb_marks all;
    nb_arena_init(&arena, &memory);
    set_up_class();
    assert_true(nb_marks_make(&arena, judged, LINES, questions, 3, &all));
    assert_int_equal(all.student_count, 3);
    const nb_marks_student *kim = &all.students[0], *lee = &all.students[1],
                           *park = &all.students[2];
    assert_string_equal(kim->name, "new");
    assert_true(kim->score == 100 && lee->score == 50 && park->score == 50);
    assert_int_equal(lee->false_claims, 1);
    assert_int_equal(kim->false_claims, 0);
    assert_null(kim->login);
    assert_string_equal(park->login, "x");
    assert_string_equal(park->other, "y");
    assert_int_equal(kim->tries[0].wrong, 2);
    assert_true(kim->tries[0].right && !kim->tries[0].at_once && !kim->tries[0].stuck);
    assert_true(lee->tries[0].stuck && !lee->tries[1].at_once);
    assert_true(park->tries[0].stuck && park->tries[1].at_once);
    const nb_marks_question *a = &questions[0], *b = &questions[1];
    assert_int_equal(a->asked, 3);
    assert_int_equal(a->right, 1);
    assert_int_equal(a->at_once, 0);
    assert_int_equal(a->stuck, 2);
    assert_int_equal(a->answered, 2);
    assert_int_equal(a->tries, 3 + 3);
    assert_string_equal(a->wrong, "7"); /* three times; 8 twice */
    assert_int_equal(a->wrong_count, 3);
    assert_int_equal(b->right, 3);
    assert_int_equal(b->at_once, 2);
    assert_null(b->wrong);
    nb_arena_clear(&arena);
}

/* Where no question counts, those that were asked do. */
static void test_practice_score(void **state) {
    (void)state;
    nb_arena arena;
    nb_marks all;
    nb_arena_init(&arena, &memory);
    set_up_class();
    questions[0].counts = questions[1].counts = false;
    assert_true(nb_marks_make(&arena, judged, LINES, questions, 3, &all));
    assert_true(is_near(all.students[2].score, 200.0 / 3, 1e-12)); /* park: two of three */
    nb_arena_clear(&arena);
}

/* ---- what is told ---- */

static void test_tables(void **state) {
    (void)state;
    nb_arena arena;
    nb_marks all;
    nb_arena_init(&arena, &memory);
    set_up_class();
    questions[0].label = questions[1].label = "together";
    judged[0].error = judged[1].error = judged[2].error = "line 1: no";
    assert_true(nb_marks_make(&arena, judged, LINES, questions, 3, &all));
    nb_result *result = nb_result_new(&memory);
    assert_non_null(result);
    const nb_marks_count count = {.lines = LINES, .doubled = 1, .passed = 2};
    nb_marks_tell(&all, &count, 0, result);
    nb_marks_tell_errors(judged, LINES, 0, result);
    assert_int_equal(table_of(result, 0)->row_count, 2); /* together, c */
    assert_true(table_of(result, 0)->cells[1].number == 6);
    assert_int_equal(table_of(result, 1)->row_count, 2); /* stuck */
    assert_int_equal(table_of(result, 2)->row_count, 3);
    assert_int_equal(table_of(result, 3)->row_count, 1); /* one error, however often */
    assert_true(fact_of(result, "passed_over") == 2);
    assert_true(fact_of(result, "false_claims") == 1);
    nb_result_free(result);
    nb_arena_clear(&arena);
}

static void test_csv(void **state) {
    (void)state;
    static const struct { const char *name, *cell; } rows[] = {
        {"김하나", "\"김하나\""}, {"", "\"\""}, {"a,b", "\"a,b\""}, {"\"", "\"\"\"\""},
        {"=1", "\"'=1\""}, {"+1", "\"'+1\""}, {"-1", "\"'-1\""}, {"@x", "\"'@x\""},
        {"\t1", "\"' 1\""}, {"\r1", "\"' 1\""},
        {"x\033[2J\n\x7f\xc2\x9b", "\"x [2J   \""},
        {"  =1", "\"'  =1\""},
        {"\xc2\xa0=1", "\"'\xc2\xa0=1\""}, {"　=1", "\"'　=1\""}, {"＝1", "\"'＝1\""},
        {"\xe2\x80\x8b=1", "\"'\xe2\x80\x8b=1\""}, {"1=1", "\"1=1\""}, {" x", "\" x\""},
        {"\"=1", "\"\"\"=1\""}, {"−1", "\"'−1\""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char wanted[64];
        nb_marks_student student = {.who = rows[i].name, .name = rows[i].name, .score = 200.0 / 3};
        const nb_marks all = {.students = &student, .student_count = 1};
        nb_buffer out;
        nb_buffer_init(&out, &memory);
        nb_marks_csv(&all, &out);
        assert_false(out.failed);
        (void)snprintf(wanted, sizeof wanted, "%s,%s,\"66.67\"\r\n", rows[i].cell, rows[i].cell);
        assert_string_equal(out.data, wanted);
        nb_buffer_clear(&out);
    }
}

/* ---- memory that runs out ---- */

/* All of it, with memory that is refused at one moment after another, up to the first that is not
 * reached. */
static void test_refused(void **state) {
    (void)state;
    bool whole = false;
    for (long n = 0; !whole; n++) {
        long left = n;
        nb_memory few = {.allocate = plain_allocate, .user = &left, .limit = SIZE_MAX};
        nb_arena arena;
        nb_marks all;
        nb_marks_line line;
        nb_message why;
        const char *text = "{\"student\":\"k\",\"number\":7,\"statements\":[\"x\"]" REST;
        nb_arena_init(&arena, &few);
        set_up_class();
        nb_line_state read = nb_marks_line_read(&arena, text, strlen(text), &line, &why);
        assert_int_not_equal(read, NB_LINE_BROKEN);
        bool made = nb_marks_make(&arena, judged, LINES, questions, 3, &all);
        nb_result *result = made ? nb_result_new(&few) : NULL;
        const nb_marks_count count = {.lines = LINES};
        if (result != NULL) nb_marks_tell(&all, &count, 80, result);
        if (result != NULL) nb_marks_tell_errors(judged, LINES, 80, result);
        whole = read == NB_LINE_GOOD && result != NULL && !result->failed;
        nb_result_free(result);
        nb_arena_clear(&arena);
        assert_int_equal(few.used, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line),           cmocka_unit_test(test_broken_lines),
        cmocka_unit_test(test_class),          cmocka_unit_test(test_practice_score),
        cmocka_unit_test(test_tables),         cmocka_unit_test(test_csv),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
