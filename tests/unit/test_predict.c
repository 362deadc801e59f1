/* predict: right answers lead to the end, known mistakes are told as what they are, and the
 * questions last from statement to statement and no longer. Wordings are in
 * tests/transcripts/predict.md. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/session.h"

static char files[] = "3 + 4\n1.1\n"; /* every file */

static nb_session *open_session(void) {
    nb_session *s = nb_session_new(&(nb_host){.user = files, .load = load_text});
    assert_non_null(s);
    return s;
}

/* The result of one statement, which must succeed. */
static nb_result *feed(nb_session *s, const char *text) {
    nb_result *result;
    nb_status status = nb_feed(s, text, strlen(text), &result);
    if (status != (s->quiz.predict.on ? NB_STATUS_NEED_ANSWER : NB_STATUS_OK))
        fail_msg("%s: status %d", text, (int)status);
    return result;
}

static void enter(nb_session *s, const char *text) {
    nb_result_free(feed(s, text));
}

static const nb_answer_block *find_answer(const nb_result *result) {
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_ANSWER) return &block->as.answer;
    return NULL;
}

/* What a wrong answer is told; NONE for a right one. */
static nb_message_id told(nb_session *s, const char *answer) {
    nb_result *result = feed(s, answer);
    const nb_answer_block *block = find_answer(result);
    if (block == NULL) fail_msg("%s is no answer", answer);
    nb_message_id id = block->says.id;
    assert_int_equal(block->verdict, id == NB_MESSAGE_NONE ? NB_ANSWER_RIGHT : NB_ANSWER_WRONG);
    nb_result_free(result);
    return id;
}

/* ---- right answers ---- */

static const char *const graphs[] = {
    "apple = 100; count = 2; tax = 1.1; L = apple*count*tax\n",
    "x = 3; s = x^2; L = s*s + 5s + sin(x)\n",
    ("a = 0.7; b = -1.5; f(p, q) = (p*p - q)*sigmoid(p)\n"
     "u = a*b - 3a; v = f(u, b); L = where(v > 0, (v - u)^2, log(u)) + max(a, b, u)\n"),
    "c = 3; g(p) = p*c; L = g(c)*g(2c) - g(c)/c\n",
    "u = 1.5; f(a) = a*a; h(a, b) = b + 2; L = f(u)*sin(u) + h(u, f(u))\n",
    "x = [0.3, -0.7, 1.1]; p = softmax(2*x); L = dot(x, p) + sum(x) + sse(x, p)\n",
    "x = -2; L = where(x > 0, log(x), x^2) + x\n",
    "w = 0.5; h[0] = 1; for i in 1..30 { h[i] = sigmoid(w*h[i-1]) }; L = h[30]\n",
};

/* What the prompt asks, ∂argument 0/∂argument 1. */
static void check_asked(const nb_session *s, int argument, const char *words) {
    char asked[120] = "";
    nb_waiting waiting = nb_session_waiting(s);
    add_arg(asked, sizeof asked, &waiting.question.args[argument]);
    assert_string_equal(asked, words);
}

/* Answers with the true gradient, as a number with so many digits. */
static void answer_all(nb_session *s, int digits) {
    nb_result *result = feed(s, "predict L\n");
    uint32_t count = s->quiz.predict.count, questions = 0;
    while (s->quiz.predict.on) {
        char answer[120];
        nb_waiting waiting = nb_session_waiting(s);
        assert_int_equal(waiting.question.id, NB_MESSAGE_PROMPT_QUESTION);
        /* what the prompt asks can be typed back */
        snprintf(answer, sizeof answer, "? grad(");
        add_arg(answer, sizeof answer, &waiting.question.args[0]);
        add_format(answer, sizeof answer, ", ");
        add_arg(answer, sizeof answer, &waiting.question.args[1]);
        add_format(answer, sizeof answer, ")\n");
        nb_result_free(result);
        if (strchr(answer, '#') != NULL) return; /* but for one of several */
        result = feed(s, answer);
        double gradient = result->first->as.value.numbers[0];
        assert_null(find_answer(result));
        nb_result_free(result);
        snprintf(answer, sizeof answer, "%.*g\n", digits, gradient);
        result = feed(s, answer);
        assert_int_equal(find_answer(result)->verdict, NB_ANSWER_RIGHT);
        questions++;
    }
    const nb_diagnostic *score = find_diagnostic(result, NB_SEVERITY_NOTE);
    assert_int_equal(score->message.id, NB_MESSAGE_PREDICT_SCORE);
    for (int i = 0; i < 3; i++) assert_true(score->message.args[i].number == count);
    assert_int_equal(questions, count);
    nb_result_free(result);
}

static void test_right_answers(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof graphs / sizeof *graphs; i++) {
        for (int digits = 3; digits <= 17; digits += 7) {
            nb_session *s = open_session();
            run(s, graphs[i]);
            answer_all(s, digits);
            nb_session_free(s);
        }
    }
}

/* ---- known mistakes ---- */

typedef struct mistake {
    const char *graph, *right; /* answers up to the question */
    const char *answer;
    nb_message_id id;
} mistake;

#define SAYS(ID) NB_MESSAGE_PREDICT_##ID

static const mistake mistakes[] = {
    /* L = 3v, v = sigmoid(u) at u = 0.5: y(1 − y) */
    {"u = 0.5; v = sigmoid(u); L = 3v", "3", "3*u*(1 - u)", SAYS(INSTEAD)},
    {"u = 0.5; v = sigmoid(u); L = 3v", "3", "3", SAYS(UPSTREAM)},
    {"u = 0.5; v = sigmoid(u); L = 3v", "3", "v*(1 - v)", SAYS(LOCAL)},
    {"u = 0.5; v = sigmoid(u); L = 3v", "3", "-3*v*(1 - v)", SAYS(SIGN)},
    {"u = 0.5; v = sigmoid(u); L = 3v", "3", "u", SAYS(VALUE)},
    {"u = 0.5; v = sigmoid(u); L = 3v", "3", "17", SAYS(NOT_YET)},
    /* 2x with the output: 2x² ; −1/x², 1/x, e^x likewise */
    {"u = 1.5; v = square(u); L = 3v", "3", "3*2*v", SAYS(INSTEAD)},
    {"u = 1.5; v = u^2; L = 3v", "3", "3*2*v", SAYS(INSTEAD)},
    {"u = 1.5; v = inv(u); L = 3v", "3", "-3/v^2", SAYS(INSTEAD)},
    {"u = 1.5; v = 1/u; L = 3v", "3", "-3/v^2", SAYS(INSTEAD)},
    {"u = 1.5; v = log(u); L = 3v", "3", "3/v", SAYS(INSTEAD)},
    {"u = 1.5; v = exp(u); L = 3v", "3", "3*u", SAYS(INSTEAD)},
    {"u = 1.5; v = sqrt(u); L = 3v", "3", "3/(2u)", SAYS(INSTEAD)},
    {"u = 1.5; v = tanh(u); L = 3v", "3", "3*(1 - u^2)", SAYS(INSTEAD)},
    {"u = 1.5; f(a) = 1/a; v = f(u); L = 3v", "3", "-3/v^2", SAYS(INSTEAD)},
    /* the factor itself instead of the other one */
    {"a = 5; b = 7; v = a*b; L = 3v", "3", "3*a", SAYS(INSTEAD)},
    {"a = 5; b = 7; v = a*b; L = 3v", "3; 3*b", "3*b", SAYS(INSTEAD)},
    {"a = 5; b = 7; v = a/b; L = 3v", "3", "3/a", SAYS(INSTEAD)},
    {"a = 5; b = 7; v = a/b; L = 3v", "3; 3/b", "-3b/a^2", SAYS(EXCHANGED)},
    {"a = 5; b = 7; v = a - b; L = 3v", "3; 3", "3", SAYS(SIGN)},
    /* the way is L ← y ← v ← u: sigmoid's y(1 − y), then 4, then 2u */
    {"u = 0.7; v = u^2; f = 4v; y = sigmoid(f); L = 3y", "3; 3*y*(1 - y); 12*y*(1 - y)", "4*2*u",
     SAYS(EARLIER)},
    {"u = 0.7; v = u^2; f = 4v; y = sigmoid(f); L = 3y", "3; 3*y*(1 - y); 12*y*(1 - y)",
     "y*(1 - y)*4*2*u", SAYS(EARLIER)},
    {"u = 0.7; v = u^2; f = 4v; y = sigmoid(f); L = 3y", "3; 3*y*(1 - y); 12*y*(1 - y)", "2*u",
     SAYS(LOCAL)},
    /* several paths: 2u by the square, 7 directly */
    {"u = 1.5; v = u^2; L = 4v + 7u", "1; 1; 4", "4*2*u", SAYS(PATH)},
    {"u = 1.5; v = u^2; L = 4v + 7u", "1; 1; 4", "7", SAYS(PATH)},
    {"u = 1.5; v = u^2; L = 4v + 7u", "1; 1; 4", "2*u + 7", SAYS(LOCALS)},
    {"u = 1.5; v = u^2; L = 4v + 7u", "1; 1; 4", "4 + 1", SAYS(UPSTREAMS)},
    {"u = 1.5; v = u^2; L = 4v + 7u", "1; 1; 4", "4*2*v + 7", SAYS(INSTEAD)},
    {"u = 1.5; v = u*u; L = 4v", "4", "4u", SAYS(TWICE)},
    /* 2 is one path, and also 1 + 1, all that arrives: the first is what is meant */
    {"a = 2; b = 5; w = 3; L = w*a + w*b", "1; 1; w", "2", SAYS(PATH)},
    /* a path of little weight is a path: 100 + 0.3 is not 100 */
    {"u = 1.5; v = 0.3u; w = 100u; L = v + w", "1; 1", "100", SAYS(PATH)},
    /* more paths than are tried in every choice */
    {"u = 1.5; L = 2u + 3u + 5u + 7u + 11u + 13u + 17u", "1; 1; 1; 1; 1; 1; 1; 1; 1; 1; 1; 1", "17",
     SAYS(PATH)},
    {"u = 1.5; L = 2u + 3u + 5u + 7u + 11u + 13u + 17u", "1; 1; 1; 1; 1; 1; 1; 1; 1; 1; 1; 1", "55",
     SAYS(PATH)},
};

static void test_mistakes(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const mistake *m = &mistakes[i];
        nb_session *s = open_session();
        char text[200], rest[200];
        snprintf(text, sizeof text, "%s\n", m->graph);
        run(s, text);
        enter(s, "predict L\n");
        snprintf(rest, sizeof rest, "%s", m->right);
        for (char *right = strtok(rest, ";"); right != NULL; right = strtok(NULL, ";")) {
            snprintf(text, sizeof text, "%s\n", right);
            if (told(s, text) != NB_MESSAGE_NONE) fail_msg("%s: %s is right", m->graph, right);
        }
        snprintf(text, sizeof text, "%s\n", m->answer);
        nb_message_id id = told(s, text);
        if (id != m->id)
            fail_msg("%s: %s is told as %d, not as %d", m->graph, m->answer, (int)id, (int)m->id);
        nb_session_free(s);
    }
}

/* ---- what lasts ---- */

static void test_statuses(void **state) {
    (void)state;
    nb_session *s = open_session();
    nb_result *result;
    run(s, "x = 3; y = x^2; z = 2y\n");
    assert_int_equal(nb_feed(s, "predict z\n2\n", 12, &result), NB_STATUS_RUNNING);
    nb_result_free(result);
    assert_int_equal(nb_resume(s, 1, &result), NB_STATUS_NEED_ANSWER);
    nb_result_free(result);
    assert_int_equal(nb_feed(s, "(3 +\n", 5, &result), NB_STATUS_NEED_INPUT);
    assert_null(result);
    assert_int_equal(nb_feed(s, "8)\n", 3, &result), NB_STATUS_NEED_ANSWER); /* 11 is wrong */
    nb_result_free(result);
    assert_int_equal(nb_finish(s, &result), NB_STATUS_OK); /* a script may end at a question */
    assert_null(result);
    assert_int_equal(nb_feed(s, "12\n", 3, &result), NB_STATUS_OK);
    nb_result_free(result);
    nb_session_free(s);
}

static void test_interruptions(void **state) {
    (void)state;
    nb_session *s = open_session();
    run(s, "x = 3; y = x^2; z = 2y; other = 5x\n");
    enter(s, "predict z\n");
    enter(s, "2\n");
    nb_predict before = s->quiz.predict;
    static const char *const between[] = {
        "? 2*3\n", "   ? x\n", "f(a) = a^2\n", "v = 7\n", "other = 6x\n", "backward z\n",
        "hepl = 3\n", "repeat 2 { 12 }\n", "run file\n", "step z\n", "step end\n",
        "draw z a.dot\n", "list\n"};
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        nb_result *result = feed(s, between[i]);
        assert_null(find_answer(result));
        nb_result_free(result);
        if (s->quiz.predict.at != before.at || s->quiz.predict.wrong != 0 || !s->quiz.predict.on)
            fail_msg("%s changes the questions", between[i]);
    }
    static const char *const failing[] = {"foo\n", "? foo\n", "12 + foo\n", "predict foo\n",
                                          "z = foo\n", "repeat 2 { x += 1; foo }\n", "run 3 4\n",
                                          "repeat 2 { hint }\n", "predict x\n", "? 1 +\n"};
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        assert_int_not_equal(run_failing(s, failing[i]), NB_MESSAGE_NONE);
        if (s->quiz.predict.at != before.at || s->quiz.predict.wrong != 0 || !s->quiz.predict.on)
            fail_msg("%s changes the questions", failing[i]);
        check_asked(s, 1, "x");
    }
    assert_int_equal(told(s, "12\n"), NB_MESSAGE_NONE);
    assert_false(s->quiz.predict.on);
    nb_session_free(s);
}

/* What changes the graph makes the questions begin anew, or end. */
static void test_changes(void **state) {
    (void)state;
    static const struct { const char *change; bool goes_on; } changes[] = {
        {"x = 4\n", true}, {"x := 4\n", true}, {"x += 1\n", true}, {"y = x^3\n", true},
        {"z = 3y\n", true}, {"undo\n", false}, {"break sign\n", false}, {"reset\n", false},
        {"open file\n", false}, {"end\n", false}, {"quit\n", false},
        {"z = 5\n", false} /* a leaf is made of nothing */};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        nb_session *s = open_session();
        run(s, "x = 3; y = x^2\n");
        run(s, "z = 2y\n");
        enter(s, "predict z\n");
        enter(s, "2\n");
        assert_int_equal(s->quiz.predict.at, 1);
        enter(s, changes[i].change);
        if (strcmp(changes[i].change, "undo\n") == 0) enter(s, "undo\n"); /* predict named z */
        assert_int_equal(s->quiz.predict.on, changes[i].goes_on);
        assert_int_equal(s->quiz.predict.at, 0);
        nb_waiting waiting = nb_session_waiting(s);
        assert_int_equal(waiting.question.id != NB_MESSAGE_NONE, changes[i].goes_on);
        nb_session_free(s);
    }
}

static void test_help(void **state) {
    (void)state;
    nb_session *s = open_session();
    run(s, "a = 5; b = 7; v = a*b; L = 3v\n");
    static const char *const words[] = {"hint\n", "solution\n", "skip\n", "end\n"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_int_equal(run_failing(s, words[i]), NB_MESSAGE_NO_QUESTION);
    enter(s, "predict L\n");
    enter(s, "hint\n");
    assert_int_equal(told(s, "3\n"), NB_MESSAGE_NONE);
    assert_true(s->quiz.predict.right == 1 && s->quiz.predict.at_once == 0);
    enter(s, "solution\n");
    assert_true(s->quiz.predict.right == 1 && s->quiz.predict.at == 2);
    enter(s, "7\n");
    nb_result *result = feed(s, "8\n");
    assert_int_equal(find_diagnostic(result, NB_SEVERITY_NOTE)->message.id,
                     NB_MESSAGE_PREDICT_OFFER);
    nb_result_free(result);
    enter(s, "skip\n");
    assert_false(s->quiz.predict.on);
    nb_session_free(s);
}

/* Taken apart: each way's local gradient, then all of it. */
static void test_taken_apart(void **state) {
    (void)state;
    nb_session *s = open_session();
    run(s, "u = 1.5; v = u^2; L = 4v + 7u\n");
    enter(s, "predict L\n");
    enter(s, "1\n");
    enter(s, "1\n");
    enter(s, "4\n");
    assert_int_equal(told(s, "1000\n"), NB_MESSAGE_PREDICT_NOT_YET);
    assert_int_equal(s->quiz.predict.wire, 1);
    check_asked(s, 0, "(7·u)");
    assert_int_equal(told(s, "-7\n"), NB_MESSAGE_PREDICT_SIGN);
    assert_int_equal(told(s, "1\n"), NB_MESSAGE_PREDICT_ARRIVES_ONLY);
    assert_int_equal(told(s, "7\n"), NB_MESSAGE_NONE);
    check_asked(s, 0, "v");
    assert_int_equal(told(s, "2v\n"), NB_MESSAGE_PREDICT_INSTEAD);
    assert_int_equal(told(s, "5\n"), NB_MESSAGE_PREDICT_NO);
    assert_int_equal(told(s, "3\n"), NB_MESSAGE_NONE);
    assert_true(s->quiz.predict.wire == 0 && s->quiz.predict.on);
    assert_int_equal(told(s, "19\n"), NB_MESSAGE_NONE);
    assert_false(s->quiz.predict.on);
    nb_session_free(s);
}

/* Thousands of nodes, deep: nothing recurses, and an answer takes no long time. */
static void test_long(void **state) {
    (void)state;
    nb_session *s = open_session();
    run(s, "w = 1; h[0] = 1; for i in 1..3000 { h[i] = w*h[i-1] }\n");
    enter(s, "predict h[3000]\n");
    for (int i = 0; i < 5; i++) assert_int_equal(told(s, "1\n"), NB_MESSAGE_NONE);
    assert_int_equal(told(s, "77\n"), NB_MESSAGE_PREDICT_NOT_YET);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_right_answers),  cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_statuses),       cmocka_unit_test(test_interruptions),
        cmocka_unit_test(test_changes),        cmocka_unit_test(test_help),
        cmocka_unit_test(test_taken_apart),    cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
