/* What the language promises about definitions, assignment, names and derivatives, through the
 * session. (That a statement which fails changes nothing, and undo, are test_undo.c's.) */
#include "nabla.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Runs `before`, then `text` must fail with a message and these words in it. */
typedef struct failure {
    const char *before, *text;
    nb_message_id id;
    const char *words; /* NULL: any */
} failure;

static void check_failures(const failure *failures, size_t count) {
    for (size_t i = 0; i < count; i++) {
        nb_session *s = new_session();
        char words[400];
        run(s, failures[i].before);
        nb_message_id id = run_failing_words(s, failures[i].text, words, sizeof words);
        if (id != failures[i].id)
            fail_msg("%s: message %d (%s), not %d", failures[i].text, (int)id, words,
                     (int)failures[i].id);
        if (failures[i].words != NULL) assert_string_equal(words, failures[i].words);
        nb_session_free(s);
    }
}
#define CHECK_FAILURES(failures) check_failures((failures), sizeof(failures) / sizeof *(failures))

/* ---- definitions and assignment ---- */

static void test_definitions(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"apple = 100; count = 2; tax = 1.1; total = apple*count*tax", 220},
        {"x = 3; y = x^2; x = 4; y", 16},           /* never stale */
        {"x = 3; y = x^2; x := 5; y", 25},
        {"x = 3; y = x; x = 4; y", 4},              /* an identity node */
        {"x = 3; y = x; grad(y, x)", 1},
        {"x = -3; x", -3},
        {"f(a, b) = a*b + 1/a; f(2, 3)", 6.5},
        {"f(a) = a^2; g(a) = f(a) + f(a + 1); g(2)", 13},
        {"f(x) = x + 1; x = 10; f(2) + x", 13},      /* parameters shadow */
        {"k = 2; f(a) = k*a; y = f(3); k = 5; y", 15}, /* bodies are rewired */
        {"f(a) = a; y = f(3); f(a) = a^2; y", 9},
        {"f(a) = a; g(a) = f(a); y = g(3); f(a) = a^3; y", 27},
        {"x = 1; y = x + 1; z = y*2; y = x*10; z", 20},
        {"x = 1; y = x + 1; z = y*2; y = 7; z", 14}, /* a formula becomes a leaf */
        {"x = 1; y = 5; z = y*2; y = x + 1; z", 4},  /* and a leaf a formula */
        {"y = 2; y(a) = a + 10; y(1) + y", 13},
        {"pi = 3; 2pi", 6},
        {"e = 2; e^3", 8},
        {"y = e^2; e = 3; dy/de", 6}, /* redefined, it is a leaf */
        {"c = 2*3; c := 5; c", 5},                  /* a formula of no leaf can be stored over */
    };
    CHECK_LINES(lines);
}

static void test_assignment(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"w := 2; w", 2},
        {"w := 2; w := w*3; w", 6},
        {"a, b := 1, 2; a, b := b, a; 10a + b", 21},
        {"a, b := 1, 2; a, b += b, a; 10a + b", 33},
        {"w = 8; w += 2; w -= 4; w *= 5; w /= 3; w", 10},
        {"w = 3; w ^= 2; w", 9},
        {"w = 3; y = w^2; w := y; y", 81},
        {"h[1] = 2; h[1] := h[1] + 1; h[1]", 3},
        {"x = 2; w = 1; L = (w*x - 6)^2; repeat 50 { w -= 0.1*dL/dw }; w", 3},
        {"x = 2; w = 1; L = (w*x - 6)^2; w := w - 0.1*dL/dw; w", 2.6},
        {"n = 0; for i in 3..1 { n += 1 }; n", 0},
        {"n = 0; for i in 1..3 { for j in 1..i { n += i*j } }; n", 25},
        {"n = 0; i = 7; for i in 1..3 { n += i }; n + i", 13}, /* loop variables shadow */
        {"n = 2; repeat n + 1 { n *= 2 }; n", 16},             /* the count is taken once */
        {"n = 0; for i in 1..n + 2 { n += 10 }; n", 20},
    };
    static const failure failures[] = {
        {"x = 2; y = x + 1", "y := 3", NB_MESSAGE_ASSIGN_FORMULA, "y|x"},
        {"x = 2; y = x + 1", "y += 3", NB_MESSAGE_ASSIGN_FORMULA, "y|x"},
        {"", "w += 1", NB_MESSAGE_UNKNOWN_NAME, "w"},
        {"", "repeat -1 { 2 }", NB_MESSAGE_BAD_COUNT, "-1"},
        {"", "repeat 1.5 { 2 }", NB_MESSAGE_BAD_COUNT, "1.5"},
        {"", "for i in 1..2.5 { 2 }", NB_MESSAGE_RANGE_ENDS, "2.5"},
        {"", "for i in 1..0/0 { 2 }", NB_MESSAGE_RANGE_ENDS, NULL},
        {"", "repeat 1e9 { 2 }", NB_MESSAGE_LOOP_TOO_LONG, NULL},
    };
    CHECK_LINES(lines);
    CHECK_FAILURES(failures);
}

static void test_cycles(void **state) {
    (void)state;
    static const failure failures[] = {
        {"", "x = x + 1", NB_MESSAGE_CYCLE, "x|x → x"},
        {"x = 1", "x = x + 1", NB_MESSAGE_CYCLE, "x|x → x"},
        {"x = 1; y = 2x", "x = y", NB_MESSAGE_CYCLE, "x|x → y → x"},
        {"x = 1; y = 2x; z = y^2", "x = z - 1", NB_MESSAGE_CYCLE, "x|x → z → y → x"},
        {"x = 1; f(a) = a*x; y = f(2)", "x = y", NB_MESSAGE_CYCLE, "x|x → y → f → x"},
        {"h[0] = 1; h[1] = 2h[0]", "h[0] = h[1]", NB_MESSAGE_CYCLE, "h[0]|h[0] → h[1] → h[0]"},
        {"", "f(a) = f(a - 1)", NB_MESSAGE_RECURSION, "f"},
        {"f(a) = a", "f(a) = f(a - 1)", NB_MESSAGE_RECURSION, "f"},
        {"f(a) = a; g(a) = f(a)", "f(a) = g(a)", NB_MESSAGE_RECURSION_THROUGH, "f|g"},
        {"y = 2; f(a) = a*y; z = f(3)", "y = z", NB_MESSAGE_CYCLE, "y|y → z → f → y"},
        {"x = 2; f(a) = a; z = f(3)*x", "f(a) = a*z", NB_MESSAGE_CYCLE, "z|z → f → z"},
    };
    CHECK_FAILURES(failures);
}

/* ---- families ---- */

static void test_families(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"h[0] = 1; for i in 1..20 { h[i] = 2h[i-1] }; h[20]", 1048576},
        {"w = 2; h[0] = 1; for i in 1..9 { h[i] = w*h[i-1] }; grad(h[9], w)", 9 * 256},
        {"w = 2; h[0] = 1; for i in 1..9 { h[i] = w*h[i-1] }; dh[9]/dh[7]", 4},
        {"h[-3] = 5; h[-3]", 5},
        {"h[1] = 2; h[3] = 4; h[1] + h[3]", 6},            /* a gap */
        {"m[1,2] = 3; m[2,1] = 4; m[1,2] - m[2,1]", -1},
        {"for i in 1..3 { for j in 1..3 { m[i,j] = 10i + j } }; m[3,2]", 32},
        {"n = 3; h[3] = 30; h[4] = 40; y = h[n]; n = 4; y", 30}, /* fixed when it runs */
        {"n = 3; h[3] = 30; h[4] = 40; y = h[n]; h[3] = 31; y", 31},
        {"n = 3; h[n] = 30; n = 4; h[3]", 30},
        {"k[1] = 2; h[2] = 20; h[3] = 30; y = h[k[1]]; k[1] := 3; y", 20},
        {"h[2] = 5; f(a) = a*h[2]; y = f(3); h[2] = 7; y", 21},
        {"n = 2; h[2] = 5; h[3] = 6; f(a) = a*h[n]; n = 3; y = f(1); h[2] = 7; y", 7},
        {"for i in 1..2 { n = i; q[i] = n*10 }; q[1]", 20}, /* a formula of n, not its value */
        {"for i in 1..2 { n = i; q[i] := n*10 }; q[1]", 10},
        {"h[6/2] = 1; h[3]", 1},
    };
    static const failure failures[] = {
        {"h[2] = 2", "h", NB_MESSAGE_FAMILY_GAP, NULL},
        {"h[2] = 2", "y = h + 1", NB_MESSAGE_FAMILY_GAP, NULL},
        {"h[1] = 2", "h[2]", NB_MESSAGE_UNKNOWN_NAME, "h[2]"},
        {"h[1] = 2", "h[1,1] = 3", NB_MESSAGE_FAMILY_TWO, "h"},
        {"m[1,1] = 2", "m[1]", NB_MESSAGE_FAMILY_ONE, "m"},
        {"h[1] = 2", "h[1.5]", NB_MESSAGE_BAD_INDEX, "1.5"},
        {"h[1] = 2", "h[1.5] = 1", NB_MESSAGE_BAD_INDEX, "1.5"},
        {"h[1] = 2", "h[1e10]", NB_MESSAGE_INDEX_TOO_LARGE, "1e+10"},
        {"h[1] = 2", "h[0/0]", NB_MESSAGE_BAD_INDEX, NULL},
        {"x = 2", "x[1]", NB_MESSAGE_NO_ELEMENTS, NULL},
        {"h[1] = 2; n = 1", "f(a) = h[n + a]", NB_MESSAGE_INDEX_FORM, NULL},
        {"h[1] = 2; f(a) = h[a]", "f(1)", NB_MESSAGE_INDEX_FORM, NULL},
    };
    CHECK_LINES(lines);
    CHECK_FAILURES(failures);
}

/* ---- names ---- */

static void test_names_and_commands(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"trace = 3; trace", 3},          /* a defined name that is a whole expression */
        {"trace = 3; trace + 1", 4},
        {"forward = 2; y = 3forward; y", 6},
        {"set := 4; set += 1; set", 5},
        {"check(a) = a + 1; check(2)", 3},
        {"local = 2; x = 3; y = x^2; local y x", 6}, /* no valid expression: the command */
        {"e2 = 5; e2", 5},
        {"for1 = 2; for1", 2},
    };
    static const failure failures[] = {
        {"", "foo", NB_MESSAGE_UNKNOWN_NAME, "foo"},
        {"f(a) = a", "f", NB_MESSAGE_NOT_A_VALUE, "f"},
        {"", "sin", NB_MESSAGE_NOT_A_VALUE, "sin"},
        {"", "foo(3)", NB_MESSAGE_UNKNOWN_FUNCTION, "foo"},
        {"f(a, b) = a", "f(1)", NB_MESSAGE_ARGUMENT_COUNT, "f|2|1"},
        {"f(a) = a; y = f(1)", "f(a, b) = a", NB_MESSAGE_CALLS_STAND, "f|y"},
        {"", "f(a) = a*k", NB_MESSAGE_UNKNOWN_NAME, "k"},
        {"", "repeat = 2", NB_MESSAGE_RESERVED, "repeat"},
        {"", "trace = 2 2", NB_MESSAGE_MISSING_OPERATOR, NULL},
        {"", "for i in 1..2 { reset }", NB_MESSAGE_COMMAND_IN_BLOCK, "reset"},
        {"", "repeat 2 { undo }", NB_MESSAGE_COMMAND_IN_BLOCK, "undo"},
    };
    CHECK_LINES(lines);
    CHECK_FAILURES(failures);
}

/* ---- ans, quiet lines ---- */

static void test_ans(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"7; ans + 1", 8},
        {"x = 5; ans*2", 10},
        {"7; y = ans + 1; 100; y", 8},
        {"x = 2; y = ans + x; 100; x = 3*1; y", 5}, /* the number that it was then: 2 */
        {"7; f(a) = a*ans; 2; f(1)", 7},
        {"x = 2; y = x^2; local y x; ans", 4},
        {"ans = 3; 8; ans", 3}, /* defined, it is a name like any other */
    };
    CHECK_LINES(lines);
}

static bool is_quiet(nb_session *s, const char *text) {
    nb_result *result;
    bool quiet = true;
    nb_status status = nb_feed(s, text, strlen(text), &result);
    for (;;) {
        assert_true(status == NB_STATUS_OK || status == NB_STATUS_RUNNING);
        if (result != NULL) quiet = quiet && result->quiet;
        nb_result_free(result);
        if (status != NB_STATUS_RUNNING) return quiet;
        status = nb_resume(s, 1, &result);
    }
}

static void test_quiet_lines(void **state) {
    (void)state;
    nb_session *s = new_session();
    assert_false(is_quiet(s, "x = 3\n"));
    assert_true(is_quiet(s, "x = 3;\n"));
    assert_true(is_quiet(s, "x = 3; y = 4 ;  # why\n"));
    assert_false(is_quiet(s, "x = 3; y = 4 # ;\n"));
    assert_true(is_quiet(s, "z = (1 +\n2);\n"));
    assert_false(is_quiet(s, "x = 3;\ny = 4\n"));
    nb_result *result; /* inside braces nothing prints, and an error in a quiet line is said */
    assert_int_equal(nb_feed(s, "for i in 1..3 { q[i] = i }\n", 27, &result), NB_STATUS_OK);
    assert_null(result->first);
    nb_result_free(result);
    assert_int_equal(run_failing(s, "foo;\n"), NB_MESSAGE_UNKNOWN_NAME);
    nb_session_free(s);
}

/* ---- lines ---- */

/* Feeds one line; the caller frees the result. */
static nb_status feed(nb_session *s, const char *line, nb_result **result) {
    return nb_feed(s, line, strlen(line), result);
}

/* What is asked beside an unfinished statement leaves it as it was, errors included. */
static void test_aside(void **state) {
    static const char *const asides[] = {"help sigmoid\n", "help sigmoid\n", "help sigmoid\n",
                                         "apropos\n", "help frobnicate\n"};
    (void)state;
    nb_session *s = new_session();
    nb_result *result;
    size_t used = 0;
    assert_int_equal(feed(s, "a = 4\n", &result), NB_STATUS_OK);
    nb_result_free(result);
    assert_int_equal(feed(s, "total = (a +\n", &result), NB_STATUS_NEED_INPUT);
    assert_null(result);
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++) {
        nb_status status = nb_feed_aside(s, asides[i], strlen(asides[i]), &result);
        assert_int_equal(status, i < 3 ? NB_STATUS_OK : NB_STATUS_ERROR);
        assert_true(result->ok == (i < 3));
        nb_result_free(result);
        if (i == 1) used = nb_session_memory(s)->used;
        if (i == 2) assert_int_equal(nb_session_memory(s)->used, used);
    }
    assert_int_equal(feed(s, "2 + foo)\n", &result), NB_STATUS_ERROR);
    const nb_diagnostic *said = find_diagnostic(result, NB_SEVERITY_ERROR);
    assert_string_equal(result->statement, "total = (a +\n2 + foo)");
    assert_int_equal(said->line, 3); /* the second of the statement */
    nb_result_free(result);
    nb_session_free(s);
}

/* A line ends in \n, \r\n or \r, and is counted once. */
static void test_line_ends(void **state) {
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        nb_session *s = new_session();
        nb_result *result;
        char text[64];
        (void)snprintf(text, sizeof text, "x = 3%sy = 4%sz = foo%s", ends[i], ends[i], ends[i]);
        nb_status status = feed(s, text, &result);
        while (status == NB_STATUS_RUNNING) {
            nb_result_free(result);
            status = nb_resume(s, 1, &result);
        }
        assert_int_equal(status, NB_STATUS_ERROR);
        const nb_diagnostic *said = find_diagnostic(result, NB_SEVERITY_ERROR);
        assert_int_equal(said->message.id, NB_MESSAGE_UNKNOWN_NAME);
        assert_int_equal(said->line, 3);
        nb_result_free(result);
        nb_session_free(s);
    }
}

/* ---- derivatives ---- */

static void test_derivatives(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"x = 3; y = x^2; dy/dx", 6},
        {"x = 3; y = x^2; ∂y/∂x", 6},
        {"x = 3; y = x^2; grad(y, x)", 6},
        {"x = 3; y = x^2; 0.1*dy/dx", 0.6000000000000001},
        {"x = 3; y = x^2; dy = 10; dx = 4; dy/dx", 2.5}, /* defined: a quotient */
        {"x = 3; y = x^2; dx = 4; dy = 8; dy/dx + grad(y, x)", 8},
        {"x = 2; b = 5; y = x^2; dy/db", 0},            /* independent */
        {"x = 2; y = x^2; dy/dy", 1},
        {"x = 2; y = x^2; dx/dy", 0},
        {"x = 2; w = 3; L = sigmoid(w*x); dL/dw / (2*L*(1 - L))", 1},
        {"x = 2; w = 3; L = (w*x)^2; ∂L/∂(w*x)", 12},   /* a node without a name */
        {"φ(a) = a^2; y2 = 3; z = 5φ(y2); ∂z/∂φ(y2)", 5},
        {"φ(a) = a^2; y2 = 3; p = φ(y2); z = 5p; ∂z/∂φ(y2)", 5},
        {"x = 3; f(x) = x^2; y = f(x); dy/dx", 6},
        {"x = 1.5; y = where(x > 1, x^2, x); dy/dx", 3},
        {"x = 0; y = max(x, 0); dy/dx", 1},             /* the first wins */
        {"x = 0; y = max(0, x); dy/dx", 0},
        {"x = 0; y = relu(x) + abs(x) + step(x); dy/dx", 0},
        {"x = 2; y = x^2; z := y; dz/dx", 0},           /* a stored number */
        {"w = 2; w52 = 3; y = w*w52; dy/dw₅₂", 2},
        {"h[1] = 2; y = h[1]^3; dy/dh[1]", 12},
        {"x = 40; y = sigmoid(x); dy/dx", 4.248354255291589e-18},
    };
    static const failure failures[] = {
        {"x = 2; y = x^2", "grad(y, 3)", NB_MESSAGE_GRADIENT_BY, NULL},
        {"x = 2; y = x^2", "∂y/∂(x + 99)", NB_MESSAGE_GRADIENT_BY, NULL},
        {"x = 2; y = x^2", "g = grad(y, x + 99)", NB_MESSAGE_NOT_A_NODE, "x + 99|y"},
        {"x = 2; y = x^2", "dy/dq", NB_MESSAGE_UNKNOWN_NAME, "dy"},
        {"x = 2; y = x^2", "dy / dq", NB_MESSAGE_UNKNOWN_NAME, "dy"},
    };
    CHECK_LINES(lines);
    CHECK_FAILURES(failures);
}

/* The side not chosen is neither evaluated nor differentiated: no 0·∞ = nan from it. */
static void test_where(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"x = 0; y = where(x > 0, sqrt(x), x); dy/dx", 1},
        {"x = 0; y = where(x == 0, 0, x*log(x)); dy/dx", 0},
        {"x = -2; y = where(x > 0, log(x), 1); y", 1},
        {"x = -2; y = where(x > 0, log(x), x^3); dy/dx", 12},
        {"x = 800; y = where(x > 0, x, exp(exp(x))); dy/dx", 1},
        {"x = 0; y = xlogy(x, x); y", 0},
    };
    CHECK_LINES(lines);
    nb_session *s = new_session(); /* and does not warn */
    nb_result *result;
    run(s, "x = -2");
    static const char text[] = "y = where(x > 0, log(x), 1)\n";
    assert_int_equal(nb_feed(s, text, strlen(text), &result), NB_STATUS_OK);
    assert_null(find_diagnostic(result, NB_SEVERITY_WARNING));
    nb_result_free(result);
    nb_session_free(s);
}

/* ---- notes and warnings ---- */

/* The note or warning that `text` gives: its message (NONE: it gives none) and first text. */
static void check_said(nb_session *s, const char *text, nb_severity severity, nb_message_id id,
                       const char *words) {
    nb_result *result;
    assert_int_equal(nb_feed(s, text, strlen(text), &result), NB_STATUS_OK);
    const nb_diagnostic *d = find_diagnostic(result, severity);
    assert_int_equal(d != NULL ? d->message.id : NB_MESSAGE_NONE, id);
    char said[400] = "";
    if (words != NULL) add_arg(said, sizeof said, &d->message.args[0]);
    if (words != NULL) assert_string_equal(said, words);
    nb_result_free(result);
}

static void test_warnings(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "x = -2; u = x + 1; z = 0");
    nb_severity warning = NB_SEVERITY_WARNING;
    /* the first node where nan arose, not the one that shows it */
    check_said(s, "y = 3*log(u) + 1", warning, NB_MESSAGE_WARN_DOMAIN, "log(u)");
    check_said(s, "y2 = 1/z", warning, NB_MESSAGE_WARN_DOMAIN_2, "y2");
    check_said(s, "exp(1000)", warning, NB_MESSAGE_WARN_RANGE, NULL);
    check_said(s, "t = 2x", warning, NB_MESSAGE_NONE, NULL);
    assert_true(isnan(run(s, "y"))); /* a session goes on */
    assert_true(isnan(run(s, "dy/dx")));
    assert_true(run(s, "x = 3; y") == 3 * log(4) + 1);
    run(s, "w := x^2; L = w*x");
    check_said(s, "dw/dx", NB_SEVERITY_NOTE, NB_MESSAGE_NOTE_STORED, "w");
    nb_session_free(s);
}

/* ---- targets ---- */

static void test_targets(void **state) {
    (void)state;
    static const failure failures[] = {
        {"x = 2", "forward", NB_MESSAGE_NO_TARGET, NULL},
        {"x = 2; y = x^2; z = x^3", "backward", NB_MESSAGE_MANY_TARGETS, "y, z"},
        {"x = 2; y = x^2", "forward q", NB_MESSAGE_UNKNOWN_NAME, "q"},
        {"x = 2; y = x^2; z = x + 1; forward y", "backward z*5", NB_MESSAGE_NOT_A_NODE, "z*5|y"},
        {"x = 2; y = x*x + x*x", "∂y/∂(x*x)", NB_MESSAGE_GRADIENT_AMBIGUOUS,
         "2|x*x"},
        {"x = 2; y = x*x + x*x", "backward x*x", NB_MESSAGE_NODE_AMBIGUOUS, "2|x*x"},
        {"x = 2; y = x*x + x*x", "backward x*x #3", NB_MESSAGE_NODE_NUMBER, "2|x*x"},
        {"x = 2; y = x^2", "local x y", NB_MESSAGE_LEAF_HAS_NO_OPERANDS, "x"},
        {"x = 2; y = x^2; z = y + 1", "local z x", NB_MESSAGE_NOT_AN_OPERAND, "x|z"},
        {"x = 2", "label x^2 \"a\"", NB_MESSAGE_GRADIENT_TARGET, NULL},
        {"x = 2; y = x^2 + 1", "label x^2 \"a\"", NB_MESSAGE_LABEL_NAME, NULL},
    };
    CHECK_FAILURES(failures);
    nb_session *s = new_session();
    run(s, "x = 2; y = x^2; z = x^3; forward y; backward"); /* of the target that was named */
    nb_session_free(s);
}

/* nb_take_back: all since the mark, what undo leaves alone included, and nothing before it. */
static void test_take_back(void **state) {
    (void)state;
    static const struct { const char *lines; bool changes; } cases[] = {
        {"x = 5\n", true}, {"delete y\n", true}, {"f(a) = a\nx := 4; x := 5\n", true},
        {"seed 9\nr = uniform(3)\n", true}, {"set digits 3\n", true}, {"break sum\n", true},
        {"data p, q = [1, 2; 3, 4]\nrow 2\n", true}, {"reset\n", true}, {"2 + 2\n", false},
        {"step\n", true}, {"x = 1\nundo\n", false},
        {"update x of y with sgd(lr=0.1)\nundo\nx = 1\n", true}};
    nb_session *s = new_session();
    run(s, "x = 3; y = x^2 + 1; 77\n");
    nb_mark(s);
    assert_false(nb_take_back(s));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run(s, cases[i].lines);
        assert_true(nb_take_back(s) == cases[i].changes);
        assert_null(nb_session_waiting(s).empty);
        assert_true(run(s, "ans + y*100 + dy/dx*10000\n") == 77 + 1000 + 60000);
        assert_false(nb_take_back(s));
        assert_true(nb_session_settings(s).digits == 6);
        assert_true(run(s, "ans\n") == 77);
    }
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_definitions), cmocka_unit_test(test_assignment),
        cmocka_unit_test(test_cycles),      cmocka_unit_test(test_families),
        cmocka_unit_test(test_names_and_commands), cmocka_unit_test(test_ans),
        cmocka_unit_test(test_quiet_lines), cmocka_unit_test(test_derivatives),
        cmocka_unit_test(test_where),       cmocka_unit_test(test_warnings),
        cmocka_unit_test(test_targets),
        cmocka_unit_test(test_take_back),
        cmocka_unit_test(test_aside),
        cmocka_unit_test(test_line_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
