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
        R(">>> 2.2"), 
        R("2.2 # so"), R("220e-2"), R("220%"), R("２．２"), R("2.20"),
        R("2.2004"), R("total/apple"), R("dtotal/d(apple*count)*count"),
        R("dtotal/dapple = 2.2"), R("∂total/∂apple = 2.2"),
        R("grad(total, apple) = 2.2"), R("dtotal/dapple == 2.2"), R("count*tax == 2.2"),
        W("dtotal/dapple = 3", SAYS(ANSWER_LARGE)),
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

/* What nobody should type does no harm, however long. */
static void test_hostile(void **state) {
    (void)state;
    asking a;
    enum { LONG = 10000 };
    static const char signs[] = "([{)]}-+,.=?\"'#;~|\\%a1 ";
    char *line = calloc(LONG + 1, 1);
    assert_non_null(line);
    begin_asking(&a, APPLES, RISE, false);
    char *before = snapshot_of(a.session);
    for (size_t i = 0; i < sizeof signs - 1; i++) {
        nb_exam_verdict verdict;
        nb_exam_says says;
        memset(line, signs[i], LONG);
        assert_int_equal(nb_exam_judge(a.exam, line, &verdict, &says), NB_STATUS_OK);
        assert_true(verdict != NB_VERDICT_RIGHT);
        for (size_t k = 1; k < LONG; k += 2) line[k] = '2';
        assert_int_equal(nb_exam_judge(a.exam, line, &verdict, &says), NB_STATUS_OK);
        assert_true(verdict != NB_VERDICT_RIGHT);
    }
    char *after = snapshot_of(a.session);
    assert_string_equal(after, before);
    free(before);
    free(after);
    free(line);
    close_asking(&a);
}

static void test_within(void **state) {
    (void)state;
    CHECK_ANSWERS("", "ask: The share?\nanswer: exp(2)/(e + exp(2) + exp(1.5) + exp(0.6))\n"
                      "within: 10%\nwrong: 0.45 -> by chance\n",
                  R("0.45051"), R("0.41"), R("0.49"), W("0.5", SAYS(ANSWER_LARGE)),
                  W("0.40", SAYS(ANSWER_SMALL)), W("0.45", "by chance"), W("4.5", NULL));
    CHECK_ANSWERS("", "ask: ?\nanswer: 1000\nwithin: 0.5\n", R("1000.4"), W("1001", NULL),
                  R("999.5"));
    CHECK_ANSWERS("", "ask: ?\nanswer: 220\n", R("220"), W("221", NULL), R("220.3"),
                  R("2.2e2"));
    CHECK_ANSWERS("", "ask: How many paths?\nanswer: 2^20\n", R("1048576"), R("1.04858e6"),
                  W("1048000", NULL), W("40", SAYS(ANSWER_FAR_SMALL)));
    CHECK_ANSWERS("", "ask: ?\nanswer: 1/0\n", R("2/0"), W("3", NULL), W("1e300", NULL));
    CHECK_ANSWERS("", "ask: ?\nanswer: 0\n", R("0"), R("0%"), W("1e-3", SAYS(ANSWER_LARGE)),
                  R("-0.0"));
    CHECK_ANSWERS("", "ask: ?\nanswer: 2/3\n", R("0.667"), R("0.6667"), R("2/3"), R("⅔"),
                  W("1/3", SAYS(ANSWER_HALF)), W("0.6", SAYS(ANSWER_SMALL)));
    CHECK_ANSWERS("", "ask: How many percent?\nanswer: 50\n", R("50"), R("50%"), R("50 %"),
                  W("5%", NULL));
    CHECK_ANSWERS("", "ask: ?\nanswer: 1/2\n", R("50%"), R("½"), R("0.5"), R(".5"),
                  H("0,5", SAYS(ANSWER_COMMA), "Type 0.5"));
    /* words are no product, and a Greek letter is no unit */
    CHECK_ANSWERS("x = 2\n", "ask: ?\nanswer: x\n", N("4분의 1", "분의 is not defined"),
                  N("the tax", "the is not defined"), N("2와 3", "와 is not defined"),
                  N("2ε", "ε is not defined"), H("2 cm", SAYS(ANSWER_UNIT), "Type 2"),
                  H("x x", "an operator is missing before x", "Multiplication is written x*x"));
}

/* A count has all its digits; what is no plain number says whose value it is. */
static void test_formula(void **state) {
    (void)state;
    asking a;
    begin_asking(&a, "n = 20\n", "ask: Of 2^20 = {2^n} one more: {2^n + 0.5}?\n"
                                 "answer: 2^n + 1\n", false);
    assert_string_equal(nb_exam_text(a.exam), "Of 2^20 = 1048576 one more: 1.04858e+6?\n");
    assert_string_equal(nb_exam_solution(a.exam), "1048577");
    assert_string_equal(nb_exam_formula(a.exam), "2^n + 1");
    close_asking(&a);
    begin_asking(&a, "", "ask: ?\nanswer: 3\n", false);
    assert_null(nb_exam_formula(a.exam));
    close_asking(&a);
}

static void test_vectors(void **state) {
    (void)state;
    CHECK_ANSWERS("x = [1, 2]; W = [3, 4; 5, 6]\n",
                  "ask: ?\nanswer: x @ W\nwrong: [11, 17] -> That is W @ x.\n",
                  R("[13, 16]"), R("13, 16"), R("(13, 16)"), R("{13, 16}"), R("13 16"), R("13,16"),
                  R("x @ W"), R("[13, 2*8]"), W("[11, 17]", "That is W @ x."),
                  W("11, 17", "That is W @ x."), W("[13, 15]", "Look at number 2 of them again"),
                  N("13", SAYS(ANSWER_NUMBERS)), N("[1, 2, 3]", SAYS(ANSWER_NUMBERS)),
                  O("y = [13, 16]"));
    CHECK_ANSWERS("", "ask: ?\nanswer: [1, 2; 3, 4]\n", R("[1, 2; 3, 4]"),
                  W("[1, 3; 2, 4]", NULL), N("[1, 2, 3, 4]", SAYS(ANSWER_NUMBERS)));
}

/* A derivative over two ways: what predict knows is told here, too. */
static void test_diagnoses(void **state) {
    (void)state;
    static const char paths[] = "a = 2; b = 3\nx = a*b\ny = a + b\nL = x*y\n";
    CHECK_ANSWERS(paths, "ask: ?\nanswer: dL/da\nwrong: 6 -> Only through y.\n",
                  R("21"), R("y*b + x"), R("dL/dx*b + dL/dy"), R("∂L/∂x · b + ∂L/∂y · 1"),
                  W("15", SAYS(PREDICT_PATH)), W("6", "Only through y."),
                  W("90", SAYS(PREDICT_PRODUCT)), W("-21", SAYS(PREDICT_SIGN)),
                  W("2", SAYS(PREDICT_VALUE)), N("dL/da", SAYS(ANSWER_ASKED)),
                  N("grad(x*y, a)", SAYS(ANSWER_ASKED)), N("dL/da/1", SAYS(ANSWER_ASKED)),
                  N("∂L/∂a = ∂L/∂a", SAYS(ANSWER_ASKED)));
    CHECK_ANSWERS(paths, "ask: What is ∂L/∂a, and why?\nanswer: 21\n",
                  R("21"), W("90", SAYS(PREDICT_PRODUCT)), N("dL/da", SAYS(ANSWER_ASKED)),
                  R("∂L/∂a = 21"), O("L = 21"), R("grad(L, x)*b + grad(L, y)"));
    CHECK_ANSWERS("x = [1, 2]\nL = sum(x^2)\n", "ask: ?\nanswer: dL/dx[2]\n", R("4"),
                  N("grad(L, x)[2]", SAYS(ANSWER_ASKED)), N("∂L/∂x[2]", SAYS(ANSWER_ASKED)),
                  R("2x[2]"), R("dL/dx[1]*x[2]/x[1]"), W("1", NULL));
    CHECK_ANSWERS("f(a) = a^2\nx = 3\n", "ask: ?\nanswer: f'(3)\n", R("6"), R("2x"),
                  N("f'(3)", SAYS(ANSWER_ASKED)), N("1*f'(3) + 0", SAYS(ANSWER_ASKED)),
                  R("f'(3) = 6"));
}

static void test_gap(void **state) {
    (void)state;
    static const char chain[] = "x = 1.5; t = 1\nu = 2x\ny = u^2\nL = y - t\n";
    CHECK_ANSWERS(chain, "gap: ∂L/∂x = ∂L/∂u · ___\nanswer: du/dx\n",
                  R("2"), R("du/dx"), R("∂u/∂x"), R("___ = 2"), R("u/x"),
                  R("∂L/∂u · 2"), R("∂L/∂x = ∂L/∂u · 2"), R("dL/dx = dL/du*(du/dx)"),
                  W("∂L/∂u · 3", NULL), W("∂L/∂u", NULL), W("∂L/∂x = 3", NULL),
                  N("∂L/∂x / ∂L/∂u", SAYS(ANSWER_ASKED)), W("3", NULL), O("u = 2"));
    CHECK_ANSWERS(APPLES, "gap: ∂total/∂count = {tax} · ___\nanswer: apple\n"
                          "wrong: count -> A product hands back the *other* factor.\n",
                  R("apple"), R("100"), W("count", "A product hands back the *other* factor."),
                  W("2", "A product hands back the *other* factor."),
                  N("dtotal/dcount/tax", SAYS(ANSWER_ASKED)));
    CHECK_ANSWERS("a = 2; b = 3; c = 5; y = a*b + a*c\n",
                  "gap: ∂y/∂a = ___ + c\nanswer: b\n",
                  R("b"), R("∂y/∂a = b + c"), R("b+c"), R("3 + c"), W("c + c", NULL),
                  W("c", NULL), N("b +", NULL));
    asking a;
    begin_asking(&a, APPLES, "ask: Complete it.\ngap: ∂total/∂count = {tax} · ___\n"
                             "answer: apple\n", false);
    assert_string_equal(nb_exam_text(a.exam),
                        "Complete it.\n\n    ∂total/∂count = 1.1 · ___\n");
    assert_string_equal(nb_exam_solution(a.exam), "apple");
    close_asking(&a);
}

/* What is right only by chance is right, and told so. */
static void test_elsewhere(void **state) {
    (void)state;
    CHECK_ANSWERS(APPLES, RISE, {"count*1.1", NB_VERDICT_RIGHT, SAYS(ANSWER_ONLY_HERE), NULL},
                  {"tax + 1.1", NB_VERDICT_RIGHT, SAYS(ANSWER_ONLY_HERE), NULL},
                  {"apple*0.022", NB_VERDICT_RIGHT, SAYS(ANSWER_ONLY_HERE), NULL},
                  R("count*tax"), R("total/apple"), R("2*1.1"), R("tax + tax*(count - 1)"));
    CHECK_ANSWERS("x = 2; y = x^2\n", "ask: ?\nanswer: dy/dx\n",
                  {"y", NB_VERDICT_RIGHT, SAYS(ANSWER_ONLY_HERE), NULL}, R("2x"), R("2*y/x"));
}

/* The student may work on the question's own names before answering. */
static void test_scratch(void **state) {
    (void)state;
    asking a;
    begin_asking(&a, APPLES, RISE, false);
    char *before = snapshot_of(a.session);
    run(a.session, "apple = 200; k = count*tax; g = dtotal/dapple");
    const answer_line lines[] = {
        R("2.2"), R("k"), R("count*tax"), N("g", SAYS(ANSWER_ASKED)), W("440", NULL),
        N("2*g/2", SAYS(ANSWER_ASKED)),
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) check_answer(&a, &lines[i]);
    run(a.session, "count = 3");
    const answer_line now[] = {R("2.2"), R("count*tax"), R("total/apple")};
    for (size_t i = 0; i < sizeof now / sizeof *now; i++) check_answer(&a, &now[i]);
    static const struct {
        const char *line;
        bool gives_away, calculates;
    } own[] = {
        {"dtotal/dapple", true, true},       {"z = 3; ? 2*dtotal/dapple", true, false},
        {"z := grad(total, apple)", true, false}, {"z = dtotal/dcount; backward", false, false},
        {"? 2*3", false, true},              {"? 2*count; 3 # and more", false, true},
        {"? backward", false, false},        {"? 1; table", false, false},
        {"? f(x) = x", false, false},        {"? for i in 1..2 {", false, false},
        {"(((", false, false},               {"? 2*", false, true},
    };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        bool calculates;
        assert_int_equal(nb_exam_gives_away(a.exam, own[i].line, &calculates), own[i].gives_away);
        assert_int_equal(calculates, own[i].calculates);
    }
    end_exam(&a);
    char *after = snapshot_of(a.session);
    assert_string_equal(after, before);
    free(before);
    free(after);
    close_asking(&a);
}

static void test_predict(void **state) {
    (void)state;
    asking a;
    open_asking(&a, "a = 2; b = 3\n",
                "```quiz\nid: a\nask: What will it be?\npredict: dL/da\n"
                "wrong: 6 -> Only through y.\nvary: a of 2, 4\n```\n\nSo:\n\n"
                "```nabla\n>>> x = a*b; y = a + b\n>>> L = x*y\n```\n");
    char *before = snapshot_of(a.session);
    begin_exam(&a, (nb_variant){.student = 0, .round = 0});
    const answer_line lines[] = {R("21"), W("6", "Only through y."), W("20", NULL), R("7*b"),
                                 R("dL/da = 21"), N("L", SAYS(UNKNOWN_NAME)), O("x = 3")};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) check_answer(&a, &lines[i]);
    end_exam(&a);
    char *after = snapshot_of(a.session);
    assert_string_equal(after, before);
    begin_exam(&a, (nb_variant){.student = 0, .round = 1});
    const answer_line varied = R("33"); /* y*b + x = 7*3 + 12 */
    check_answer(&a, &varied);
    free(before);
    free(after);
    close_asking(&a);
}

/* ---- questions that fail ---- */

static void check_failure(const char *setup, const char *keys, nb_message_id id, size_t line) {
    asking a;
    char text[1000];
    nb_result *result;
    const nb_variant own = {.student = 0};
    snprintf(text, sizeof text, "```quiz\nid: a\n%s```\n", keys);
    open_asking(&a, setup, text);
    char *before = snapshot_of(a.session);
    assert_int_equal(nb_exam_begin(a.session, &a.lesson, a.question, own, &a.exam,
                                   &result), NB_STATUS_ERROR);
    assert_null(a.exam);
    assert_non_null(result);
    const nb_diagnostic *why = find_diagnostic(result, NB_SEVERITY_ERROR);
    assert_non_null(why);
    assert_int_equal(why->message.id, id);
    if (line > 0) assert_int_equal(why->line, line);
    nb_result_free(result);
    char *after = snapshot_of(a.session);
    assert_string_equal(after, before);
    free(before);
    free(after);
    close_asking(&a);
}

static void test_failures(void **state) {
    (void)state;
    check_failure("x = 1", "ask: ?\nanswer: z\n", NB_MESSAGE_UNKNOWN_NAME, 0);
    check_failure("x = 1", "ask: {z + 1}?\nanswer: x\n", NB_MESSAGE_UNKNOWN_NAME, 0);
    check_failure("x = 1", "ask: ?\nanswer: x\nwrong: z -> no\n", NB_MESSAGE_UNKNOWN_NAME, 0);
    check_failure("x = 1", "ask: ?\nanswer: x\ngiven: y = z\n", NB_MESSAGE_UNKNOWN_NAME, 5);
    check_failure("x = 1", "ask: ?\nanswer: x\ngiven: y = (1\n", NB_MESSAGE_UNCLOSED, 5);
    check_failure("x = 1; y = x; z = x", "ask: ?\nspot: x = 3\n", NB_MESSAGE_MANY_TARGETS, 0);
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
        {"total = 3*pear", NB_VERDICT_WRONG, "Not yet: total is 180"},
        {"total", NB_VERDICT_WRONG, ""},
        {"total = 3.6*60 + 0*pear", NB_VERDICT_WRONG, "Not yet: grad(total, pear) is 0"},
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

/* A last step of an exercise, and whether its checks hold then. */
static void check_exercise(const char *keys, const char *typed, nb_exam_verdict wanted,
                           const char *says) {
    asking a;
    nb_exam_verdict verdict;
    nb_exam_says said;
    begin_asking(&a, "", keys, true);
    run(a.session, typed);
    assert_int_equal(nb_exam_check(a.exam, &verdict, &said), NB_STATUS_OK);
    char *words = words_of(&said, false);
    if (verdict != wanted || strcmp(words, says) != 0)
        fail_msg("%s: %d %s, not %s", typed, (int)verdict, words, says);
    free(words);
    close_asking(&a);
}

static void test_measures(void **state) {
    (void)state;
    static const char paths[] = "ask: y with slope 5 over two paths.\ngiven: w = 2\n"
                                "check: grad(y, w) == 5\ncheck: paths(y, w) == 2\n"
                                "check: uses(y, *)\nwrong-check: paths(y, w) == 1 -> One path.\n"
                                "solution: y = w*2 + w*3\n";
    check_exercise(paths, "y = 2w + 3w", NB_VERDICT_RIGHT, "");
    check_exercise(paths, "y = w^2 + w", NB_VERDICT_WRONG, "That is not yet what is asked for");
    check_exercise(paths, "y = 5w", NB_VERDICT_WRONG, "One path.");
    check_exercise(paths, "z = 5w", NB_VERDICT_WRONG, "");
    check_exercise("ask: Learn.\ngiven: data x, t = [0, 0; 1, 1]\ncheck: accuracy(y) >= 0.95\n"
                   "check: count(w, b) <= 2\nsolution: w = 4; b = -2\n"
                   "solution: y = sigmoid(w*x + b)\n",
                   "w = 9; b = -4; y = sigmoid(w*x + b)", NB_VERDICT_RIGHT, "");
    check_exercise("ask: The logistic function.\ncheck: same(s, 1/(1 + exp(-t)))\n"
                   "check: s(0) ~ 0.5 within 1%\nsolution: s(t) = sigmoid(t)\n",
                   "s(t) = exp(t)/(exp(t) + 1)", NB_VERDICT_RIGHT, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_value), cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_within), cmocka_unit_test(test_formula),
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_diagnoses), cmocka_unit_test(test_gap),
        cmocka_unit_test(test_elsewhere), cmocka_unit_test(test_scratch),
        cmocka_unit_test(test_predict), cmocka_unit_test(test_failures),
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_text_of_a_choice),
        cmocka_unit_test(test_exercise), cmocka_unit_test(test_measures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
