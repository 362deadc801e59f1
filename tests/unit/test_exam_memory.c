/* Questions when memory runs out: every allocation is refused in turn. Each call then answers that
 * there was none, and the same call works afterwards; nothing leaks, and the session is as it was
 * before the question. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lesson/question.h"
#include "tour/exam.h"

/* What is done with a question; the first status that is not OK. */
typedef nb_status deed(nb_exam *exam, nb_session *session);

static nb_status answer(nb_exam *exam, nb_session *session) {
    static const char *const lines[] = {"dL/da", "20", "y*b + x", "90", "2,5", "q", "∂L/∂a = 21",
                                        "6", "3", "b"};
    nb_status status = NB_STATUS_OK;
    (void)session;
    for (size_t i = 0; i < sizeof lines / sizeof *lines && status == NB_STATUS_OK; i++) {
        nb_exam_verdict verdict;
        nb_exam_says says;
        status = nb_exam_judge(exam, lines[i], &verdict, &says);
    }
    return status;
}

static nb_status exercise(nb_exam *exam, nb_session *session) {
    nb_exam_verdict verdict;
    nb_exam_says says;
    nb_result *result;
    nb_status status = nb_exam_check(exam, &verdict, &says);
    if (status == NB_STATUS_OK) status = nb_feed(session, "u = 2a\n", 7, &result);
    else result = NULL;
    nb_result_free(result);
    if (status == NB_STATUS_OK) status = nb_exam_check(exam, &verdict, &says);
    if (status == NB_STATUS_OK) assert_int_equal(verdict, NB_VERDICT_WRONG);
    (void)nb_exam_why(exam);
    return status;
}

static const struct {
    const char *keys;
    deed *does;
} cases[] = {
    {"```quiz\nid: a\nask: {L}?\nanswer: dL/da\nwrong: 6 -> Only through {y}.\nhint: {a}\n"
     "why: {dL/da}\nvary: a in 2..9\n```\n", answer},
    {"```quiz\nid: a\nask: Which?\nchoice: * {a}\nchoice: 3 -> no\nbreak: sum\n```\n", answer},
    {"```quiz\nid: a\nask: Sort\norder: a\norder: b\norder: c\n```\n", answer},
    {"```quiz\nid: a\nask: Spot it\nspot: b = 3\n```\n", answer},
    {"```quiz\nid: a\npredict: z\nask: And then?\n```\n\n```nabla\n>>> z = L^2\n```\n", answer},
    {"```quiz\nid: a\nnoted: value\nask: {L}?\n```\n", answer},
    {"```quiz\nid: a\nnoted: order\nask: Sort\norder: b\norder: a\norder: c\n```\n", answer},
    {"```exercise\nid: a\nask: ?\ngiven: c = 3\ncheck: same(u, 3a)\ncheck: paths(u, a) == 1\n"
     "wrong-check: same(u, 2a) -> not {u}\nsolution: u = 3a\nwhy: {u}\n```\n", exercise},
};

/* What a question that could be set up says is whole. */
static void check_texts(size_t i, nb_exam *exam) {
    static char texts[sizeof cases / sizeof *cases][400];
    char now[400] = "";
    add_format(now, sizeof now, "%s|%s|", nb_exam_text(exam), nb_exam_solution(exam));
    if (i + 1 < sizeof cases / sizeof *cases) add_format(now, sizeof now, "%s", nb_exam_why(exam));
    if (texts[i][0] == '\0') memcpy(texts[i], now, sizeof now);
    assert_string_equal(now, texts[i]);
}

/* Sets the question up, does what is to be done, and ends it, with one growth refused; answers
 * whether that one came to pass. */
static bool try_once(size_t i, long refuse) {
    heap h = {.refuse = -1};
    nb_memory memory = {.allocate = plain_allocate, .limit = SIZE_MAX};
    nb_arena arena;
    nb_lesson lesson;
    nb_exam *exam;
    nb_result *result;
    const nb_variant first = {.student = 1};
    nb_arena_init(&arena, &memory);
    assert_int_equal(nb_lesson_parse(&arena, cases[i].keys, strlen(cases[i].keys), &lesson),
                     NB_STATUS_OK);
    nb_session *s = nb_session_new(&(nb_host){.user = &h, .allocate = heap_allocate});
    run(s, "a = 2; b = 3; x = a*b; y = a + b; L = x*y");
    char *before = snapshot_of(s);
    h.growths = 0;
    h.refuse = refuse;
    nb_status status = nb_exam_begin(s, &lesson, lesson.parts->question, first,
                                     &exam, &result);
    bool met = h.growths > refuse; /* what can be done without may be missing */
    assert_true(status == NB_STATUS_OK || (met && status == NB_STATUS_NO_MEMORY));
    nb_result_free(result);
    if (exam == NULL) {
        char *after = snapshot_of(s);
        assert_string_equal(after, before);
        free(after);
        status = nb_exam_begin(s, &lesson, lesson.parts->question, first, &exam,
                               &result);
        assert_int_equal(status, NB_STATUS_OK);
    }
    check_texts(i, exam);
    status = cases[i].does(exam, s);
    if (!met && h.growths > refuse) {
        met = true;
        h.refuse = -1;
        if (status != NB_STATUS_OK) assert_int_equal(status, NB_STATUS_NO_MEMORY);
        assert_int_equal(cases[i].does(exam, s), NB_STATUS_OK);
    }
    h.refuse = -1;
    bool exercises = lesson.parts->question->kind == NB_ASK_EXERCISE;
    assert_int_equal(nb_exam_end(exam, &result), NB_STATUS_OK);
    char *after = snapshot_of(s);
    if (!exercises) assert_string_equal(after, before);
    free(before);
    free(after);
    nb_session_free(s);
    assert_int_equal(h.blocks, 0);
    nb_arena_clear(&arena);
    return met;
}

static void test_all(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        long refuse = 0;
        while (try_once(i, refuse)) refuse += SAMPLE;
        assert_true(refuse > 20);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
