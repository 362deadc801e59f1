/* Lessons: what fences say, what is between two of them, and headings. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "lesson/heading.h"

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

/* What is nearly a kind of ours is told, and so is a block that swallows another one. */
static void test_fences(void **state) {
    (void)state;
    static const struct { const char *text, *meant; } words[] = {
        {"nabla", NULL}, {"nabla title=x", NULL}, {"check", NULL}, {"python", NULL}, {"c", NULL},
        {"", NULL}, {"text", NULL}, {"diff", NULL}, {"console", NULL}, {"Nabla", "nabla"},
        {"{.nabla}", "nabla"}, {"{ .quiz #a }", "quiz"}, {"nable", "nabla"}, {"nabla,x", "nabla"},
        {"nabla:", "nabla"}, {"QUIZ", "quiz"}, {"quizz", "quiz"}, {"excercise", "exercise"},
        {"exercises", "exercise"}, {"chekc", "check"}, {"ㅜ뮤ㅣㅁ", "nabla"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char text[100];
        (void)snprintf(text, sizeof text, "\n- ~~~ %s\n  ~~~\n", words[i].text);
        fixture f;
        begin(&f, text, strlen(text));
        const nb_lesson_problem *problem = f.lesson.problems;
        if ((problem == NULL) != (words[i].meant == NULL)) fail_msg("%s", words[i].text);
        if (problem != NULL) {
            assert_string_equal(problem->diagnostic.hint.args[0].text, words[i].meant);
            assert_int_equal(problem->diagnostic.line, 2);
        }
        end(&f);
    }
}

static void test_swallowed(void **state) {
    (void)state;
    static const struct { const char *text; nb_message_id id; size_t line; } cases[] = {
        {"```nabla\n>>> 1\n```", NB_MESSAGE_NONE, 0},
        {"```nabla\n>>> 1\n  1\n\n```check\n1\n```\n", NB_MESSAGE_LESSON_FENCE_OPEN, 5},
        {"```python\n1\n\n``` Quiz\nid: 1\n```\n", NB_MESSAGE_LESSON_FENCE_OPEN, 4},
        {"````markdown\n```nabla\n>>> 1\n```\n````\n", NB_MESSAGE_NONE, 0},
        {"> ```python\n> ```python\n> ```\n", NB_MESSAGE_NONE, 0},
        {"x\n\n```python\n1\n", NB_MESSAGE_LESSON_UNCLOSED, 3},
        {"- ```check\n  1\n- b\n", NB_MESSAGE_LESSON_UNCLOSED, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        begin(&f, cases[i].text, strlen(cases[i].text));
        const nb_lesson_problem *problem = f.lesson.problems;
        if ((problem == NULL) != (cases[i].id == NB_MESSAGE_NONE)) fail_msg("%s", cases[i].text);
        if (problem != NULL) {
            assert_int_equal(problem->diagnostic.message.id, cases[i].id);
            assert_int_equal(problem->diagnostic.line, cases[i].line);
        }
        end(&f);
    }
}

/* Each line of a hidden test is a statement, but for those inside a bracket. */
static void test_hidden_statements(void **state) {
    (void)state;
    const char *text = "```check\nx = [1,\n  2]; # (\n\nlabel x \"(\"\n y = {\n```\n";
    static const struct { const char *typed; size_t line; } wanted[] = {
        {"x = [1,\n  2]; # (", 2}, {"label x \"(\"", 5}, {" y = {", 6}};
    fixture f;
    begin(&f, text, strlen(text));
    const nb_lesson_step *step = f.lesson.parts->steps;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++, step = step->next) {
        assert_string_equal(step->typed, wanted[i].typed);
        assert_int_equal(step->line, wanted[i].line);
    }
    assert_null(step);
    assert_int_equal(f.lesson.step_count, 0);
    end(&f);
}

static void test_headings(void **state) {
    (void)state;
    const char *text = "# A b #\n\n```nabla\n# C\n```\n\n  ## 역전파: x\r\n#no\n### Last", *nearest;
    static const struct { const char *words; size_t at; } found[] = {
        {"A b", 0}, {"# a B", 0}, {"역전파: x", 27}, {"last", 50}};
    fixture f;
    begin(&f, text, strlen(text));
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        size_t at;
        assert_true(nb_heading_named(&f.arena, &f.lesson, text, found[i].words, &at, &nearest));
        assert_int_equal(at, found[i].at);
    }
    size_t at;
    assert_false(nb_heading_named(&f.arena, &f.lesson, text, "C", &at, &nearest));
    assert_false(nb_heading_named(&f.arena, &f.lesson, text, "no", &at, &nearest));
    assert_false(nb_heading_named(&f.arena, &f.lesson, text, "Lats", &at, &nearest));
    assert_string_equal(nearest, "Last");
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fences), cmocka_unit_test(test_swallowed),
        cmocka_unit_test(test_hidden_statements), cmocka_unit_test(test_headings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
