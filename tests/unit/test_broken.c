/* Backward passes that are wrong on purpose: the wrong numbers, worked out by hand beside each
 * graph; graphs on which a mistake cannot be seen; and that the mistake comes and goes with the
 * session's state. */
#include "nabla.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(nb_session *s, const char *gradient, double wanted) {
    double found = run(s, gradient);
    if (!(fabs(found - wanted) <= 1e-12 * fmax(1, fabs(wanted))))
        fail_msg("%s is %.17g, not %.17g", gradient, found, wanted);
}

/* d = c·c + c at c = 3. From d 1 comes to c; then from c·c over each of two wires 3. Added up they
 * are 7; the last one alone is 3. */
static void test_accumulate(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "c = 3; d = c*c + c; e = c + c*d; break accumulate\n");
    check(s, "dd/dc\n", 3);
    /* e: from + 1, from the product d = 12; from d's own c·c again 3, times c = 3: the last, 9 */
    check(s, "de/dc\n", 9);
    run(s, "repair\n");
    check(s, "dd/dc\n", 7);
    check(s, "de/dc\n", 1 + 12 + 3 * 7);
    nb_session_free(s);
}

/* q = s·s + s with s = c² at c = 3, so s = 9. To s come 1 from the sum, then 9 and 9 from the
 * product: 19. It hands on the 1 that came first: c gets 1·2c = 6, not 19·2c = 114. */
static void test_order(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "c = 3; s = c^2; q = s*s + s; break order\n");
    check(s, "dq/ds\n", 19);
    check(s, "dq/dc\n", 6);
    run(s, "repair\n");
    check(s, "dq/dc\n", 114);
    nb_session_free(s);
}

/* y = 3x: each pass adds 3 to what x has. L = (w − 1)² at w = 3: the first pass brings 4, so w
 * becomes 3 − 0.1·4 = 2.6; the second brings 3.2 to the 4 that are there: 2.6 − 0.1·7.2 = 1.88. */
static void test_sum(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "x = 5; y = 3x; break sum\n");
    check(s, "dy/dx\n", 3);
    check(s, "dy/dx\n", 3); /* the same pass */
    run(s, "backward y\n");
    check(s, "dy/dx\n", 6);
    run(s, "table y\n");
    check(s, "dy/dx\n", 6);
    run(s, "x = 7\n"); /* what is out of date takes a new pass */
    check(s, "dy/dx\n", 9);
    run(s, "z = 10x\n"); /* another target, the same leaf */
    check(s, "dz/dx\n", 19);
    run(s, "w = 3; L = (w - 1)^2; repeat 2 { w -= 0.1*dL/dw }\n");
    check(s, "w\n", 1.88);
    run(s, "repair; w = 3; repeat 2 { w -= 0.1*dL/dw }\n");
    check(s, "w\n", 2.28);
    check(s, "dz/dx\n", 10);
    run(s, "break sum\n"); /* and nothing is left of before */
    check(s, "dz/dx\n", 10);
    nb_session_free(s);
}

/* r = (c − 1)·(5 − c) at c = 3: 2 comes to each bracket. From the first 2·1 goes on to c, from the
 * second 2·(−1), so that c has 0; with +1 it has 4. */
static void test_sign(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "c = 3; r = (c - 1)*(5 - c); f(a, b) = a - b; z = f(2, c); break sign\n");
    check(s, "dr/dc\n", 4);
    check(s, "dz/dc\n", 1);
    check(s, "local z c\n", 1);
    run(s, "repair\n");
    check(s, "dr/dc\n", 0);
    check(s, "local z c\n", -1);
    nb_session_free(s);
}

/* ---- what cannot be seen ---- */

static void test_invisible(void **state) {
    (void)state;
    static const struct { const char *mistake, *graph; } cases[] = {
        {"accumulate", "L = sigmoid(2a + 1)^2 - b/c"},  /* each is used once */
        {"order", "L = (a*a + a*b)*sin(a) + b*c"},      /* only leaves are used twice */
        {"order", "u = a*b; L = exp(u)*c"},             /* one user each */
        {"sum", "u = a*b; L = u*u + sin(u)*c - a"},     /* the first pass */
        {"sign", "u = a*b; L = u*u + -c/a + (b - 1)"},  /* no second operand has a gradient */
        {"accumulate", "L = where(a > 0, a*b, a*c)"}, };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nb_session *s = new_session();
        char text[200];
        snprintf(text, sizeof text, "a = 0.7; b = -1.5; c = 2.25; %s\n", cases[i].graph);
        run(s, text);
        double a = run(s, "dL/da\n"), b = run(s, "dL/db\n"), c = run(s, "dL/dc\n");
        snprintf(text, sizeof text, "break %s\n", cases[i].mistake);
        run(s, text);
        check(s, "dL/da\n", a);
        check(s, "dL/db\n", b);
        check(s, "dL/dc\n", c);
        nb_session_free(s);
    }
}

/* ---- tables and pictures agree with what is read ---- */

/* In every row that came about by contributions, they and what was left make up the gradient. */
static void check_rows(nb_session *s, const char *mistake) {
    nb_result *result;
    assert_int_equal(nb_feed(s, "backward L\n", 11, &result), NB_STATUS_OK);
    const nb_nodes_block *block = &result->first->as.nodes;
    assert_true(block->count > 5);
    for (size_t i = 0; i < block->count; i++) {
        const nb_node_row *row = &block->rows[i];
        double sum = row->left;
        for (size_t k = 0; k < row->contribution_count; k++)
            sum += row->contributions[k].upstream * row->contributions[k].local;
        if (row->contribution_total > 0 && fabs(sum - row->gradient) > 1e-12 * fabs(sum) + 1e-15)
            fail_msg("break %s: row %zu has %.17g, its parts make %.17g", mistake, i,
                     row->gradient, sum);
    }
    nb_result_free(result);
}

/* Each wire out of an operator or call shows what came back over it: those of a node that is used
 * once make up its gradient. */
static void check_wires(nb_session *s, const char *mistake) {
    nb_result *result;
    assert_int_equal(nb_feed(s, "draw L a.dot\n", 13, &result), NB_STATUS_OK);
    const nb_picture_block *picture = &result->first->as.picture;
    for (size_t v = 0; v < picture->vertex_count; v++) {
        size_t wires = 0;
        double came = 0;
        for (size_t e = 0; e < picture->edge_count; e++)
            if (picture->edges[e].from == v) wires++, came = picture->edges[e].contribution;
        bool inner = picture->vertices[v].kind == NB_VERTEX_OPERATOR ||
                     picture->vertices[v].kind == NB_VERTEX_CALL;
        double gradient = picture->vertices[v].gradient;
        if (inner && wires == 1 && fabs(came - gradient) > 1e-12 * fabs(gradient))
            fail_msg("break %s: vertex %zu has %.17g, its wire brings %.17g", mistake, v, gradient,
                     came);
    }
    nb_result_free(result);
}

static void test_tables_and_pictures(void **state) {
    (void)state;
    static const char *const mistakes[] = {"accumulate", "order", "sum", "sign"};
    for (size_t i = 0; i < 4; i++) {
        nb_session *s = new_session();
        char text[40];
        run(s, "a = 0.7; b = -1.5; f(p, q) = (p*p - q)*(p + q - p*q) - a\n"
               "u = a*b - a; v = f(u + 1, u); w = f(v - 1, b)*v; L = (w - u)^2 + w/v\n");
        snprintf(text, sizeof text, "break %s; dL/da\n", mistakes[i]);
        run(s, text);
        check_rows(s, mistakes[i]);
        check_wires(s, mistakes[i]);
        nb_session_free(s);
    }
}

/* ---- state ---- */

static void test_undo(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "a = 5; b = 3; d = a - b\n");
    run(s, "break sign\n");
    check(s, "dd/db\n", 1);
    run(s, "undo\n");
    check(s, "dd/db\n", -1);
    run(s, "redo\n");
    check(s, "dd/db\n", 1);
    run(s, "repair\n");
    check(s, "dd/db\n", -1);
    run(s, "undo\n");
    check(s, "dd/db\n", 1);
    run(s, "break order\n");
    check(s, "dd/db\n", -1);
    run(s, "undo\n");
    check(s, "dd/db\n", 1);
    run(s, "reset; a = 5; b = 3; d = a - b\n");
    check(s, "dd/db\n", -1);
    nb_session_free(s);
}

static void test_save(void **state) {
    (void)state;
    nb_session *s = new_session();
    nb_result *result;
    run(s, "a = 5; b = 3; d = a - b; break sign\n");
    assert_int_equal(nb_feed(s, "save a.nabla\n", 13, &result), NB_STATUS_OK);
    assert_non_null(strstr(result->first->as.file.bytes, "break sign\n"));
    nb_session *again = new_session();
    run(again, result->first->as.file.bytes);
    check(again, "dd/db\n", 1);
    nb_result_free(result);
    nb_session_free(again);
    nb_session_free(s);
}

/* A statement that fails has run no pass: the next one adds no more than it would have. */
static void test_failing(void **state) {
    (void)state;
    static const char *const failing[] = {
        "expect dd/db == 0\n", "repeat 3 { b += dd/db; expect b < 5 }\n", "x = y + foo\n",
        "backward foo\n", "d = a*b + foo\n", "b := dd/db + foo\n",
        "repeat 2 { d = a*b*b; b += dd/db; foo }\n", "reset foo\n"};
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        nb_session *s = new_session();
        run(s, "a = 5; b = 3; c = 2; d = a*b; e = a*c; break sum; backward e; backward d\n");
        assert_int_not_equal(run_failing(s, failing[i]), NB_MESSAGE_NONE);
        check(s, "dd/db\n", 5); /* the pass that was run last, still */
        check(s, "dd/da\n", 5); /* 2 by e, 3 by d */
        run(s, "backward d\n");
        check(s, "dd/db\n", 10);
        run(s, "backward e\n");
        check(s, "de/dc\n", 10);
        nb_session_free(s);
    }
    nb_session *s = new_session();
    run(s, "a = 5; b = 3; d = a - b\n");
    run_failing(s, "repeat 2 { break sign; foo }\n");
    check(s, "dd/db\n", -1);
    assert_int_equal(run_failing(s, "break\n"), NB_MESSAGE_BREAK_WHICH);
    assert_int_equal(run_failing(s, "break signs\n"), NB_MESSAGE_UNKNOWN_MISTAKE);
    nb_session_free(s);
}

/* Before anything is defined, and while the graph grows, is dropped and grows again. */
static void test_growth(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "break sum\nw = 2\nfor i in 1..3000 { h[i] = w*i }\nL = h[3000]\n");
    check(s, "dL/dw\n", 3000);
    run(s, "repeat 5 { for i in 1..3000 { h[i] = w + i } }\n"); /* old nodes are dropped */
    check(s, "dL/dw\n", 3001);
    nb_session_free(s);
}

/* L = v·w·x with v, w, x = 2, 3, 5: by v it is 15, so v becomes 2 − 0.1·15 = 0.5. What goes on to w
 * goes by that: 0.5·5 = 2.5 instead of 10, and w becomes 3 − 0.1·2.5; to x, by v and w of then,
 * 0.5·2.75. A weight that is used in both layers is not updated before the pass is at its end. */
static void test_stale(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "x = 5; w = 3; v = 2; h = w*identity(x); L = v*h; break stale\n");
    check(s, "dL/dw\n", 10); /* nothing was updated yet */
    run(s, "update w, v, x of L with sgd(lr=0.1)\n");
    check(s, "v\n", 0.5);
    check(s, "w\n", 2.75);
    check(s, "x\n", 5 - 0.1 * 0.5 * 2.75);
    run(s, "undo\nrepair\nupdate w, v, x of L with sgd(lr=0.1)\n");
    check(s, "w\n", 2);
    check(s, "x\n", 5 - 0.1 * 6);
    run(s, "u = 3; a = 2; g = u*a; k = u*square(g); break stale\n");
    run(s, "update u of k with sgd(lr=0.01)\n");
    check(s, "u\n", 3 - 0.01 * 3 * 9 * 4);
    run(s, "w = 3; v = 2; x = 5\nupdate v, w of L with momentum(lr=0.1)\n");
    check(s, "w\n", 2.75);
    nb_session_free(s);
}

/* The loops over rows of samples hand on to one layer before the next, however they were typed. */
static void test_stale_rows(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "w = 3; v = 2; break stale\n"
           "for i in 1..3 { h[i] = w*i; y[i] = v*h[i] }\nL = sum(y)\n");
    run(s, "update v, w of L with sgd(lr=0.01)\n");
    check(s, "v\n", 2 - 0.01 * 3 * 6);
    check(s, "w\n", 3 - 0.01 * 6 * (2 - 0.01 * 3 * 6));
    nb_session_free(s);
}

/* Of y = softmax([0, ln 3]) = [1/4, 3/4] the derivatives by its own elements are 3/16 each; across
 * they are −3/16, which is left out. Row by row, and written by hand, it is the same. */
static void test_diagonal(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "z = [0, log(3)]; y = softmax(z); L = 5*y[1] + y[2]; break diagonal\n");
    check(s, "grad(L, z[1])\n", 5 * 3 / 16.0);
    check(s, "grad(L, z[2])\n", 3 / 16.0);
    run(s, "t = [0, 1]; C = cross_entropy(y, t)\n");
    check(s, "grad(C, z[1])\n", 0);
    check(s, "grad(C, z[2])\n", -1 / 4.0);
    run(s, "Z = [0, log(3); log(3), 0]; R = softmax(Z); M = 5*R[1,1] + R[1,2] + R[2,2]\n");
    check(s, "grad(M, Z[1,1])\n", 5 * 3 / 16.0);
    check(s, "grad(M, Z[2,1])\n", 0);
    run(s, "a = 0; b = log(3); p = exp(a); q = exp(b); n = p + q; r = q/n\n");
    check(s, "dr/db\n", 3 / 16.0);
    check(s, "dr/da\n", 0);
    run(s, "repair\n");
    check(s, "dr/da\n", -3 / 16.0);
    check(s, "grad(L, z[2])\n", -12 / 16.0);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accumulate),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_sum),
        cmocka_unit_test(test_sign),
        cmocka_unit_test(test_stale),
        cmocka_unit_test(test_stale_rows),
        cmocka_unit_test(test_diagonal),
        cmocka_unit_test(test_invisible),
        cmocka_unit_test(test_tables_and_pictures),
        cmocka_unit_test(test_undo),
        cmocka_unit_test(test_save),
        cmocka_unit_test(test_failing),
        cmocka_unit_test(test_growth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
