/* Trials of questions when memory runs out, and what they leave behind. What they tell is tested
 * through the program: tests/transcripts/check-questions.cmd. */
#include "support.h"

#include <limits.h>
#include <string.h>

#include "tour/trial.h"

static const char lesson_text[] =
    "```quiz\nid: a\nask: {x}, {nothing}?\nanswer: dy/dx\nequivalent: 2*x\nequivalent: x\n"
    "wrong: x -> No, {x}.\nwrong: 1/ -> No.\nhint: It is 6.\nwhy: {x}\nvary: x in 1..4\n```\n"
    "```quiz\nid: b\nask: Which?\nchoice: * {x}\nchoice: 4 -> No.\nvary: x in 3..6\n```\n"
    "```quiz\nid: c\nask: Where?\nspot: x = 2\nwrong: y -> No.\n```\n"
    "```exercise\nid: d\nask: Define z.\ngiven: a = 3\ncheck: z == 2*a\nsolution: z = 2*a\n"
    "wrong-check: z == a -> Twice.\nvary: a in 1..4\n```\n";

static void count_fault(void *user, const nb_fault *fault) {
    size_t *faults = user;
    assert_true(fault->line > 0 && fault->expected != NULL && fault->found != NULL);
    ++*faults;
}

/* Tries all questions. False: memory ran out. */
static bool try_all(nb_session *session, const nb_lesson *lesson, size_t *faults) {
    *faults = 0;
    for (const nb_lesson_part *part = lesson->parts; part != NULL; part = part->next) {
        nb_status status = nb_trial(session, lesson, part->question, count_fault, faults);
        if (status == NB_STATUS_NO_MEMORY) return false;
        assert_int_equal(status, NB_STATUS_OK);
    }
    return true;
}

static void test_memory_runs_out(void **state) {
    (void)state;
    nb_memory memory = {.allocate = plain_allocate, .limit = SIZE_MAX};
    nb_arena arena;
    nb_lesson lesson;
    nb_arena_init(&arena, &memory);
    assert_int_equal(nb_lesson_parse(&arena, lesson_text, strlen(lesson_text), &lesson),
                     NB_STATUS_OK);
    assert_null(lesson.problems);
    size_t faults = 0;
    bool done = false;
    for (long allowed = 0; !done; allowed += 1 + allowed / 50) {
        long left = LONG_MAX;
        nb_host host = {.allocate = plain_allocate, .user = &left};
        nb_session *session = nb_session_new(&host);
        assert_non_null(session);
        (void)run(session, "x = 3; y = x^2");
        left = allowed;
        done = try_all(session, &lesson, &faults);
        left = LONG_MAX;
        if (done) assert_true(run(session, "1000*z + 100*x + y") == 6309);
        nb_session_free(session);
    }
    assert_int_equal(faults, 5); /* nothing, 1/, equivalent: x, the hint, 4 */
    nb_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_memory_runs_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
