/* Questions that are answered by the numbers of lines, a node or a sentence; the numbers that
 * `vary:` chooses, and what a question leaves behind. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exam_support.h"

#define APPLES "apple = 100; count = 2; tax = 1.1\ntotal = apple*count*tax\n"

static void test_choices(void **state) {
    (void)state;
    CHECK_ANSWERS("", "ask: Whose slope at -2 is 0?\nchoice: * step\nchoice: swish -> negative\n"
                      "choice: * relu\nchoice: tanh\n",
                  R("1 3"), R("1, 3"), R("{1,3}"), R("1 and 3"), R("13"), R("3 1"), R("a c"),
                  R("1 3 1"), R("①③"), R("1과 3"), R("１，３"), R("(1)(3)"),
                  W("1", SAYS(ANSWER_CHOICE_MISSING)), W("1 2 3", "negative"),
                  W("1234", "negative"), W("134", "4 is not right"),
                  N("15", SAYS(ANSWER_CHOICES)), N("5", SAYS(ANSWER_CHOICES)),
                  N("1-3", SAYS(ANSWER_CHOICES)), R("step, relu"), R("relu step"),
                  R("ReLU, Step"),
                  O("x = 1"), O("help"));
}

#define LINES "ask: Sort.\norder: find the largest\norder: subtract it\norder: exp\n" \
              "order: add up\norder: divide\n"

/* Turns the author's order into the numbers that are shown. */
static void write_order(const asking *a, const int *lines, int count, const char *between,
                        char out[40]) {
    const char *text = nb_exam_text(a->exam);
    *out = '\0';
    for (int i = 0; i < count; i++) {
        char line[60];
        snprintf(line, sizeof line, ". %s\n", a->question->order.all[lines[i] - 1].text);
        const char *found = strstr(text, line);
        assert_non_null(found);
        add_format(out, 40, "%s%c", i > 0 ? between : "", found[-1]);
    }
}

static void check_order(asking *a, const int *lines, const char *between, answer_line wanted) {
    char typed[40];
    write_order(a, lines, 5, between, typed);
    wanted.typed = typed;
    check_answer(a, &wanted);
}

static void test_order(void **state) {
    (void)state;
    asking a;
    static const int right[] = {1, 2, 3, 4, 5}, swapped[] = {1, 2, 4, 3, 5},
                     other[] = {2, 1, 3, 4, 5}, first[] = {1, 3, 2, 4, 5},
                     twice[] = {1, 2, 3, 4, 4};
    begin_asking(&a, "", LINES, false);
    const answer_line shown = W("1 2 3 4 5", NULL);
    check_answer(&a, &shown);
    check_order(&a, right, " ", (answer_line)R(""));
    check_order(&a, right, "", (answer_line)R(""));
    check_order(&a, right, ", ", (answer_line)R(""));
    check_order(&a, right, " > ", (answer_line)R(""));
    check_order(&a, swapped, " ", (answer_line)W("", "The first 2 are right, what follows is not"));
    check_order(&a, first, " ", (answer_line)W("", "The first is right, what follows is not"));
    check_order(&a, other, " ", (answer_line)W("", SAYS(ANSWER_ORDER_FIRST)));
    check_order(&a, twice, " ", (answer_line)N("", SAYS(ANSWER_ORDER)));
    const answer_line others[] = {N("1 2 3", SAYS(ANSWER_ORDER)), N("exp", SAYS(ANSWER_ORDER)),
                                  N("1 2 3 4 6", SAYS(ANSWER_ORDER)), O("x = 12345"), O("quit")};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) check_answer(&a, &others[i]);
    close_asking(&a);
    begin_asking(&a, "", LINES "before: 1 < 3\nbefore: 3 < 5\n", false);
    static const int free_order[] = {4, 2, 1, 3, 5}, wrong[] = {3, 1, 2, 4, 5};
    check_answer(&a, &shown);
    check_order(&a, free_order, " ", (answer_line)R(""));
    check_order(&a, wrong, " ", (answer_line)W("", SAYS(ANSWER_ORDER_PAIR)));
    close_asking(&a);
}

static void test_spelled(void **state) {
    (void)state;
    CHECK_ANSWERS("", "ask: Fires?\nchoice: * `No`, *never*\nchoice: Yes\n", R("no, never"),
                  R("`No`, *never*"), R("`no`, never"), W("yes", NULL), W("YES", NULL), R("A"),
                  R("no"), R("아뇨"), W("네", NULL), N("n", SAYS(ANSWER_CHOICE)),
                  N("maybe", SAYS(ANSWER_CHOICE)));
    CHECK_ANSWERS("", "ask: And?\nchoice: * It falls.\nchoice: It grows\n"
                  "choice: (1, 1), 2×3 and −1\nchoice: 예, 그렇습니다.\n",
                  R("it falls"), R("It falls."), R("  it  falls"),
                  W("it grows.", NULL), W("(1,1), 2x3 and -1", NULL), W("( 1, 1 )", NULL),
                  W("네", NULL), W("예", NULL), N("it", SAYS(ANSWER_CHOICE)));
}

/* Every student sees another order, none the right one; the same student always the same. */
static void test_shuffles(void **state) {
    (void)state;
    char first[400] = "";
    int different = 0;
    for (uint64_t student = 0; student < 60; student++) {
        asking a;
        open_asking(&a, "", "```quiz\nid: a\nask: Sort.\norder: p\norder: q\norder: r\n```\n");
        begin_exam(&a, (nb_variant){.student = student, .round = 0});
        const char *text = nb_exam_text(a.exam);
        assert_null(strstr(text, "1. p\n2. q\n3. r"));
        if (student == 0) add_format(first, sizeof first, "%s", text);
        different += strcmp(text, first) != 0;
        char again[400] = "";
        add_format(again, sizeof again, "%s", text);
        end_exam(&a);
        begin_exam(&a, (nb_variant){.student = student, .round = 0});
        assert_string_equal(nb_exam_text(a.exam), again);
        close_asking(&a);
    }
    assert_in_range(different, 30, 59);
}

static void test_break(void **state) {
    (void)state;
    asking a;
    static const char *const shows[] = {"backward", "table", "check", "paths y c", "list",
                                        "explain c", "step", "trace y over c", "whatif c += 1"};
    begin_asking(&a, "c = 3; y = c*c + 4c\n",
                 "ask: What is wrong?\nbreak: accumulate\nwrong: order -> Not that.\n", false);
    assert_true(run(a.session, "grad(y, c)") == 4);
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++) {
        nb_result *result = ask(a.session, shows[i]);
        nb_buffer all;
        nb_memory memory = {.allocate = plain_allocate, .limit = SIZE_MAX};
        nb_buffer_init(&all, &memory);
        render_all(result, &all);
        if (strstr(all.data, "break") != NULL || strstr(all.data, "accumulate") != NULL)
            fail_msg("%s gives it away: %s", shows[i], all.data);
        nb_buffer_clear(&all);
        nb_result_free(result);
    }
    assert_int_equal(nb_session_waiting(a.session).notices[0].id, NB_MESSAGE_NONE);
    const answer_line lines[] = {
        R("accumulate"), R("1"), R("a"), R("break accumulate"), W("order", "Not that."),
        W("break order", "Not that."), W("3", SAYS(ANSWER_WRONG_CHOICE)),
        N("sigmoid", SAYS(ANSWER_CHOICE)), N("", NULL), O("backward"), O("repair"),
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (*lines[i].typed != '\0') check_answer(&a, &lines[i]);
    assert_string_equal(nb_exam_solution(a.exam), "accumulate");
    end_exam(&a);
    assert_true(run(a.session, "grad(y, c)") == 10);
    run(a.session, "break sign");
    assert_int_equal(nb_session_waiting(a.session).notices[0].id, NB_MESSAGE_PROMPT_NOTICE);
    close_asking(&a);
}

static void test_spot(void **state) {
    (void)state;
    asking a;
    begin_asking(&a, APPLES "d = 3; e = d^2\nbackward total\n",
                 "ask: Which is wrong?\nspot: count = 2*1.1\nwrong: tax -> The tax is right.\n",
                 false);
    const nb_result *table = nb_exam_table(a.exam);
    assert_non_null(table);
    const nb_nodes_block *nodes = &table->first->as.nodes;
    static const double gradients[] = {1, 1.1, 200, 2.2, 2.2};
    assert_int_equal(nodes->count, 5);
    for (size_t i = 0; i < nodes->count; i++) /* total, apple·count, tax, apple, count */
        assert_true(is_near(nodes->rows[i].gradient, gradients[i], 1e-12));
    const answer_line lines[] = {
        R("count"), R("dtotal/dcount"), R("∂total/∂count"), W("tax", "The tax is right."),
        W("apple", SAYS(ANSWER_SPOT)), W("apple*count", SAYS(ANSWER_SPOT)),
        N("d", SAYS(ANSWER_SPOT_NODE)), N("foo", SAYS(ANSWER_SPOT_NODE)),
        N("3", SAYS(ANSWER_SPOT_NODE)), O("count = 3"), O("quit"), O(""),
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) check_answer(&a, &lines[i]);
    assert_string_equal(nb_exam_solution(a.exam), "count");
    close_asking(&a);
}

static void test_sentences(void **state) {
    (void)state;
    CHECK_ANSWERS("x = 3", "say: Why add?\nwhy: Both ways act at once.\n",
                  R("because both ways act"), R("둘 다 작용하니까."), R("x"), R("\"so\" (so"),
                  R("train the network; then look"), R("list of what is kept"), R("1 2 3"),
                  R("Two ways; both count."), R("x = y = z"), R("(so"), R("\x01"),
                  O(""), O("y = 3"), O("quit"), O("  "), O("y = 3; z = 4"), O("? x"));
    CHECK_ANSWERS("x = 3", "try: Find w1, w2, b for XOR.\n", O("1"), O("because"), O(""),
                  O("quit"));
    asking a;
    begin_asking(&a, "x = 3", "say: Why {x}?\nwhy: {x} ways.\n", false);
    assert_string_equal(nb_exam_text(a.exam), "Why 3?\n");
    assert_string_equal(nb_exam_why(a.exam), "3 ways.");
    assert_string_equal(nb_exam_solution(a.exam), "3 ways.");
    close_asking(&a);
}

/* ---- other numbers ---- */

#define VARIED "```quiz\nid: a\nask: One costs {apple} and becomes 1 dearer?\n" \
               "answer: dtotal/dapple\nwrong: count -> {tax} is the tax.\nhint: {count} apples\n" \
               "why: {dtotal/dapple}\nvary: count in 2..9\nvary: apple in 0.1..0.9 step 0.1\n```\n"

static double vary_once(nb_variant variant, double *apple) {
    asking a;
    open_asking(&a, APPLES, VARIED);
    char *before = snapshot_of(a.session);
    begin_exam(&a, variant);
    double count = run(a.session, "count");
    *apple = run(a.session, "apple");
    char typed[40], wanted[80];
    snprintf(typed, sizeof typed, "%g", count);
    const answer_line wrong = W(typed, "1.1 is the tax.");
    check_answer(&a, &wrong);
    snprintf(typed, sizeof typed, "%.17g", count*1.1);
    const answer_line right = R(typed);
    check_answer(&a, &right);
    snprintf(wanted, sizeof wanted, "One costs %g and becomes 1 dearer?\n", *apple);
    assert_string_equal(nb_exam_text(a.exam), wanted);
    snprintf(wanted, sizeof wanted, "%g apples", count);
    assert_string_equal(nb_exam_hint(a.exam, 0), wanted);
    snprintf(wanted, sizeof wanted, "%g", count*1.1);
    assert_string_equal(nb_exam_why(a.exam), wanted);
    assert_string_equal(nb_exam_solution(a.exam), wanted);
    end_exam(&a);
    char *after = snapshot_of(a.session);
    assert_string_equal(after, before);
    free(before);
    free(after);
    close_asking(&a);
    return count;
}

static void test_vary(void **state) {
    (void)state;
    double apple, before = 2;
    assert_true(vary_once((nb_variant){.student = 0, .round = 0}, &apple) == 2 && apple == 100);
    unsigned seen = 0;
    for (uint32_t round = 1; round < 8; round++) {
        double count = vary_once((nb_variant){.student = 0, .round = round}, &apple);
        assert_true(count != before && count >= 3 && count <= 9 && count == rint(count));
        assert_true(apple >= 0.1 && apple <= 0.9 && apple * 10 == rint(apple * 10));
        seen |= 1u << (int)count;
        before = count;
    }
    assert_int_equal(seen, 0x3f8); /* 3 to 9, each once */
    seen = 0;
    for (uint64_t student = 1; student < 60; student++)
        seen |= 1u << (int)vary_once((nb_variant){.student = student, .round = 0}, &apple);
    assert_int_equal(seen, 0x3f8);
}

/* The numbers of an exercise are varied behind what is given, or before it. */
static void test_given(void **state) {
    (void)state;
    static const char *const keys[] = {
        "given: pear = 60\ngiven: twice = 2pear\n", "given: twice = 2pear\n"};
    for (size_t i = 0; i < 2; i++)
        for (uint32_t round = 0; round < 12; round++) {
            asking a;
            char text[400];
            snprintf(text, sizeof text, "```exercise\nid: a\nask: {pear}\n%s"
                     "check: t == 3pear\nsolution: t = 3pear\nvary: pear of 60, 70, 80\n```\n",
                     keys[i]);
            open_asking(&a, i == 0 ? "" : "pear = 60", text);
            begin_exam(&a, (nb_variant){.student = 0, .round = round});
            double pear = run(a.session, "pear");
            assert_true(round == 0 ? pear == 60 : pear == 70 || pear == 80);
            assert_true(run(a.session, "twice") == 2*pear);
            snprintf(text, sizeof text, "%g\n", pear);
            assert_string_equal(nb_exam_text(a.exam), text);
            end_exam(&a);
            assert_true(run(a.session, "t") == 180);
            close_asking(&a);
        }
}

/* Judging under broken passes leaves the sums in the leaves, and undo, as they were. */
static void test_untouched(void **state) {
    (void)state;
    double found[2];
    for (int judged = 0; judged < 2; judged++) {
        asking a;
        begin_asking(&a, "w = 3; v = 2; L = w^2 + v\n",
                     "ask: After three passes?\nbreak: sum\nanswer: 18\n", false);
        const answer_line lines[] = {R("18"), R("6*3"), W("6", NULL), W("dL/dv", NULL),
                                     O("backward L")};
        run(a.session, "v = 5; u = dL/dw");
        run(a.session, "v = 6");
        for (int i = 0; i < 3; i++) {
            nb_result_free(ask(a.session, "backward L"));
            for (size_t k = 0; judged && k < sizeof lines / sizeof *lines; k++)
                check_answer(&a, &lines[k]);
        }
        found[judged] = run(a.session, "grad(L, w)");
        nb_result_free(ask(a.session, "undo"));
        nb_result_free(ask(a.session, "undo"));
        if (judged) check_answer(&a, &lines[0]);
        assert_true(run(a.session, "v") == 5);
        nb_result_free(ask(a.session, "redo"));
        assert_true(run(a.session, "v") == 6);
        close_asking(&a);
    }
    assert_true(found[0] == found[1]);
}

/* Ctrl-C while an answer is judged: the next one is judged as ever. */
static void test_stopped(void **state) {
    (void)state;
    asking a;
    nb_exam_verdict verdict;
    nb_exam_says says;
    begin_asking(&a, "x = uniform(3000)\n", "ask: ?\nanswer: dot(x, x)\n", false);
    nb_interrupt(a.session);
    assert_int_equal(nb_exam_judge(a.exam, "sum(x*x) + dot(x, x)", &verdict, &says),
                     NB_STATUS_ERROR);
    const answer_line right = R("sum(x^2)");
    check_answer(&a, &right);
    close_asking(&a);
}

static void test_recall(void **state) {
    (void)state;
    asking a;
    open_asking(&a, APPLES, "```quiz\nid: again\nrecall: a\n```\n" VARIED);
    begin_exam(&a, (nb_variant){.student = 0, .round = 0});
    assert_int_equal(nb_exam_question(a.exam)->kind, NB_ASK_VALUE);
    assert_true(run(a.session, "count") != 2);
    const answer_line right = R("count*tax");
    check_answer(&a, &right);
    close_asking(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choices), cmocka_unit_test(test_order),
        cmocka_unit_test(test_spelled), cmocka_unit_test(test_shuffles),
        cmocka_unit_test(test_break),
        cmocka_unit_test(test_spot), cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_vary), cmocka_unit_test(test_given),
        cmocka_unit_test(test_untouched), cmocka_unit_test(test_stopped),
        cmocka_unit_test(test_recall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
