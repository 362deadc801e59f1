/* The keys of questions: what they are read as, and what is told of those that are wrong. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "lesson/question.h"

typedef struct fixture {
    nb_memory memory;
    nb_arena arena;
    nb_lesson lesson;
} fixture;

/* The last block is closed here. */
static void begin(fixture *f, const char *text) {
    static char closed[(1 << 20) + 200];
    int length = snprintf(closed, sizeof closed, "%s```\n", text);
    f->memory = (nb_memory){.allocate = plain_allocate, .limit = SIZE_MAX};
    nb_arena_init(&f->arena, &f->memory);
    assert_int_equal(nb_lesson_parse(&f->arena, closed, (size_t)length, &f->lesson), NB_STATUS_OK);
}

static void end(fixture *f) {
    nb_arena_clear(&f->arena);
    assert_int_equal(f->memory.used, 0);
}

/* Questions that are all right as they are. */
#define QUIZ "```quiz\nid: a\nask: ?\nanswer: 1\n"
#define CHOICE "```quiz\nid: a\nask: ?\nchoice: * 1\nchoice: 2\n"
#define ORDER "```quiz\nid: a\nask: ?\norder: 1\norder: 2\n"
#define EXERCISE "```exercise\nid: a\nask: ?\ncheck: x == 1\nsolution: x = 1\n"

/* ---- what is read ---- */

static const nb_lesson_question *begin_one(fixture *f, const char *text) {
    begin(f, text);
    if (f->lesson.problems != NULL)
        fail_msg("line %zu: %s", f->lesson.problems->diagnostic.line,
                 nb_message_wording(f->lesson.problems->diagnostic.message.id));
    assert_non_null(f->lesson.parts->question);
    return f->lesson.parts->question;
}

static void test_kinds(void **state) {
    (void)state;
    static const struct { nb_question_kind kind; const char *text; } cases[] = {
        {NB_ASK_VALUE, "```quiz\nid: a\nask: ?\nanswer: 1\n"},
        {NB_ASK_VALUE, "```quiz\nid: a\ngap: a · ___\nanswer: b\n"},
        {NB_ASK_VALUE, "```quiz\nid: a\nask: ?\npredict: y\n"},
        {NB_ASK_CHOICE, "```quiz\nid: a\nask: ?\nchoice: * 1\nchoice: 2\n"},
        {NB_ASK_CHOICE, "```quiz\nid: a\nask: ?\nbreak: sum\nchoice: * 1\nchoice: 2\n"},
        {NB_ASK_CHOICES, "```quiz\nid: a\nask: ?\nchoice: * 1\nchoice: 2\nchoice: * 3\n"},
        {NB_ASK_ORDER, "```quiz\nid: a\nask: ?\norder: 1\norder: 2\n"},
        {NB_ASK_BREAK, "```quiz\nid: a\nask: ?\nbreak: sum\n"},
        {NB_ASK_VALUE, "```quiz\nid: a\nask: ?\nbreak: sum\nanswer: 1\n"},
        {NB_ASK_SPOT, "```quiz\nid: a\nask: ?\nspot: w = 2\n"},
        {NB_ASK_EXERCISE, "```exercise\nid: a\nask: ?\ncheck: x == 1\nsolution: x = 1\n"},
        {NB_ASK_TRY, "```quiz\nid: a\ntry: what?\n"},
        {NB_ASK_TRY, "```exercise\nid: a\ntry: what?\ngiven: x = 1\n"},
        {NB_ASK_SAY, "```quiz\nid: a\nsay: what?\nwhy: so\n"},
        {NB_ASK_RECALL, "```quiz\nid: a\nrecall: b\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        assert_int_equal(begin_one(&f, cases[i].text)->kind, cases[i].kind);
        end(&f);
    }
}

static void test_values(void **state) {
    (void)state;
    fixture f;
    const nb_lesson_question *q = begin_one(
        &f, "```quiz\nid: 사과-1\nask: 얼마?\nanswer: 사과*2\nequivalent: 사과 + 사과\n"
            "equivalent: 2사과\n"
            "wrong: 2 -> 세금을 잊었다.\nwrong: 3->No -> no.\nwrong: 4\nwithin: 1%\n"
            "hint: a -> b\nhint: c\nwhy: w\nvary: 사과 in 50..200\n"
            "vary: W[1, 2] in -0.1..0.5 step 0.1\n"
            "vary: c of 50, −1.5, 2e2\ngiven: 사과 = 2\ngiven: 사과 = 2\n");
    assert_string_equal(q->id, "사과-1");
    assert_string_equal(q->ask, "얼마?");
    assert_string_equal(q->answer, "사과*2");
    assert_int_equal(q->equivalents.count, 2);
    assert_string_equal(q->equivalents.all[1].text, "2사과");
    assert_int_equal(q->equivalents.all[1].line, 6);
    assert_int_equal(q->wrongs.count, 3);
    assert_string_equal(q->wrongs.all[0].text, "2");
    assert_string_equal(q->wrongs.all[0].remark, "세금을 잊었다.");
    assert_string_equal(q->wrongs.all[1].text, "3");
    assert_string_equal(q->wrongs.all[1].remark, "No -> no.");
    assert_string_equal(q->wrongs.all[2].remark, "");
    assert_string_equal(q->hints.all[0].text, "a -> b");
    assert_true(q->within == 0.01 && q->within_percent);
    assert_int_equal(q->given.count, 2);
    assert_int_equal(q->vary_count, 3);
    assert_string_equal(q->vary[0].name, "사과");
    assert_true(q->vary[0].from == 50 && q->vary[0].step == 1 && q->vary[0].count == 151);
    assert_string_equal(q->vary[1].name, "W[1, 2]");
    assert_true(q->vary[1].from == -0.1 && q->vary[1].step == 0.1 && q->vary[1].count == 7);
    assert_int_equal(q->vary[2].count, 3);
    assert_true(q->vary[2].choices[1] == -1.5 && q->vary[2].choices[2] == 200);
    assert_ptr_equal(nb_question_find(&f.lesson, "사과-1"), q);
    assert_null(nb_question_find(&f.lesson, "사과"));
    end(&f);
}

static void test_lines(void **state) {
    (void)state;
    fixture f;
    const nb_lesson_question *q = begin_one(
        &f, "```quiz\nid: a\nask: ?\nchoice: 2 -> No.\nchoice: * 3\nchoice: *4\n");
    assert_int_equal(q->choices.count, 3);
    assert_string_equal(q->choices.all[0].remark, "No.");
    assert_string_equal(q->choices.all[1].text, "3");
    assert_true(!q->choices.all[0].right && q->choices.all[1].right);
    assert_string_equal(q->choices.all[2].text, "*4");
    assert_false(q->choices.all[2].right);
    end(&f);
    q = begin_one(&f, "```quiz\nid: a\nask: ?\norder: x\norder: y\norder: z\nbefore: 1<3\n"
                      "before: 2 < 3\n");
    assert_int_equal(q->before_count, 2);
    assert_true(q->befores[0].first == 1 && q->befores[0].second == 3);
    end(&f);
    q = begin_one(&f, "```quiz\nid: a\nask: ?\nspot: W[1,2]= 2*dL/dw\n");
    assert_string_equal(q->spot_node, "W[1,2]");
    assert_string_equal(q->spot_value, "2*dL/dw");
    end(&f);
    q = begin_one(&f, QUIZ "within: 0.5\n");
    assert_true(q->within == 0.5 && !q->within_percent);
    end(&f);
}

/* ---- what is wrong ---- */

/* Each text has this one problem, at this place. */
static const struct wrong {
    const char *text;
    nb_message_id id;
    size_t line, column;
    bool asked; /* though */
} wrongs[] = {
    {QUIZ "  hnit: h\n", NB_MESSAGE_LESSON_KEY, 5, 3, true},
    {QUIZ "zzz: h\n", NB_MESSAGE_LESSON_KEY, 5, 1, true},
    {"```quiz\nask: ?\nanswer: 1\n", NB_MESSAGE_LESSON_KEY_MISSING, 1, 1, true},
    {"```quiz\nid: a\nanswer: 1\n", NB_MESSAGE_LESSON_KEY_MISSING, 1, 1, true},
    {"```quiz\nid: a\nask:\nanswer: 1\n", NB_MESSAGE_LESSON_KEY_EMPTY, 3, 1, true},
    {"```quiz\nid: a b\nask: ?\nanswer: 1\n", NB_MESSAGE_LESSON_ID, 2, 5, true},
    {"```quiz\nid: a\nask: ?\n", NB_MESSAGE_LESSON_NO_ANSWER, 1, 1, false},
    {"```quiz\nid: a\nask: ?\nanswre: 2\n", NB_MESSAGE_LESSON_KEY, 4, 1, false},
    {"```quiz\nid: a\ngap: a · ___\n", NB_MESSAGE_LESSON_KEY_MISSING, 1, 1, false},
    {"```quiz\nid: a\ngap: a · b\nanswer: b\n", NB_MESSAGE_LESSON_GAP, 3, 6, true},
    {"```quiz\nid: a\nsay: ?\n", NB_MESSAGE_LESSON_KEY_MISSING, 1, 1, true},
    {QUIZ "```\n\n" QUIZ, NB_MESSAGE_LESSON_SAME, 8, 5, true},
    {QUIZ "ask: again?\n", NB_MESSAGE_LESSON_KEY_TWICE, 5, 1, true},
    {QUIZ "id: b\n", NB_MESSAGE_LESSON_KEY_TWICE, 5, 1, true},
    {QUIZ "solution: x = 1\n", NB_MESSAGE_LESSON_KEY_BLOCK, 5, 1, true},
    {EXERCISE "equivalent: 3\n", NB_MESSAGE_LESSON_KEY_BLOCK, 6, 1, true},
    {QUIZ "before: 1 < 2\n", NB_MESSAGE_LESSON_KEY_KIND, 5, 1, true},
    {CHOICE "answer: 1\n", NB_MESSAGE_LESSON_KEY_KIND, 6, 1, true},
    {ORDER "wrong: 2 1 -> no\n", NB_MESSAGE_LESSON_KEY_KIND, 6, 1, true},
    {CHOICE "wrong: 2 -> no\n", NB_MESSAGE_LESSON_KEY_KIND, 6, 1, true},
    {CHOICE "choice: 1\n", NB_MESSAGE_LESSON_SAME, 6, 9, true},
    {CHOICE "choice: *\n", NB_MESSAGE_LESSON_KEY_EMPTY, 6, 1, true},
    {QUIZ "wrong: 2 -> a\nwrong: 2 -> b\n", NB_MESSAGE_LESSON_SAME, 6, 8, true},
    {"```quiz\nid: a\nask: ?\nchoice: * 1\n", NB_MESSAGE_LESSON_LINES, 1, 1, false},
    {"```quiz\nid: a\nask: ?\nchoice: 1\nchoice: 2\n", NB_MESSAGE_LESSON_UNMARKED, 1, 1, false},
    {"```quiz\nid: a\nask: ?\norder: 1\n", NB_MESSAGE_LESSON_LINES, 1, 1, false},
    {ORDER "before: 2 < 1\n", NB_MESSAGE_LESSON_BEFORE, 6, 9, true},
    {ORDER "before: 1 < 3\n", NB_MESSAGE_LESSON_BEFORE, 6, 9, true},
    {ORDER "before: 1, 2\n", NB_MESSAGE_LESSON_BEFORE, 6, 9, true},
    {QUIZ "within: 0\n", NB_MESSAGE_LESSON_WITHIN, 5, 9, true},
    {QUIZ "within: 1 %% \n", NB_MESSAGE_LESSON_WITHIN, 5, 9, true},
    {QUIZ "within: 100%\n", NB_MESSAGE_LESSON_WITHIN, 5, 9, true},
    {QUIZ "within: nearly\n", NB_MESSAGE_LESSON_WITHIN, 5, 9, true},
    {QUIZ "vary: x 1..5\n", NB_MESSAGE_LESSON_VARY, 5, 7, true},
    {QUIZ "vary: x in 1,5\n", NB_MESSAGE_LESSON_VARY, 5, 7, true},
    {QUIZ "vary: x in 1..5 step 0\n", NB_MESSAGE_LESSON_VARY, 5, 7, true},
    {QUIZ "vary: x in 1..inf\n", NB_MESSAGE_LESSON_VARY, 5, 7, true},
    {QUIZ "vary: x of 1, , 2\n", NB_MESSAGE_LESSON_VARY, 5, 7, true},
    {QUIZ "vary: x of 1\n", NB_MESSAGE_LESSON_VARY_FEW, 5, 7, true},
    {QUIZ "vary: x in 5..1\n", NB_MESSAGE_LESSON_VARY_FEW, 5, 7, true},
    {QUIZ "vary: x in 0.1..0.9\n", NB_MESSAGE_LESSON_VARY_FEW, 5, 7, true},
    {QUIZ "vary: x in 1..5\nvary: x of 1, 2\n", NB_MESSAGE_LESSON_SAME, 6, 7, true},
    {"```quiz\nid: a\nask: ?\nspot: w == 1\n", NB_MESSAGE_LESSON_SPOT, 4, 7, false},
    {"```quiz\nid: a\nask: ?\nspot: = 1\n", NB_MESSAGE_LESSON_SPOT, 4, 7, false},
    {"```quiz\nid: a\nask: ?\nbreak: sing\n", NB_MESSAGE_LESSON_MISTAKE, 4, 8, false},
    {"```exercise\nid: a\nask: ?\ncheck: x\n", NB_MESSAGE_LESSON_KEY_MISSING, 1, 1, true},
    {"```exercise\nid: a\nask: ?\nsolution: x\n", NB_MESSAGE_LESSON_KEY_MISSING, 1, 1, false},
    {EXERCISE "wrong-check: x == 2\n", NB_MESSAGE_LESSON_REMARK, 6, 1, true},
};

static void test_wrong(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        const struct wrong *w = &wrongs[i];
        fixture f;
        begin(&f, w->text);
        const nb_lesson_problem *problem = f.lesson.problems;
        if (problem == NULL || problem->next != NULL || problem->diagnostic.message.id != w->id)
            fail_msg("%s: %s, %s", w->text,
                     problem != NULL ? nb_message_wording(problem->diagnostic.message.id) : "none",
                     problem != NULL && problem->next != NULL ? "and others" : "alone");
        assert_int_equal(problem->diagnostic.line, w->line);
        assert_int_equal(problem->diagnostic.column, w->column);
        if (w->asked != (f.lesson.parts->question != NULL)) fail_msg("%s", w->text);
        end(&f);
    }
}

/* Questions without end, and lists, take a time that is in proportion to them. */
static void test_many(void **state) {
    (void)state;
    enum { BYTES = 1 << 20 };
    static char text[BYTES + 100];
    static const char *const lines[] = {"```quiz\nid: a\nask: ?\nanswer: 1\n```\n", "choice: a b\n",
                                        "vary: x of 1,2\n", "before: 1 < 2\n"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        size_t n = 0;
        size_t length = strlen(lines[i]);
        if (i > 0) memcpy(text, "```quiz\norder: a\n", n = 17);
        for (; n < BYTES; n += length) memcpy(text + n, lines[i], length + 1);
        fixture f;
        begin(&f, text);
        assert_non_null(f.lesson.problems);
        end(&f);
    }
}

static void test_memory_runs_out(void **state) {
    (void)state;
    const char *text = QUIZ "vary: x of 1, 2\nwrong: 1 -> a\nhnit: 1\n```\n" ORDER
                       "before: 1 < 2\n```\n" CHOICE "```\n" EXERCISE "```\n"
                       "```quiz\nspot: w = 2\n```\n";
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds), cmocka_unit_test(test_values), cmocka_unit_test(test_lines),
        cmocka_unit_test(test_wrong), cmocka_unit_test(test_many),
        cmocka_unit_test(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
