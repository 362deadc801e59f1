/* Lessons: taking Markdown apart, comparing outputs, rewriting them, and checking files. */
#define _XOPEN_SOURCE 700
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/lesson.h"
#include "front/lesson_file.h"
#include "lesson/compare.h"
#include "lesson/lesson.h"
#include "lesson/update.h"

typedef struct fixture {
    nb_memory memory;
    nb_arena arena;
    nb_lesson lesson;
} fixture;

static void begin(fixture *f, const char *text, size_t length) {
    f->memory = (nb_memory){.allocate = plain_allocate, .limit = SIZE_MAX};
    nb_arena_init(&f->arena, &f->memory);
    assert_int_equal(nb_lesson_parse(&f->arena, text, length, &f->lesson), NB_STATUS_OK);
}

static void end(fixture *f) {
    nb_arena_clear(&f->arena);
    assert_int_equal(f->memory.used, 0);
}

static const nb_lesson_part *part_at(const fixture *f, size_t index) {
    const nb_lesson_part *part = f->lesson.parts;
    while (part != NULL && index-- > 0) part = part->next;
    return part;
}

static const nb_lesson_part *part_of(const fixture *f, nb_lesson_kind kind) {
    const nb_lesson_part *part = f->lesson.parts;
    while (part != NULL && part->kind != kind) part = part->next;
    return part;
}

static void assert_range(const char *text, nb_lesson_range range, const char *wanted) {
    assert_int_equal(range.end - range.start, strlen(wanted));
    assert_memory_equal(text + range.start, wanted, strlen(wanted));
}

/* ---- parsing ---- */

static void test_parts_in_order(void **state) {
    (void)state;
    const char *text = "# Title\n\nWords.\n\n```nabla\n>>> x = 3\n  x = 3\n>>> f(a) = {\n... a }\n"
                       ">>> x;\n\n>>> x\n  3\n  4\n\n```\nMore.\n~~~ c\nint x;\n~~~\n";
    fixture f;
    begin(&f, text, strlen(text));
    static const nb_lesson_kind kinds[] = {NB_LESSON_PROSE, NB_LESSON_TRANSCRIPT, NB_LESSON_PROSE,
                                           NB_LESSON_CODE};
    for (size_t i = 0; i < 4; i++) assert_int_equal(part_at(&f, i)->kind, kinds[i]);
    assert_null(part_at(&f, 4));
    assert_range(text, part_at(&f, 0)->range, "# Title\n\nWords.\n\n");
    assert_range(text, part_at(&f, 2)->range, "More.\n");
    assert_range(text, part_at(&f, 3)->range, "~~~ c\nint x;\n~~~\n");
    assert_int_equal(part_at(&f, 1)->line, 5);
    assert_int_equal(f.lesson.step_count, 4);
    const nb_lesson_step *step = part_at(&f, 1)->steps;
    assert_string_equal(step->typed, "x = 3");
    assert_string_equal(step->expected, "  x = 3\n");
    assert_range(text, step->output, "  x = 3\n");
    assert_int_equal(step->line, 6);
    step = step->next;
    assert_string_equal(step->typed, "f(a) = {\na }");
    assert_string_equal(step->expected, "");
    assert_range(text, step->output, "");
    assert_int_equal(step->output_line, 10);
    step = step->next;
    assert_string_equal(step->expected, "\n");
    assert_range(text, step->output, "");
    step = step->next;
    assert_range(text, step->output, "  3\n  4\n");
    assert_int_equal(step->output_line, 13);
    end(&f);
}

static void test_windows_and_byte_order_mark(void **state) {
    (void)state;
    const char *text = "\xEF\xBB\xBF```nabla\r\n>>> 1\r\n  1\r\n```\r\nEnd.\r\n";
    fixture f;
    begin(&f, text, strlen(text));
    const nb_lesson_part *part = part_of(&f, NB_LESSON_TRANSCRIPT);
    assert_ptr_equal(part, part_at(&f, 0));
    assert_string_equal(part->steps->typed, "1");
    assert_string_equal(part->steps->expected, "  1\n");
    assert_range(text, part->steps->output, "  1\r\n");
    assert_int_equal(part->steps->line, 2);
    assert_range(text, part_at(&f, 1)->range, "End.\r\n");
    end(&f);
}

static void test_block_inside_list_and_quotation(void **state) {
    (void)state;
    const char *text = "1. Do\n\n   ```nabla\n   >>> 1\n     1\n\n   >>> 2\n   ```\n\n   and\n\n"
                       "> ```nabla\n> >>> 3\n> 3\n> ```\n";
    fixture f;
    begin(&f, text, strlen(text));
    assert_int_equal(f.lesson.step_count, 3);
    const nb_lesson_step *step = part_at(&f, 1)->steps;
    assert_string_equal(step->expected, "  1\n\n");
    assert_range(text, step->output, "     1\n");
    assert_range(text, step->prefix, "   ");
    assert_int_equal(step->next->line, 7);
    assert_range(text, step->next->output, "");
    assert_int_equal(part_at(&f, 2)->indent, 3);
    step = part_at(&f, 3)->steps;
    assert_string_equal(step->typed, "3");
    assert_range(text, step->output, "> 3\n");
    assert_range(text, step->prefix, "> ");
    assert_range(text, part_at(&f, 3)->range, "> ```nabla\n> >>> 3\n> 3\n> ```\n");
    end(&f);
}

static void test_unclosed_and_unended(void **state) {
    (void)state;
    const char *text = "~~~~nabla title=x\n~~~\n>>> 1\n1";
    fixture f;
    begin(&f, text, strlen(text));
    assert_int_equal(f.lesson.step_count, 1);
    assert_range(text, part_at(&f, 0)->steps->output, "1");
    assert_int_equal(f.lesson.problems->diagnostic.message.id, NB_MESSAGE_LESSON_UNCLOSED);
    const nb_lesson_problem *next = f.lesson.problems->next;
    assert_int_equal(next->diagnostic.line, 2);
    assert_int_equal(next->diagnostic.message.id, NB_MESSAGE_LESSON_NO_PROMPT);
    end(&f);
    begin(&f, "```nabla\n```", 12);
    assert_int_equal(f.lesson.step_count, 0);
    assert_int_equal(part_at(&f, 0)->kind, NB_LESSON_TRANSCRIPT);
    end(&f);
    text = "- ```nabla\n  >>> 1\n``\n"; /* ends with the list, and what follows is prose */
    begin(&f, text, strlen(text));
    assert_range(text, part_at(&f, 0)->range, "- ```nabla\n  >>> 1\n");
    assert_range(text, part_at(&f, 1)->range, "``\n");
    end(&f);
    text = "```nabla\n\n>>> 1\n```\n";
    begin(&f, text, strlen(text));
    assert_int_equal(part_at(&f, 0)->steps->line, 3);
    assert_range(text, part_at(&f, 0)->range, text);
    end(&f);
    begin(&f, "", 0);
    assert_null(f.lesson.parts);
    end(&f);
    begin(&f, "    ```nabla\n    >>> 1\n", 23); /* indented: it shows what a fence looks like */
    assert_int_equal(f.lesson.step_count, 0);
    end(&f);
}

/* Of very many mistakes a hundred are told. */
static void test_many_problems(void **state) {
    (void)state;
    enum { LINES = 150, TOLD = 100 };
    char text[20 * LINES] = "```quiz\n";
    for (int i = 0; i < LINES; i++) add_format(text, sizeof text, "wrongly: %d\n", i);
    add_format(text, sizeof text, "```\n");
    fixture f;
    begin(&f, text, strlen(text));
    size_t count = 0;
    for (const nb_lesson_problem *p = f.lesson.problems; p != NULL; p = p->next) count++;
    assert_int_equal(count, TOLD);
    end(&f);
}

static void test_keys(void **state) {
    (void)state;
    const char *text = "```quiz\nid: a-1\n  ask:  How: much? \nwrong: 2 -> No.\nwrong: 3 -> No.\n"
                       "anwser: 4\nhello\nanswe: 4\nzzz: 4\nanswer: 5\n```\n"
                       "```exercise\nid: b\nask: x?\ncheck: x == 1\nsolution: x = 1\n```\n";
    fixture f;
    begin(&f, text, strlen(text));
    const nb_lesson_part *quiz = part_at(&f, 0), *exercise = part_at(&f, 1);
    assert_int_equal(quiz->kind, NB_LESSON_QUIZ);
    assert_string_equal(nb_lesson_find(quiz, "ask"), "How: much?");
    assert_int_equal(quiz->keys->next->line, 3);
    assert_null(nb_lesson_find(quiz, "why"));
    assert_int_equal(exercise->kind, NB_LESSON_EXERCISE);
    assert_string_equal(nb_lesson_find(exercise, "check"), "x == 1");
    const nb_lesson_problem *problem = f.lesson.problems;
    assert_int_equal(problem->diagnostic.line, 6);
    assert_int_equal(problem->diagnostic.width, 6);
    assert_string_equal(problem->diagnostic.text, "anwser: 4");
    assert_string_equal(problem->diagnostic.message.args[1].text, "anwser");
    assert_string_equal(problem->diagnostic.hint.args[0].text, "answer");
    problem = problem->next;
    assert_int_equal(problem->diagnostic.line, 7);
    assert_int_equal(problem->diagnostic.message.id, NB_MESSAGE_LESSON_KEY_FORM);
    problem = problem->next; /* one slip is near, another word is not */
    assert_string_equal(problem->diagnostic.hint.args[0].text, "answer");
    problem = problem->next;
    assert_int_equal(problem->diagnostic.hint.id, NB_MESSAGE_NONE);
    assert_null(problem->next);
    end(&f);
}

/* Parts never overlap, never go back, and stay inside the text. */
static void assert_sane(const fixture *f, size_t length) {
    size_t done = 0;
    for (const nb_lesson_part *part = f->lesson.parts; part != NULL; part = part->next) {
        assert_true(part->range.start >= done && part->range.end >= part->range.start);
        done = part->range.end;
        for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next) {
            assert_true(step->output.start >= part->range.start);
            assert_true(step->output.end >= step->output.start && step->output.end <= done);
            assert_true(step->prefix.start <= step->prefix.end);
        }
    }
    assert_true(done <= length);
}

static void test_hostile(void **state) {
    (void)state;
    fixture f;
    size_t large = 1 << 20;
    char *text = malloc(large);
    assert_non_null(text);
    memset(text, '`', large);
    begin(&f, text, large);
    assert_sane(&f, large);
    end(&f);
    memcpy(text, "```nabla\n>>> ", 13);
    begin(&f, text, large);
    assert_int_equal(f.lesson.step_count, 1);
    assert_sane(&f, large);
    end(&f);
    free(text);
    static const char wild[] = "```nabla\n>>> \xFF\xC0\0x\n\xE2\x88\n\0\n```\n"
                               "- ```nabla\n- >>> 1\r\r\n>```nabla\n>\t>>> 2\n```\n"
                               "```nabla\n\n\n\n```quiz\n:\n\0: 1\n";
    for (size_t length = 0; length < sizeof wild; length++) {
        begin(&f, wild, length);
        assert_sane(&f, length);
        end(&f);
    }
    begin(&f, wild, sizeof wild - 1); /* NUL becomes SUB */
    assert_string_equal(part_at(&f, 0)->steps->typed, "\xFF\xC0\x1Ax");
    end(&f);
}

static void test_memory_runs_out(void **state) {
    (void)state;
    const char *text = "Words.\n```nabla\n>>> 1\n1\n```\n```quiz\nbad: 1\nworse\n```\n";
    bool done = false;
    for (long allowed = 0; !done; allowed++) {
        long left = allowed;
        nb_memory memory = {.allocate = plain_allocate, .user = &left, .limit = SIZE_MAX};
        nb_arena arena;
        nb_lesson lesson;
        nb_arena_init(&arena, &memory);
        nb_status status = nb_lesson_parse(&arena, text, strlen(text), &lesson);
        done = status == NB_STATUS_OK;
        if (!done) assert_int_equal(status, NB_STATUS_NO_MEMORY);
        nb_arena_clear(&arena);
        assert_int_equal(memory.used, 0);
    }
}

/* ---- comparing ---- */

static bool agree(const char *expected, const char *actual) {
    nb_difference difference;
    nb_lines a = {expected, strlen(expected)}, b = {actual, strlen(actual)};
    return nb_compare(a, b, nb_compare_largest(expected, strlen(expected)), &difference);
}

static void test_compare(void **state) {
    (void)state;
    static const struct { const char *expected, *actual; bool agree; } cases[] = {
        {"  x = 3\n", "x = 3", true},
        {"x = 3\n\n  \n", "  x = 3  \n", true},
        {"x = 3", "y = 3", false},
        {"", "", true},
        {"", "x", false},
        {"x", "", false},
        {"0.0576091", "0.0576092", true},    /* one unit of the last digit */
        {"0.0576091", "0.0576093", false},
        {"2.2", "2.3", true},
        {"2.2", "2.4", false},
        {"-2.29837", "-2.29838", true},
        {"-2.29837", "2.29837", false},
        {"(−1.5)", "(−1.6)", true},
        {"220", "221", false},               /* a number without a point dropped its zeros */
        {"220", "220.001", true},
        {"123456", "123457", true},
        {"12345678", "12345680", false},
        {"h[3] = 1", "h[4] = 1", false},
        {"1e-5", "1e-05", true},
        {"1e-05", "2e-05", false},
        {"4.2e-18", "4.3e-18", true},
        {"4.2e-18", "4.4e-18", false},
        {"220 0", "220 1e-7", true},         /* 1e-9 of the largest */
        {"220 0", "220 -1e-7", true},
        {"220 0", "220 1e-6", false},
        {"1e18 0", "1e18 0.001", true},      /* but not more */
        {"1e18 0", "1e18 0.002", false},
        {"1e18 5", "1e18 1", false},
        {"0", "1e-17", false},
        {"w25", "w26", false},               /* digits of a name are text */
        {"x_2 = 1.5", "x_3 = 1.5", false},
        {"φ2", "φ3", false},
        {"v1.5", "v2.5", false},
        {"2.5x", "2.6x", true},
        {"x1-2.5", "x1-2.6", true},
        {"x = inf", "x = inf", true},
        {"x = inf", "x = 1e308", false},
        {"nan", "nan", true},
        {"nan", "-nan", false},
        {"1.5.2", "1.5.3", false},
        {"1..20", "1..21", false},
        {"a  b", "a b", false},
        {"v  0.5  x\nw   12  y\n", "v 0.499999999999  x\nw              12  y\n", true},
        {"v  0.5  x\nw   12  y\n", "v  0.5  x\nw    12  y\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (agree(cases[i].expected, cases[i].actual) != cases[i].agree)
            fail_msg("%s | %s", cases[i].expected, cases[i].actual);
}

static void test_difference(void **state) {
    (void)state;
    const char *expected = "a\nb\nc\nd\n", *actual = "a\nx\ny\nz\nd";
    nb_difference difference;
    assert_false(nb_compare((nb_lines){expected, strlen(expected)},
                            (nb_lines){actual, strlen(actual)}, 0, &difference));
    assert_int_equal(difference.line, 2);
    assert_int_equal(difference.expected.length, 4);
    assert_memory_equal(difference.expected.text, "b\nc\n", 4);
    assert_memory_equal(difference.actual.text, "x\ny\nz\n", 6);
    assert_int_equal(difference.actual.length, 6);
}

/* ---- updating ---- */

/* Rewrites every step's output with `printed` and compares the whole text. */
static void assert_updated(const char *text, const char *printed, const char *wanted) {
    fixture f;
    begin(&f, text, strlen(text));
    nb_buffer out;
    nb_buffer_init(&out, &f.memory);
    size_t done = 0;
    for (const nb_lesson_part *part = f.lesson.parts; part != NULL; part = part->next)
        for (const nb_lesson_step *step = part->steps; step != NULL; step = step->next)
            nb_lesson_update(text, strlen(text), &done, step, printed, strlen(printed), &out);
    nb_buffer_add(&out, text + done, strlen(text) - done);
    assert_string_equal(out.data, wanted);
    nb_buffer_clear(&out);
    end(&f);
}

static void test_update(void **state) {
    (void)state;
    assert_updated("A\n```nabla\n>>> 1\n  2\n\n>>> 2\n```\nZ\n", "  new \n\n  more\n\n",
                   "A\n```nabla\n>>> 1\n  new\n\n  more\n\n>>> 2\n  new\n\n  more\n```\nZ\n");
    assert_updated("```nabla\r\n>>> 1\r\n2\r\n3\r\n```\r\n", "x\n",
                   "```nabla\r\n>>> 1\r\nx\r\n```\r\n");
    assert_updated("```nabla\n>>> 1\n2\n```\n", "", "```nabla\n>>> 1\n```\n");
    assert_updated("- a\n\n  ```nabla\n  >>> 1\n  ... 2\n  ```\n", " x\n\n y",
                   "- a\n\n  ```nabla\n  >>> 1\n  ... 2\n   x\n\n   y\n  ```\n");
    assert_updated("> ```nabla\n> >>> 1\n> ```", "x\n\ny",
                   "> ```nabla\n> >>> 1\n> x\n>\n> y\n> ```");
    assert_updated("```nabla\n>>> 1", "x\ny\n", "```nabla\n>>> 1\nx\ny");
    assert_updated("```nabla\n>>> 1\nz", "x\ny\n", "```nabla\n>>> 1\nx\ny");
    assert_updated("```nabla\n>>> 1\nz\n", "x\ny\n", "```nabla\n>>> 1\nx\ny\n");
}

/* ---- files ---- */

static void write_text(const char *path, const char *text) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void assert_text(const char *path, const char *wanted) {
    char text[2048];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    assert_int_equal(fclose(file), 0);
    assert_string_equal(text, wanted);
}

/* Runs nb_lesson_main on a file and compares what it prints, errors included. */
static void assert_main(const char *path, nb_options options, int status, const char *wanted) {
    char text[4096];
    nb_host host = {.load = nb_file_load};
    nb_show show = {.session = nb_session_new(&host), .view = {.digits = 6, .width = 80},
                    .rule = {.guarded = true}};
    show.out = show.errors = tmpfile(); /* results are written past stdio: a real file */
    assert_non_null(show.session);
    assert_non_null(show.out);
    int actual = nb_lesson_main(&show, &options, path);
    assert_int_equal(fseek(show.out, 0, SEEK_SET), 0);
    text[fread(text, 1, sizeof text - 1, show.out)] = '\0';
    assert_int_equal(fclose(show.out), 0);
    assert_string_equal(text, wanted);
    assert_int_equal(actual, status);
    nb_session_free(show.session);
}

static void test_files(void **state) {
    (void)state;
    const nb_options check = {.check = true}, update = {.update = true}, play = {0};
    char folder[] = "/tmp/nabla-lesson-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *home = getcwd(NULL, 0);
    assert_non_null(home);
    assert_int_equal(chdir(folder), 0);
    write_text("beside.nabla", "x = 3\n");
    write_text("l.md", "Words.\n\n```nabla\n>>> run beside.nabla\n∇ x = 3\n x = 3\n"
                       ">>> x + 0.5\n 4.5\n>>> save new.nabla\n```\n\nEnd\n");
    static const char told[] = "l.md:8: the output differs\n-  4.5\n+   3.5\n"
                               "l.md:10: the output differs\n+   wrote new.nabla\n";
    char wanted[256];
    (void)snprintf(wanted, sizeof wanted, "%sl.md: 1 of 3 steps agree\n", told);
    assert_main("l.md", check, 1, wanted);
    assert_int_not_equal(access("new.nabla", F_OK), 0); /* it was written in the scratch folder */
    (void)snprintf(wanted, sizeof wanted, "%sl.md: 2 of 3 outputs rewritten\n", told);
    assert_main("l.md", update, 0, wanted);
    assert_text("l.md", "Words.\n\n```nabla\n>>> run beside.nabla\n∇ x = 3\n x = 3\n"
                        ">>> x + 0.5\n  3.5\n"
                        ">>> save new.nabla\n  wrote new.nabla\n```\n\nEnd\n");
    assert_main("l.md", check, 0, "l.md: 3 of 3 steps agree\n");
    assert_main("l.md", play, 0, "Words.\n\n∇ run beside.nabla\n∇ x = 3\n  x = 3\n"
                                 "∇ x + 0.5\n  3.5\n"
                                 "∇ save new.nabla\n  wrote new.nabla\n\nEnd\n\n");
    assert_int_equal(access("new.nabla", F_OK), 0);
    assert_main("none.md", check, 1,
                "nabla: none.md cannot be read: No such file or directory\n");
    write_text("l.md", "```quiz\nask: Why?\nanswr: 1\n```\n");
    assert_main("l.md", check, 1, "l.md:3:1: error: ```quiz has no key answr\nanswr: 1\n^~~~~\n"
                                  "hint: Did you mean answer?\n"
                                  "l.md: 0 of 0 steps agree, 0 of 1 questions hold\n");
    write_text("l.md", "```nabla\n>>> y\n  error: y is not defined\n```\n");
    assert_main("l.md", play, 0, "∇ y\n  y\n  ^\n  error: y is not defined\n"
                                 "  hint: Define it first: y = 3\n\n");
    write_text("l.md", "```nabla\n>>> y\n```\n");
    assert_main("l.md", play, 1, "∇ y\n  y\n  ^\n  error: y is not defined\n"
                                 "  hint: Define it first: y = 3\n\n");
    assert_int_equal(unlink("l.md") | unlink("new.nabla") | unlink("beside.nabla"), 0);
    assert_int_equal(chdir(home), 0);
    assert_int_equal(rmdir(folder), 0);
    free(home);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_in_order),
        cmocka_unit_test(test_windows_and_byte_order_mark),
        cmocka_unit_test(test_block_inside_list_and_quotation),
        cmocka_unit_test(test_unclosed_and_unended),
        cmocka_unit_test(test_keys), cmocka_unit_test(test_many_problems),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_memory_runs_out),
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_difference),
        cmocka_unit_test(test_update),
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
