/* The way back: a statement that fails, is interrupted or runs out of memory leaves everything as
 * it was; undo takes back line by line; `list` recreates a session. */
#include "nabla.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- a host with a few files, and an allocator that can interrupt ---- */

typedef struct host_state {
    nb_session *session;
    long until_interrupt; /* allocations from now; negative: never */
} host_state;

static void *allocate(void *user, void *block, size_t old_size, size_t new_size) {
    host_state *h = user;
    (void)old_size;
    if (h->until_interrupt >= 0 && h->until_interrupt-- == 0) nb_interrupt(h->session);
    if (new_size > 0) return realloc(block, new_size);
    free(block);
    return NULL;
}

static const struct {
    const char *path, *text;
} files[] = {
    {"good.nabla", "g1 = 5\ng2 = 2g1\nfor k in 5..7 { g[k] = k }\n"},
    {"bad.nabla", "x = 77\nq = 5\nh[3] = 1\nq = foo\n"},
    {"links.nabla", "new = 1\nf(a, b) = a*b*new\nz\nq = foo\n"},
    {"open.nabla", "x = 78\ny = (1 +\n"},
    {"self.nabla", "x = 79\nrun self.nabla\n"},
};

static bool load(void *user, const char *path, char **bytes, size_t *length,
                 const char **reason) {
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (strcmp(files[i].path, path) != 0) continue;
        *length = strlen(files[i].text);
        *bytes = allocate(user, NULL, 0, *length + 1);
        assert_non_null(*bytes);
        memcpy(*bytes, files[i].text, *length + 1);
        return true;
    }
    *reason = "no such file";
    return false;
}

static nb_session *open_session(host_state *h) {
    *h = (host_state){.until_interrupt = -1};
    h->session = nb_session_new(&(nb_host){.user = h, .allocate = allocate, .load = load});
    assert_non_null(h->session);
    return h->session;
}

static const char rich[] =
    "x = 3; y = x^2 + 1; w := 0.5\n"
    "f(a, b) = a*b + x\n"
    "z = f(y, w)\n"
    "h[0] = 1; for i in 1..5 { h[i] = sigmoid(w*h[i-1]) }\n"
    "m[1,2] = 4; n = 2; p = h[n] + m[1,n]\n"
    "L = (z - 2)^2\n"
    "label x \"a \\\"label\\\"\"\n"
    "forward L\n"
    "ans = 3; ans + 4; set digits 8\n";

/* Fails the test unless the session still is what `before` says; frees both texts. */
static void check_unchanged(nb_session *s, const char *statement, char *before) {
    char *after = snapshot_of(s);
    if (strcmp(before, after) != 0)
        fail_msg("%s changed the session from\n%s\nto\n%s", statement, before, after);
    free(before);
    free(after);
}

/* ---- statements that fail ---- */

static const char *const failing[] = {
    "x = y", "x = z + 1", "y = foo", "y = x + foo", "new = foo", "new = f(1)", "new = 1 +",
    "a, b := 1, foo", "x, w := 1, foo", "x, w := 9", "x, y := 9, 9", "z := 3", "y += 1", "v += 1",
    "for i in 1..3 { x := i; q[i] = i; q[i+1] = foo }",
    "for i in 1..3 { x = 10i; y = x; h[i] = h[i+10] }",
    "for i in 1..3 { w += i; r[i] = w; repeat 2 { w = w } }",
    "for i in 1..3 { h[i] = h[3] }",
    "repeat 3 { x := 2x; expect x < 20 }",
    "repeat 2 { n += 1; label x \"other\"; set digits 3; forward z; foo }",
    "repeat -1 { x := 1 }", "for i in 1..2.5 { x := 1 }",
    "f(a) = a", "f(a, b) = f(a, b)", "f(a, b) = a*z", "g(a) = foo*a", "h[1,2] = 3", "h[0.5] = 3",
    "h[0] = h[5]", "m[1] = 2", "run bad.nabla", "run open.nabla", "run missing.nabla",
    "run self.nabla", "open missing.nabla", "open bad.nabla", "open open.nabla",
    "expect x == 4", "expect 1 ~ 2 within 1%", "draw foo a.png", "draw foo", "local y foo",
    "forward foo", "backward x*99", "x = 3 4", "1.2.3", "\"abc", "label foo \"a\"",
    "label x^2 \"a\"", "set digits 99", "set memory 0", "set foo 1", "help foo", "grad(L, 3)",
    "slides w", "g = grad(L, x + 99)", "x = [1, 2; 3]", "sin(a) = a", "for = 3", "undo 2",
};

static void test_failed_statements(void **state) {
    (void)state;
    host_state h;
    nb_session *s = open_session(&h);
    run(s, rich);
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        char *before = snapshot_of(s);
        run_failing(s, failing[i]);
        check_unchanged(s, failing[i], before);
    }
    assert_true(run(s, "x = 4; z") == 17 * 0.5 + 4); /* and all of it still works */
    assert_true(run(s, "h[0] = 0; h[1]") == 0.5);
    nb_session_free(s);
}

/* The same with nothing built yet, so that a failure stands in the middle of building. */
static void test_failures_while_dirty(void **state) {
    (void)state;
    host_state h;
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        nb_session *s = open_session(&h), *twin = open_session(&h);
        run(s, rich);
        run(twin, rich);
        run(s, "x = 1.5*2; x = 3;"); /* the same again, but all that uses x is to be rebuilt */
            run_failing(s, failing[i]);
        check_unchanged(s, failing[i], snapshot_of(twin));
        nb_session_free(s);
        nb_session_free(twin);
    }
}

/* What a failed statement added is gone, and so is everything that knew of it. */
static void test_nothing_refers_to_what_failed(void **state) {
    (void)state;
    host_state h;
    nb_session *s = open_session(&h);
    run(s, rich);
    run_failing(s, "run links.nabla"); /* z was made from `new` for a moment */
    run(s, "other = 2; twice = 2other; z");
    assert_true(run(s, "other = 3*1; twice") == 6);
    run(s, "g(v) = v");
    run_failing(s, "for i in 1..2 { v = 1; u[i] = 5; x = foo }");
    run(s, "another = 5");
    assert_int_equal(run_failing(s, "v"), NB_MESSAGE_UNKNOWN_NAME);
    assert_int_equal(run_failing(s, "u[1]"), NB_MESSAGE_UNKNOWN_NAME);
    run(s, "u[1,2] = 3; v = 4");
    assert_true(run(s, "u[1,2] + v + another") == 12);
    nb_session_free(s);
}

/* Of a line with several statements those before the failure stay. */
static void test_rest_of_a_line(void **state) {
    (void)state;
    host_state h;
    nb_session *s = open_session(&h);
    assert_int_equal(run_failing(s, "a = 1; b = 2; c = foo; d = 4\ne2 = 5\n"),
                     NB_MESSAGE_UNKNOWN_NAME);
    assert_true(run(s, "a + b") == 3);
    assert_int_equal(run_failing(s, "d"), NB_MESSAGE_UNKNOWN_NAME);
    assert_int_equal(run_failing(s, "e2"), NB_MESSAGE_UNKNOWN_NAME); /* a failure drops the rest */
    run(s, "undo");
    assert_int_equal(run_failing(s, "a"), NB_MESSAGE_UNKNOWN_NAME);
    nb_session_free(s);
}

/* A file keeps its loop variables to itself. */
static void test_run_in_a_loop(void **state) {
    (void)state;
    host_state h;
    nb_session *s = open_session(&h);
    run(s, "for i in 1..2 { run good.nabla; q[i] := 10i }");
    assert_true(run(s, "q[1]") == 10);
    assert_true(run(s, "q[2] + g2 + g[7]") == 37);
    run(s, "undo");
    assert_int_equal(run_failing(s, "g1"), NB_MESSAGE_UNKNOWN_NAME);
    run(s, "x = 1; y = x; forward y; open good.nabla");
    assert_true(run(s, "g2") == 10);
    assert_int_equal(run_failing(s, "x"), NB_MESSAGE_UNKNOWN_NAME);
    nb_session_free(s);
}

/* ---- interrupts and the memory limit ---- */

static const char *const long_running[] = {
    "repeat 1000000 { w -= 0.000001*dL/dw }",
    "for i in 1..1000000 { long[i] = w*i }",
    "for i in 1..1000000 { x = 1*i; n := i }",
};

static void test_interrupt(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof long_running / sizeof *long_running; i++) {
        host_state h;
        nb_session *s = open_session(&h);
        run(s, rich);
        for (long after = 1; after < 10000; after *= 7) {
            char *before = snapshot_of(s);
            h.until_interrupt = after;
            assert_int_equal(run_failing(s, long_running[i]), NB_MESSAGE_INTERRUPTED);
            check_unchanged(s, long_running[i], before);
        }
        run(s, "x = 4; L"); /* the next statement is not interrupted */
        nb_session_free(s);
    }
    host_state h; /* one formula may have very much to build */
    nb_session *s = open_session(&h);
    run(s, "w = 1; h[0] = 1; for i in 1..10000 { h[i] = w*h[i-1] }; w = 0.5*2");
    h.until_interrupt = 5;
    assert_int_equal(run_failing(s, "h[10000]"), NB_MESSAGE_INTERRUPTED);
    assert_true(run(s, "h[10000]") == 1);
    nb_session_free(s);
}

static void test_memory_limit(void **state) {
    (void)state;
    host_state h;
    nb_session *s = open_session(&h);
    run(s, rich);
    run(s, "set memory 2");
    for (int i = 0; i < 3; i++) {
        static const char text[] = "for i in 1..1000000 { x := i; big[i] = w*i }\n";
        char *before = snapshot_of(s);
        nb_result *result;
        assert_int_equal(nb_feed(s, text, strlen(text), &result), NB_STATUS_NO_MEMORY);
        const nb_diagnostic *error = find_diagnostic(result, NB_SEVERITY_ERROR);
        assert_true(error != NULL && error->message.id == NB_MESSAGE_MEMORY);
        nb_result_free(result);
        check_unchanged(s, text, before);
    }
    run(s, "set memory 100; for i in 1..10000 { big[i] = w*i }");
    assert_true(run(s, "big[10000]") == 5000);
    nb_session_free(s);
}

/* ---- undo ---- */

static void test_undo(void **state) {
    (void)state;
    host_state h;
    nb_session *s = open_session(&h);
    assert_int_equal(run_failing(s, "undo"), NB_MESSAGE_NOTHING_TO_UNDO);
    run(s, "x = 1; y = 2x\n");
    run(s, "x = 5; x += 1\n"); /* one line is one step */
    assert_true(run(s, "y") == 12);
    run(s, "x\n");
    run(s, "list\n");
    run_failing(s, "x = foo\n");
    run(s, "undo\n");
    assert_true(run(s, "y") == 2);
    run(s, "undo\n");
    assert_int_equal(run_failing(s, "y"), NB_MESSAGE_UNKNOWN_NAME);
    assert_int_equal(run_failing(s, "undo"), NB_MESSAGE_NOTHING_TO_UNDO);
    run(s, "h[1] = 2\n");
    run(s, "undo\n");
    run(s, "h[1,1] = 2; h[1,1]\n"); /* the family's rank is forgotten too */
    run(s, "for i in 1..3 {\n  h[i,i] = i\n}\n"); /* a line that goes on is one step */
    run(s, "undo\n");
    assert_true(run(s, "h[1,1]") == 2);
    run(s, "y = h[1,1]^2; z = y + 1; forward y\n");
    run(s, "undo\n"); /* the target comes back as well */
    assert_int_equal(run_failing(s, "forward"), NB_MESSAGE_NO_TARGET);
    run(s, "f(a) = a; y = f(3)\n");
    run(s, "f(a) = a^2\n");
    run(s, "undo\n");
    assert_true(run(s, "y") == 3);
    nb_session_free(s);
}

/* How many lines can be undone after a text is fed piece by piece. */
static int count_lines(const char *const *pieces, int count) {
    host_state h;
    nb_session *s = open_session(&h);
    int lines = 0;
    for (int i = 0; i < count; i++) {
        nb_result *result;
        nb_status status = nb_feed(s, pieces[i], strlen(pieces[i]), &result);
        for (; status == NB_STATUS_RUNNING; status = nb_resume(s, 1, &result))
            nb_result_free(result);
        assert_true(status == NB_STATUS_OK || status == NB_STATUS_NEED_INPUT);
        nb_result_free(result);
    }
    for (;; lines++) {
        char *list = list_of(s);
        bool empty = *list == '\0';
        free(list);
        if (empty) break;
        run(s, "undo\n");
    }
    nb_session_free(s);
    return lines;
}

/* A line is a line, however it arrives. */
static void test_lines_in_parts(void **state) {
    (void)state;
    static const struct {
        int lines;
        const char *pieces[4];
    } rows[] = {
        {1, {"x = 1; y = (2 +\n", "3); z = 4\n"}},
        {1, {"x = 1; y = (2 +\n", "3\n", "\n", "); z = 4\n"}},
        {2, {"x = 1; y = (2 +\n", "3); z = 4\n", "w = 5\n"}},
        {2, {"x = 1;\n", "y = 2\n"}},
        {2, {"x = 1;", "y = 2"}},
        {2, {"x = 1; # one\n", ";; y = 2;; z = 3;;\n"}},
        {2, {"x = 1 # one; two\n", "y = 2\n"}},
        {3, {"x = 1; repeat 2 {\n", "y = 2\n", "}; z = 3\nv = 4\n", "u = 5\n"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char whole[200] = "";
        int count = 0;
        for (; count < 4 && rows[i].pieces[count] != NULL; count++)
            add_format(whole, sizeof whole, "%s%s", rows[i].pieces[count],
                       strchr(rows[i].pieces[count], '\n') == NULL ? "\n" : "");
        const char *at_once = whole;
        assert_int_equal(count_lines(rows[i].pieces, count), rows[i].lines);
        assert_int_equal(count_lines(&at_once, 1), rows[i].lines);
    }
}

/* Redefinition leaves old nodes behind, which are dropped now and then: nothing of it shows. */
static void test_many_redefinitions(void **state) {
    (void)state;
    enum { LINES = 60 / SAMPLE };
    host_state h;
    nb_session *s = open_session(&h);
    char text[80], *before[LINES];
    run(s, "f(a, b) = a*b; w = 2; x = 1\n");
    run(s, "h[0] = x; for i in 1..2000 { h[i] = f(w, h[i-1])/2 }\n");
    for (int i = 0; i < LINES; i++) {
        before[i] = snapshot_of(s);
        snprintf(text, sizeof text, "w = 2 + 0*%d; h[%d] = 2h[%d]/2", i, 100 + i, 99 + i);
        run(s, text);
        assert_true(run(s, "h[2000]") == 1);
        assert_true(run(s, "grad(h[2000], x)") == 1);
    }
    for (int i = LINES; i-- > 0;) {
        run(s, "undo");
        char *after = snapshot_of(s);
        *strstr(before[i], "\nans ") = *strstr(after, "\nans ") = '\0'; /* ans is not undone */
        assert_string_equal(before[i], after);
        free(before[i]);
        free(after);
    }
    nb_session_free(s);
}

/* What the host could not write or draw is a statement that failed. */
static void test_reject(void **state) {
    (void)state;
    host_state h;
    nb_session *s = open_session(&h);
    run(s, rich);
    static const char *const statements[] = {
        "save a.nabla", "draw z z.dot", "for i in 1..3 { x += i; h[i] = 0; draw h[5] h.dot }",
        "repeat 2 { set digits 3; forward z; save a.nabla }", "run good.nabla; save a.nabla"};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        char *before = snapshot_of(s);
        if (i + 1 == sizeof statements / sizeof *statements) { /* only the last is taken back */
            run(s, "run good.nabla");
            free(before);
            before = snapshot_of(s);
            run(s, "undo");
        }
        run(s, statements[i]);
        nb_reject(s);
        check_unchanged(s, statements[i], before);
    }
    run(s, "x = 7\n");
    run(s, "undo\n");
    run(s, "repeat 1 { x = 9; draw h[5] h.dot }\n");
    nb_reject(s);
    run(s, "redo\n"); /* it did not happen: what could be redone still can be */
    assert_true(run(s, "x") == 7);
    nb_session_free(s);
}

/* A file that the same statement has saved is read as it will be. */
static void test_run_saved(void **state) {
    (void)state;
    host_state h;
    nb_session *s = open_session(&h);
    run(s, "x = 1; repeat 3 { save x.nabla; x = 5; run x.nabla; x += 1 }");
    assert_true(run(s, "x") == 4);
    run_failing(s, "run x.nabla"); /* this host wrote nothing */
    nb_session_free(s);
}

/* Settings belong to a session; reset and open bring back those it began with. */
static void test_settings(void **state) {
    (void)state;
    host_state h;
    nb_session *s = open_session(&h);
    run(s, "set digits 9; set ascii on\n");
    nb_settle(s);
    run(s, "set digits 4; set colour off; x = 1; reset\n");
    nb_settings settings = nb_session_settings(s);
    assert_true(settings.digits == 9 && settings.ascii && settings.colour == -1);
    run(s, "undo\n");
    settings = nb_session_settings(s);
    assert_true(settings.digits == 9 && settings.colour == -1); /* all of it was one line */
    run(s, "set digits 4\n");
    run(s, "open good.nabla\n");
    assert_int_equal(nb_session_settings(s).digits, 9);
    run(s, "undo\n");
    assert_int_equal(nb_session_settings(s).digits, 4);
    nb_session_free(s);
}

/* ---- list ---- */

/* Every name of one session has the same value, bit for bit, in another made from its list. */
static void check_round_trip(nb_session *s) {
    host_state h;
    nb_session *copy = open_session(&h);
    char *list = list_of(s);
    run(copy, list);
    char *again = list_of(copy), *original = snapshot_of(s), *found = snapshot_of(copy);
    assert_string_equal(list, again);
    for (char *line = strtok(original + strlen(list), "\n"); line != NULL;
         line = strtok(NULL, "\n")) {
        if (strstr(line, " is ") == NULL) break;
        if (strstr(found, line) == NULL) fail_msg("%s: not so in the copy\n%s", line, found);
    }
    free(list);
    free(again);
    free(original);
    free(found);
    nb_session_free(copy);
}

static const char *const listed[] = {
    rich,
    "a = 0.1; b = 1e300; c = -0; d = 5e-324; t = 1.7976931348623157e308; third := 1/3",
    "i1 := 1/0; i2 := -1/0; i3 := 0/0; y = i1 + i3",
    "y = 2; x = 5; x = y*3; y = 4",
    "for i in -2..2 { h[i] = i^2 - i; k[i] = 2h[i] + i/3 }",
    "for i in 1..3 { for j in 1..2 { m[i,j] = i*j - 2(i - j); q[j,i] = m[i,j]^2 } }",
    "n = 2; h[2] = 5; h[3] = 6; y = h[n] + h[n+1]; n = 9",
    "x = 2; y = ((1 + # one\n  x) *  # two\n  3) # three",
    "z = max(1,\n... 2,\n... 3)",
    "k = 3; f(a, b) = a*k - b; g(a) = f(a, 2)²; y = g(4); k = 5",
    "사과 = 100; φ₂ = 사과²; label 사과 \"사과의 \\\\ \\\"가격\\\"\"",
    "7; y = ans + 1; x = 2; z = 3ans; ans; w = ans - y; f(a) = a*ans; v = f(2)",
    "0/0; y = ans^2; -3; z = 2^ans - ans^2",
    "x = 3; dx = 2; y = x/dx; forward = 4; help2 = 3forward",
    "e = 2; pi = 3; y = e^pi",
    "y = 2; z = y(1 - y); y(a) = a + 1; u = y(y)",
    "q = 1; y = 2; z = q - y(1 - y)²; y(a) = a; q = y(3)", /* y(1 - y) is no call even now */
    "n = 2; h[2] = 5; f(a) = a*h[n] + h[2]; y = f(3); n = 3; g(a) = h[a]",
    "x = 2;;  y = x ; ; z = y",
    "t = [1, 2]; L = mse(t, 2t); label L \"loss\"; L = t^2",
};

static void test_list(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        host_state h;
        nb_session *s = open_session(&h);
        run(s, listed[i]);
        check_round_trip(s);
        nb_session_free(s);
    }
}

/* The time that a list takes grows with its length, not with the square of it. */
static void test_long_list(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "W = zeros(500, 200); L = sum(W^2)\n");
    run(s, "W += 1\n");
    clock_t begin = clock();
    free(list_of(s));
    assert_true(clock() - begin < 20 * CLOCKS_PER_SEC); /* even with sanitizers */
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_failed_statements),
        cmocka_unit_test(test_failures_while_dirty),
        cmocka_unit_test(test_nothing_refers_to_what_failed),
        cmocka_unit_test(test_rest_of_a_line),
        cmocka_unit_test(test_run_in_a_loop),
        cmocka_unit_test(test_interrupt),
        cmocka_unit_test(test_memory_limit),
        cmocka_unit_test(test_undo),
        cmocka_unit_test(test_lines_in_parts),
        cmocka_unit_test(test_reject),
        cmocka_unit_test(test_run_saved),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_many_redefinitions),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_long_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
