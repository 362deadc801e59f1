/* Copies without answers: what stands in them, how they are read, and that what is typed at one can
 * be judged by the lesson. */
#include "exam_support.h"

#include "base/fnv.h"
#include "copies/lines.h"
#include "copies/comments.h"
#include "copies/strip.h"
#include "lesson/seal.h"

static nb_memory plain_memory(void) {
    return (nb_memory){.allocate = plain_allocate, .limit = SIZE_MAX};
}

/* The values of http://www.isthe.com/chongo/src/fnv/test_fnv.c */
static void test_fnv(void **state) {
    (void)state;
    assert_true(nb_fnv1a("", 0) == 0xcbf29ce484222325u);
    assert_true(nb_fnv1a("a", 1) == 0xaf63dc4c8601ec8cu);
    assert_true(nb_fnv1a("foobar", 6) == 0x85944171f73967e8u);
}

/* ---- seals ---- */

static void check_seal(const char *id, const char *text) {
    nb_memory memory = plain_memory();
    nb_arena arena;
    nb_buffer sealed;
    const char *open;
    nb_arena_init(&arena, &memory);
    nb_buffer_init(&sealed, &memory);
    nb_seal_add(&sealed, id, text);
    assert_false(sealed.failed);
    assert_null(strstr(sealed.data, text));
    assert_int_equal(nb_seal_open(&arena, id, sealed.data, &open), NB_STATUS_OK);
    assert_string_equal(open, text);
    assert_int_equal(nb_seal_open(&arena, "other", sealed.data, &open), NB_STATUS_ERROR);
    for (size_t i = 0; i < sealed.length; i++) {
        char kept = sealed.data[i];
        sealed.data[i] = kept == '0' ? '1' : '0';
        assert_int_equal(nb_seal_open(&arena, id, sealed.data, &open), NB_STATUS_ERROR);
        sealed.data[i] = kept;
    }
    nb_buffer_clear(&sealed);
    nb_arena_clear(&arena);
}

static void test_seal(void **state) {
    (void)state;
    nb_memory memory = plain_memory();
    nb_arena arena;
    nb_buffer a, b;
    const char *open;
    check_seal("bug", "accumulate");
    check_seal("", "총액 = 3");
    check_seal("long", "dL/dW[1, 2] = a value that is longer than one piece of a seal is");
    nb_buffer_init(&a, &memory);
    nb_buffer_init(&b, &memory);
    nb_seal_add(&a, "q", "sum");
    nb_seal_add(&b, "q", "accumulate");
    assert_int_equal(a.length, b.length); /* the length does not tell which it is */
    nb_arena_init(&arena, &memory);
    static const char *const bad[] = {"", "abc", "zz", "accumulate", "00000000", "ABCDEF0123"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(nb_seal_open(&arena, "q", bad[i], &open), NB_STATUS_ERROR);
    nb_arena_clear(&arena);
    nb_buffer_clear(&a);
    nb_buffer_clear(&b);
}

/* ---- prose ---- */

static void check_prose(const char *text, const char *wanted) {
    nb_memory memory = plain_memory();
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_comments_drop(&out, text, strlen(text));
    assert_string_equal(out.length > 0 ? out.data : "", wanted);
    nb_buffer_clear(&out);
}

static void test_comments(void **state) {
    (void)state;
    check_prose("One.\n\n<!-- The answer is 3. -->\n\nTwo.\n", "One.\n\nTwo.\n");
    check_prose("One <!-- a --> two.\n", "One  two.\n");
    check_prose("<!-- a\n\n```quiz\nanswer: 3\n```\n-->\nOne.\n", "One.\n");
    check_prose("One.\r\n\r\n<!-- a -->\r\n\r\nTwo.\r\n", "One.\r\n\r\nTwo.\r\n");
    check_prose("`<!-- code -->` <!-- a -->.", "`<!-- code -->` .");
    check_prose("``a ` <!-- b -->``<!-- c -->", "``a ` <!-- b -->``");
    check_prose("One ` tick.\n<!-- ` -->\nTwo.", "One ` tick.\nTwo.");
    check_prose("One ` tick.\n\n<!-- ` -->", "One ` tick.\n\n");
    check_prose("One.\n\n<!-- never closed: 3\n", "One.\n\n");
    check_prose("", "");
    check_prose("a < b, a <!- b", "a < b, a <!- b");
}

static void test_told(void **state) {
    static const struct {
        const char *text;
        bool line;
        const char *told; /* NULL: nothing is */
    } told[] = {
        {"<!-- A: b  c -->", false, "b c"},
        {"# T\n\n<!-- X: y\n     A: b\n   c\r\n -->", false, "b c"},
        {"<!-- A: b, c\n   d -->", true, "b, c"},
        {"<!-- A: b", false, "b"},
        {"<!-- A:-->", false, ""},
        {"A: b", false, NULL},
        {"", false, NULL},
        {"<!-- B --> A: b <!-- A: c -->", false, NULL},
        {"`<!-- A: b -->` <!-- A: c -->", false, "c"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        nb_memory memory = plain_memory();
        nb_buffer out;
        nb_buffer_init(&out, &memory);
        nb_buffer_add_text(&out, "before ");
        bool found = nb_comments_tell(&out, told[i].text, strlen(told[i].text), "A:",
                                      told[i].line);
        assert_int_equal(found, told[i].told != NULL);
        assert_int_equal(out.length, 7 + (found ? strlen(told[i].told) : 0));
        if (found) assert_memory_equal(out.data + 7, told[i].told, out.length - 7);
        nb_buffer_clear(&out);
    }
}

static void test_words(void **state) {
    (void)state;
    static const char *const text = "# Two apples\n\n| a | 2 |\n| - | - |\n\n사과 두 개는 −.\n";
    assert_int_equal(nb_comments_words(text, strlen(text)), 8); /* − is not ASCII: a word */
    assert_int_equal(nb_comments_words("- *", 3), 0);
}

/* ---- lines ---- */

static void check_broken(const char *text, const char *wanted) {
    nb_memory memory = plain_memory();
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_buffer_add_text(&out, "before ");
    nb_buffer_add_text(&out, text);
    nb_lines_break(&out, strlen("before "));
    assert_memory_equal(out.data, "before ", strlen("before "));
    assert_string_equal(out.data + strlen("before "), wanted);
    nb_buffer_clear(&out);
}

static void check_code(const char *text, const char *wanted) {
    nb_memory memory = plain_memory();
    nb_buffer out;
    nb_buffer_init(&out, &memory);
    nb_lines_code(&out, text);
    assert_string_equal(out.data, wanted);
    nb_buffer_clear(&out);
}

#define TEN "123456789 "
#define SIGNS " - - - - - - - - - - - - - - - -"
#define SEVENTY TEN TEN TEN TEN TEN TEN TEN

static void test_lines(void **state) {
    (void)state;
    check_broken("One.\n\nTwo.\n", "One.\n\nTwo.\n");
    check_broken(SEVENTY "nine more words\n", SEVENTY "nine more\nwords\n");
    check_broken("- " SEVENTY "a word\n", "- " SEVENTY "a word\n");
    check_broken("- " SEVENTY "a longer word\n", "- " SEVENTY "a longer\n  word\n");
    check_broken("12. " SEVENTY "abcd efgh\n", "12. " SEVENTY "abcd\n    efgh\n");
    check_broken("    " SEVENTY "as it stands\n", "    " SEVENTY "as it stands\n");
    check_broken(SEVENTY "one two 0.5\n", SEVENTY "one two\n0.5\n");
    check_broken(SEVENTY "one two -0.5\n", SEVENTY "one two\n-0.5\n");
    check_broken(SEVENTY "one two = 0.5\n", SEVENTY "one two =\n0.5\n");
    check_broken(SEVENTY "one two23 = 0.5\n", SEVENTY "one two23\n= 0.5\n");
    check_broken(SEVENTY "one two **x**\n", SEVENTY "one\ntwo **x**\n");
    check_broken(SEVENTY "one two x - 4\n", SEVENTY "one two\nx - 4\n");
    check_broken(SEVENTY "one two is 10.\n", SEVENTY "one two\nis 10.\n");
    check_broken("x" SIGNS SIGNS SIGNS "\n", "x" SIGNS SIGNS SIGNS "\n");
}

static void test_code(void **state) {
    (void)state;
    check_code("x = 3", "`x = 3`");
    check_code("a ` b", "`` a ` b ``");
    check_code("``", "``` `` ```");
}

/* ---- the copy ---- */

/* The copy of a text; in the arena of `lesson`, which is that of the text. */
static char *strip(nb_arena *arena, const char *text) {
    nb_lesson lesson;
    nb_buffer out;
    assert_int_equal(nb_lesson_parse(arena, text, strlen(text), &lesson), NB_STATUS_OK);
    if (lesson.problems != NULL)
        fail_msg("%s", nb_message_wording(lesson.problems->diagnostic.message.id));
    nb_buffer_init(&out, arena->memory);
    nb_strip(&lesson, text, strlen(text), &out);
    assert_false(out.failed);
    char *copy = nb_arena_text(arena, out.data, out.length);
    nb_buffer_clear(&out);
    return copy;
}

/* The copy, but for its last line, which names the text. */
static void check_copy(const char *text, const char *wanted) {
    nb_memory memory = plain_memory();
    nb_arena arena;
    nb_lesson again;
    char last[80];
    nb_arena_init(&arena, &memory);
    char *copy = strip(&arena, text);
    assert_int_equal(nb_lesson_parse(&arena, copy, strlen(copy), &again), NB_STATUS_OK);
    assert_null(again.problems);
    (void)snprintf(last, sizeof last, "%016llx",
                   (unsigned long long)nb_fnv1a(text, strlen(text)));
    assert_string_equal(again.original, last);
    char *end = strstr(copy, "\n<!-- original: ");
    if (end == NULL) end = strstr(copy, "\r\n<!-- original: ");
    assert_non_null(end);
    if (end > copy && end[-1] == '\r') end--;
    *end = '\0';
    assert_string_equal(copy, wanted);
    nb_arena_clear(&arena);
}

static void test_copies(void **state) {
    (void)state;
    check_copy("", "");
    check_copy("# One", "# One\n");
    check_copy("A.\n\n```nabla\n>>> x = 3\n  x = 3\n>>> 1/0\nerror: division by zero\n\n```\nB.\n",
               "A.\n\n```nabla\n>>> x = 3\n>>> 1/0\n\n```\nB.\n");
    check_copy("A.\n\n```check\nexpect x == 3\n```\n\nB.\n", "A.\n\nB.\n");
    check_copy("```check\nx = 3\n```\n", "");
    check_copy("```python\nanswer: 3\n```\n", "```python\nanswer: 3\n```\n");
    check_copy("> ```quiz\n> id: a\n> ask: Twice?\n> answer: 2\n> why: So.\n> ```\n",
               "> ```quiz\n> id: a\n> noted: value\n> ask: Twice?\n> ```\n");
    check_copy("1. One\n\n   ```quiz\n   id: a\n\n   ask: Which?\n   choice: x -> no\n"
               "   choice: * y\n   ```\n",
               "1. One\n\n   ```quiz\n   id: a\n   noted: choice\n\n   ask: Which?\n"
               "   choice: x\n   choice: y\n   ```\n");
    check_copy("```quiz\r\nid: a\r\nask: Q\r\nanswer: 2\r\n```\r\n",
               "```quiz\r\nid: a\r\nnoted: value\r\nask: Q\r\n```\r\n");
    check_copy("```quiz\rid: a\rask: Q\ranswer: 2\r```\r",
               "```quiz\rid: a\rnoted: value\rask: Q\r```\r");
    check_copy("```exercise\nid: a\nask: Q\ngiven: x = 3\ncheck: y == 3\nwrong-check: y == 2 -> N\n"
               "hint: H\nsolution: y = x\nwhy: W\n```\n",
               "```exercise\nid: a\nnoted: exercise\nask: Q\ngiven: x = 3\n```\n");
    check_copy("```quiz\nid: r\nrecall: a\n```\n", "```quiz\nid: r\nrecall: a\n```\n");
    check_copy("```quiz\nid: a\nsay: Why?\nwhy: So.\n```\n",
               "```quiz\nid: a\nnoted: say\nsay: Why?\n```\n");
    check_copy("```quiz\nid: a\nask: Q\ngap: 2 · ___\nanswer: 3\nwithin: 1%\nvary: x in 1..3\n"
               "equivalent: 3+0\nrefuse: x\nwrong: 4 -> N\n```\n",
               "```quiz\nid: a\nnoted: value\nask: Q\ngap: 2 · ___\nwithin: 1%\n"
               "vary: x in 1..3\n```\n");
}

/* More lines than are asked for are not in the copy. */
static void test_many_lines(void **state) {
    (void)state;
    enum { LINES = 30 };
    char text[2000] = "```quiz\nid: a\nask: Q\n";
    for (int i = 0; i < LINES; i++) {
        size_t n = strlen(text);
        (void)snprintf(text + n, sizeof text - n, "order: line%d.\n", i);
    }
    size_t end = strlen(text);
    (void)snprintf(text + end, sizeof text - end, "```\n");
    nb_memory memory = plain_memory();
    nb_arena arena;
    nb_arena_init(&arena, &memory);
    char *copy = strip(&arena, text);
    size_t count = 0;
    for (char *at = copy; (at = strstr(at, "order: line")) != NULL; at++) count++;
    assert_int_equal(count, 26);
    nb_arena_clear(&arena);
}

/* ---- reading ---- */

static void check_problem(const char *keys, bool exercise, nb_message_id wanted) {
    nb_memory memory = plain_memory();
    nb_arena arena;
    nb_lesson lesson;
    char text[1000];
    nb_arena_init(&arena, &memory);
    (void)snprintf(text, sizeof text, "```%s\nid: a\n%s```\n", exercise ? "exercise" : "quiz",
                   keys);
    assert_int_equal(nb_lesson_parse(&arena, text, strlen(text), &lesson), NB_STATUS_OK);
    nb_message_id found = lesson.problems != NULL ? lesson.problems->diagnostic.message.id
                                                  : NB_MESSAGE_NONE;
    if (found != wanted)
        fail_msg("%s: %s", keys, found == NB_MESSAGE_NONE ? "none" : nb_message_wording(found));
    nb_arena_clear(&arena);
}

static void test_problems(void **state) {
    (void)state;
    check_problem("noted: value\nask: Q\n", false, NB_MESSAGE_NONE);
    check_problem("noted: exercise\nask: Q\n", true, NB_MESSAGE_NONE);
    check_problem("noted: valu\nask: Q\n", false, NB_MESSAGE_LESSON_NOTED_KIND);
    check_problem("noted: exercise\nask: Q\n", false, NB_MESSAGE_LESSON_NOTED_KIND);
    check_problem("noted: value\nask: Q\n", true, NB_MESSAGE_LESSON_NOTED_KIND);
    check_problem("noted: recall\n", false, NB_MESSAGE_LESSON_NOTED_KIND);
    check_problem("noted: value\n", false, NB_MESSAGE_LESSON_KEY_MISSING);
    check_problem("noted: value\nask: Q\nanswer: 3\n", false, NB_MESSAGE_LESSON_KEY_KIND);
    check_problem("noted: value\nask: Q\nhint: H\n", false, NB_MESSAGE_LESSON_KEY_KIND);
    check_problem("noted: choice\nask: Q\n", false, NB_MESSAGE_LESSON_LINES);
    check_problem("noted: choices\nask: Q\nchoice: a\n", false, NB_MESSAGE_LESSON_LINES);
    check_problem("noted: order\nask: Q\norder: a\n", false, NB_MESSAGE_LESSON_LINES);
    check_problem("noted: break\nask: Q\n", false, NB_MESSAGE_LESSON_KEY_MISSING);
    check_problem("noted: spot\nask: Q\n", false, NB_MESSAGE_LESSON_KEY_MISSING);
    check_problem("noted: break\nask: Q\nbreak: sum\n", false, NB_MESSAGE_LESSON_SEALED);
    check_problem("noted: spot\nask: Q\nspot: x = 3\n", false, NB_MESSAGE_LESSON_SEALED);
    check_problem("noted: say\n", false, NB_MESSAGE_LESSON_KEY_MISSING);
}

/* What is no last line of a copy is a comment like others. */
static void test_original(void **state) {
    (void)state;
    static const struct { const char *text; bool is; } texts[] = {
        {"<!-- original: 0123456789abcdef -->", true},
        {"A\n\n<!-- original: 0123456789abcdef -->\r\n \n", true},
        {"A <!-- original: 0123456789abcdef -->", false},
        {"<!-- original: 0123456789abcdef -->\n\nA", false},
        {"<!-- original: 0123456789abcdeg -->", false},
        {"<!-- 0riginal: 0123456789abcdef -->", false},
        {"<!-- original: 0123456789abcdef --.", false}, {"", false}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        nb_memory memory = plain_memory();
        nb_arena arena;
        nb_lesson lesson;
        nb_arena_init(&arena, &memory);
        assert_int_equal(nb_lesson_parse(&arena, texts[i].text, strlen(texts[i].text), &lesson),
                         NB_STATUS_OK);
        assert_int_equal(lesson.original != NULL, texts[i].is);
        nb_arena_clear(&arena);
    }
}

/* ---- answering ---- */

#define T(TYPED) {TYPED, NB_VERDICT_NOTED, "", NULL}

/* Asks the copy of the question with these keys. */
static void check_noted(const char *setup, const char *keys, const answer_line *lines,
                        size_t count) {
    char text[2000];
    nb_memory memory = plain_memory();
    nb_arena arena;
    asking a;
    nb_arena_init(&arena, &memory);
    (void)snprintf(text, sizeof text, "```quiz\nid: a\n%s```\n", keys);
    open_asking(&a, setup, strip(&arena, text));
    begin_exam(&a, (nb_variant){.student = 0});
    assert_string_equal(nb_exam_solution(a.exam), "");
    assert_string_equal(nb_exam_why(a.exam), "");
    assert_null(nb_exam_hint(a.exam, 0));
    for (size_t i = 0; i < count; i++) {
        nb_exam_verdict verdict;
        nb_exam_says says;
        assert_int_equal(nb_exam_judge(a.exam, lines[i].typed, &verdict, &says), NB_STATUS_OK);
        if (verdict != lines[i].verdict)
            fail_msg("%s: verdict %d", lines[i].typed, (int)verdict);
        if (verdict != NB_VERDICT_REFUSED) continue;
        char *hint = words_of(&says, true);
        if (lines[i].hint != NULL) assert_string_equal(hint, lines[i].hint);
        free(hint);
    }
    close_asking(&a);
    nb_arena_clear(&arena);
}

#define CHECK_NOTED(setup, keys, ...)                                                              \
    do {                                                                                           \
        const answer_line lines_[] = {__VA_ARGS__};                                                \
        check_noted((setup), (keys), lines_, sizeof lines_ / sizeof *lines_);                      \
    } while (0)

static void test_noted(void **state) {
    (void)state;
    CHECK_NOTED("x = 3; y = x^2", "ask: What is dy/dx?\nanswer: dy/dx\nwrong: 3 -> N\n",
                T("6"), T("3"), T("2x"), T("50%"), T("[1, 2]"), T("1, 2"), O("z = 3"), O(""),
                N("dy/dx", ""), N("nosuch", ""), N("6원", ""), N("(2", ""),
                H("1,5", "", "Type 1.5, or [1,5]"));
    CHECK_NOTED("x = 3", "ask: Next?\npredict: y\nwrong: 3 -> N\n", T("6"), O("z = 3"));
    CHECK_NOTED("x = 3", "ask: Q\ngap: 2 · ___\nanswer: x\n", T("2 · 4"), T("x"));
    CHECK_NOTED("x = 3", "ask: Which?\nchoice: * {x}\nchoice: * four\nchoice: five -> N\n",
                T("3"), T("1 2"), T("four"), N("9", ""), O("z = 3"));
    CHECK_NOTED("x = 3", "ask: Which?\nchoice: * one\nchoice: two -> N\n", T("2"), N("1 2", ""));
    CHECK_NOTED("x = 3", "ask: Sort.\norder: p\norder: q\norder: r\n", T("1 2 3"), N("1 2", ""));
    CHECK_NOTED("x = 3; y = x*x + x", "ask: Q\nbreak: accumulate\nwrong: sum -> N\n", T("2"),
                T("sum"), N("9", ""));
    CHECK_NOTED("x = 3; y = x^2; backward y", "ask: Q\nspot: x = 5\nwrong: y -> N\n", T("x"),
                T("y"), N("7", ""));
    CHECK_NOTED("x = 3", "say: Why?\nwhy: So.\n", T("It is so."), O("z = 3"));
    CHECK_NOTED("x = 3", "try: Do.\nbreak: sum\nwhy: So.\n", O("z = 3"));
}

/* In a copy of an exercise what the student did stays. */
static void test_exercise(void **state) {
    (void)state;
    asking a;
    nb_result *result;
    const nb_variant own = {.student = 0};
    open_asking(&a, "x = 3", "```exercise\nid: a\nnoted: exercise\nask: Q\ngiven: b = 1\n```\n");
    begin_exam(&a, own);
    run(a.session, "y = x + b");
    assert_int_equal(nb_exam_end(a.exam, &result), NB_STATUS_OK);
    a.exam = NULL;
    run(a.session, "expect y == 4");
    close_asking(&a);
}

/* Whoever is asked, and in any round, lines of order: stand in the copy as in the lesson's own
 * variant: an answer that is right there is so by the lesson. */
static void test_order(void **state) {
    (void)state;
    static const char text[] = "```quiz\nid: a\nask: Sort.\n"
                               "order: p\norder: q\norder: r\norder: s\n"
                               "before: 1 < 2\nbefore: 2 < 3\nbefore: 3 < 4\n```\n";
    nb_memory memory = plain_memory();
    nb_arena arena;
    asking copy, lesson;
    nb_arena_init(&arena, &memory);
    open_asking(&copy, "", strip(&arena, text));
    for (uint32_t student = 0; student < 20; student++) {
        open_asking(&lesson, "", text);
        begin_exam(&copy, (nb_variant){.student = student, .round = student % 3});
        begin_exam(&lesson, (nb_variant){.student = 0});
        assert_string_equal(nb_exam_text(copy.exam), nb_exam_text(lesson.exam));
        check_answer(&lesson, &(answer_line)W("1 2 3 4", NULL));
        check_answer(&lesson, &(answer_line)R(nb_exam_solution(lesson.exam)));
        end_exam(&copy);
        close_asking(&lesson);
    }
    close_asking(&copy);
    nb_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fnv),      cmocka_unit_test(test_seal),
        cmocka_unit_test(test_comments), cmocka_unit_test(test_told),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_copies),   cmocka_unit_test(test_many_lines),
        cmocka_unit_test(test_problems), cmocka_unit_test(test_original),
        cmocka_unit_test(test_noted),    cmocka_unit_test(test_exercise),
        cmocka_unit_test(test_order),    cmocka_unit_test(test_lines),
        cmocka_unit_test(test_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
