/* Questions of a lesson, asked and answered: verdicts, remarks, and that judging leaves the session
 * as it was. Their keys are read from Markdown as the lessons have them. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exam_support.h"

/* ---- values ---- */

#define APPLES "apple = 100; count = 2; tax = 1.1\ntotal = apple*count*tax\n"
#define RISE "ask: By how much?\nanswer: dtotal/dapple\nequivalent: count*tax\n" \
             "wrong: 2 -> And the tax?\nwrong: total + 2.2 -> That is the new total.\n" \
             "wrong: tax*2 -> never, it is right\n"

static void test_value(void **state) {
    (void)state;
    const answer_line lines[] = {
        R("2.2"), R("count*tax"), R(" 2.2 "), R("11/5"), R("2.2;"),
        R("2.2 # so"), R("220e-2"), R("220%"), R("２．２"), R("2.20"),
        R("2.2004"), R("total/apple"), R("dtotal/d(apple*count)*count"),
        R("dtotal/dapple = 2.2"), R("∂total/∂apple = 2.2"),
        R("grad(total, apple) = 2.2"), W("dtotal/dapple = 3", SAYS(ANSWER_LARGE)),
        W("2", "And the tax?"), W("count", "And the tax?"),
        W("222.2", "That is the new total."),
        W("-2.2", SAYS(PREDICT_SIGN)), W("22", SAYS(ANSWER_POINT)),
        W("110", SAYS(PREDICT_INSTEAD)), W("1/2.2", SAYS(ANSWER_INVERSE)),
        W("7", SAYS(ANSWER_LARGE)), W("1/0", SAYS(ANSWER_INFINITE)),
        N("dtotal/dapple", SAYS(ANSWER_ASKED)),
        N("∂total/∂apple + 0", SAYS(ANSWER_ASKED)),
        N("grad(apple*count*tax, apple)", SAYS(ANSWER_ASKED)),
        N("grad(2*total, apple)/2", SAYS(ANSWER_ASKED)),
        H("2,2", SAYS(ANSWER_COMMA), "Type 2.2"),
        H("1,000", SAYS(ANSWER_COMMA), "Type 1000"),
        H("2.2원", SAYS(ANSWER_UNIT), "Type 2.2"),
        H("2.2 won", SAYS(ANSWER_UNIT), "Type 2.2"),
        H("₩2.2", SAYS(ANSWER_UNIT), "Type 2.2"),
        N("2.2.2", NULL), N("foo", SAYS(UNKNOWN_NAME)),
        N("2*(1.1", SAYS(UNCLOSED)), N("[1, 2]", SAYS(ANSWER_NUMBER)),
        O("x = 2.2"), O("total = 2.2"), O("apple := 3"), O("quit"),
        O("reset"), O("run x"), O("save x.nabla"), O("? 2.2"), O(""),
        O("  "), O("# 2.2"), O("2; 2.2"), O("f(a) = a"), O("undo"),
        O("repeat 3 { apple += 1 }"), O("∇total"), O("backward"),
        O("seed 3"), O("predict total"), O("W = [1,"),
        N("\x1b[2J", NULL), N("\xff", NULL), N("2.2\x01", NULL),
    };
    check_answers(APPLES, RISE, lines, sizeof lines / sizeof *lines);
}

/* ---- choices ---- */

static void test_choice(void **state) {
    (void)state;
    CHECK_ANSWERS(APPLES, "ask: Which?\nchoice: 2 -> And the tax?\nchoice: * {count*tax}\n"
                          "choice: 222.2\n",
                  R("2"), R(" 2. "), R("(2)"), R("b"), R("B"), R("②"), R("２"), R("2.2"),
                  R("[2]"), W("1", "And the tax?"), W("a", "And the tax?"),
                  W("3", SAYS(ANSWER_WRONG_CHOICE)), W("222.2", SAYS(ANSWER_WRONG_CHOICE)),
                  N("4", SAYS(ANSWER_CHOICE)), N("0", SAYS(ANSWER_CHOICE)),
                  N("-2", SAYS(ANSWER_CHOICE)), N("2.5", SAYS(ANSWER_CHOICE)),
                  N("1 2", SAYS(ANSWER_CHOICE)), N("d", SAYS(ANSWER_CHOICE)),
                  N("12345678901234567890", SAYS(ANSWER_CHOICE)), N("((((", SAYS(ANSWER_CHOICE)),
                  N("count*tax", SAYS(ANSWER_CHOICE)), O("x = 2"), O("quit"), O("run x"), O(""),
                  O("?2"));
}

static void test_text_of_a_choice(void **state) {
    (void)state;
    asking a;
    begin_asking(&a, APPLES, "ask: {apple} won, {count} of them, {in braces}: which? {\n"
                             "choice: * {count*tax}\nchoice: {[count, -0.0]}\n", false);
    assert_string_equal(nb_exam_text(a.exam),
                        "100 won, 2 of them, {in braces}: which? {\n\n1. 2.2\n2. [2, 0]\n");
    assert_string_equal(nb_exam_solution(a.exam), "1");
    close_asking(&a);
}

/* ---- exercises ---- */

typedef struct exercise_step {
    const char *typed;
    nb_exam_verdict verdict;
    const char *says;
} exercise_step;

static void test_exercise(void **state) {
    (void)state;
    asking a;
    static const exercise_step steps[] = {
        {"", NB_VERDICT_WRONG, ""},
        {"total = 0.6*pear", NB_VERDICT_WRONG, "A tax of 20 % means 1.2 times the price, not 36."},
        {"total = 3*pear", NB_VERDICT_WRONG, "expected total == 3.6*pear, but total is 180 and "
                                             "3.6*pear is 216"},
        {"total = 3.6*60 + 0*pear", NB_VERDICT_WRONG, "expected grad(total, pear) == 3.6, but "
                                                     "grad(total, pear) is 0 and 3.6 is 3.6"},
        {"total = 3*pear*1.2", NB_VERDICT_RIGHT, ""},
    };
    begin_asking(&a, "", "ask: Three pears of {pear} won, tax 1.2: name it total.\n"
                         "given: pear = 60\ncheck: total == 3.6*pear\n"
                         "check: grad(total, pear) == 3.6\n"
                         "wrong-check: total == 0.6*pear -> A tax of 20 % means 1.2 times the "
                         "price, not {total}.\nsolution: total = 3*pear*1.2\n"
                         "hint: total is {total}, pear {pear}\n", true);
    assert_string_equal(nb_exam_text(a.exam), "Three pears of 60 won, tax 1.2: name it total.\n");
    assert_string_equal(nb_exam_hint(a.exam, 0), "total is {total}, pear 60");
    assert_null(nb_exam_hint(a.exam, 1));
    assert_string_equal(nb_exam_solution(a.exam), "total = 3*pear*1.2");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        nb_exam_verdict verdict;
        nb_exam_says says;
        assert_int_equal(nb_exam_judge(a.exam, steps[i].typed, &verdict, &says), NB_STATUS_OK);
        assert_int_equal(verdict, NB_VERDICT_OTHER);
        run(a.session, steps[i].typed);
        char *before = snapshot_of(a.session);
        assert_int_equal(nb_exam_check(a.exam, &verdict, &says), NB_STATUS_OK);
        char *words = words_of(&says, false), *after = snapshot_of(a.session);
        assert_string_equal(words, steps[i].says);
        assert_int_equal(verdict, steps[i].verdict);
        assert_string_equal(after, before);
        free(before);
        free(after);
        free(words);
    }
    run(a.session, "pear = 1");
    end_exam(&a);
    assert_true(run(a.session, "total") == 216);
    close_asking(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_value),
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_text_of_a_choice),
        cmocka_unit_test(test_exercise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
