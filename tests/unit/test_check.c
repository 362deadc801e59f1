/* check: which verdict each kind of point gets, that exactly the gradients that were made wrong are
 * marked, and random graphs, in which nothing is. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calculus/judge.h"
#include "session/session.h"
#include "graph/passes.h"

/* `doubt`, unless it is NULL: what conventions at kinks may make of the gradient. */
static nb_judgement judge(nb_session *s, nb_node target, nb_node node, double gradient,
                          double *doubt) {
    nb_probe probe;
    nb_arena_mark mark = nb_arena_get_mark(&s->sheet.scratch);
    assert_int_equal(nb_probe_begin(&probe, &s->sheet.scratch, &s->sheet.graph, target),
                     NB_STATUS_OK);
    nb_judgement found = nb_judge(&probe, node, gradient);
    if (doubt != NULL) *doubt = probe.doubt[node];
    nb_arena_rewind(&s->sheet.scratch, mark);
    return found;
}

/* ---- verdicts ---- */

static const struct {
    const char *script; /* defines x and y */
    nb_verdict verdict; /* of ∂y/∂x */
    double left, right; /* KINK, JUMP */
} points[] = {
    {"x = 2; y = x^2", NB_VERDICT_RIGHT, 0, 0},
    {"x = 0; y = x^2 + 1", NB_VERDICT_RIGHT, 0, 0},
    {"x = 3; y = (x - 3)^2 + 1e6", NB_VERDICT_RIGHT, 0, 0},
    {"x = 0; y = abs(x)", NB_VERDICT_KINK, -1, 1},
    {"x = 0; y = 5 - 3*relu(2x)", NB_VERDICT_KINK, 0, -6},
    {"x = 2; y = max(x, 3x - 4)", NB_VERDICT_KINK, 1, 3},
    {"x = 0; y = where(x >= 0, 2x, x)", NB_VERDICT_KINK, 1, 2},
    {"x = 2; y = max(x, x) + abs(x - 3)", NB_VERDICT_RIGHT, 0, 0}, /* no kink after all */
    {"x = 0; y = 2*relu(x) - abs(x)", NB_VERDICT_KINK, 1, 1}, /* it is x, by conventions 0 */
    {"x = 0; y = relu(x) - relu(-x) + 3x", NB_VERDICT_KINK, 4, 4},
    {"x = 1e-9; y = abs(x)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 2; y = relu(x - 2 - 1e-9) + sin(x)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 1; y = (x - 1)*abs(x - 1)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 0; y = 3 + step(x)", NB_VERDICT_JUMP, 3, 4},
    {"x = 2; y = (x > 2)*x", NB_VERDICT_JUMP, 0, 2},
    {"x = 2.5; y = x*(x > 2)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 40; y = sigmoid(x)", NB_VERDICT_UNSEEN, 0, 0},
    {"x = 1; z = 1e20; y = z + x", NB_VERDICT_RIGHT, 0, 0}, /* a step of 1e13 shows it */
    {"x = 1; z = 1e20; y = z + sin(x)", NB_VERDICT_UNSEEN, 0, 0}, /* none that suits sin does */
    {"x = 1; z = 1e20; y = z + 0.1*sin(x) + x", NB_VERDICT_UNSEEN, 0, 0},
    {"x = 1000; y = 1e14 + sin(x)", NB_VERDICT_UNSEEN, 0, 0},
    {"x = 1; y = x; repeat 300 { x := 1 }", NB_VERDICT_RIGHT, 0, 0},
    {"x = 0; y = sqrt(x)", NB_VERDICT_NOT_FINITE, 0, 0},
    {"x = -1; y = log(x)", NB_VERDICT_NOT_FINITE, 0, 0},
    {"x = 0; y = 1/x", NB_VERDICT_NOT_FINITE, 0, 0},
    {"x = 0; y = x^1.5 + x", NB_VERDICT_RIGHT, 0, 0},       /* no value on the left */
    {"x = 0; z = 0; y = xlogy(z, x) + x", NB_VERDICT_RIGHT, 0, 0},
    {"x = 1e-8; y = log(x)", NB_VERDICT_RIGHT, 0, 0},       /* the usual step is too long */
    {"x = 1e-30; y = log(x) + x", NB_VERDICT_RIGHT, 0, 0},
    {"x = 1e300; y = 3x", NB_VERDICT_RIGHT, 0, 0},
    {"x = 1e-300; y = 3x", NB_VERDICT_RIGHT, 0, 0},
    {"x = 1e9; y = sin(x)", NB_VERDICT_RIGHT, 0, 0},        /* swings within a step */
    {"x = 1; y = cos(1e7*x) + x", NB_VERDICT_RIGHT, 0, 0},
    {"x = 1; y = x^40", NB_VERDICT_RIGHT, 0, 0},
    {"x = 700; y = exp(x)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 1; y = exp(1e8*(x - 1))", NB_VERDICT_RIGHT, 0, 0},
    {"x = 0.3; y = 1e8 + tanh(x) - 1e8", NB_VERDICT_RIGHT, 0, 0},
    {"x = 1e-8; y = 1/x^2", NB_VERDICT_RIGHT, 0, 0},        /* steps as short as the value */
    {"x = 1.38e-23; y = 1/(x*300)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 5.29e-11; y = 8.99e9*(1.602e-19)^2/x^2", NB_VERDICT_RIGHT, 0, 0},
    {"x = 100.00003; y = exp(-((x - 100)/1e-4)^2)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 100.0000000003; y = exp(-((x - 100)/1e-9)^2)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 1 - 1e-8; y = 1/(1 - x)", NB_VERDICT_RIGHT, 0, 0},
    {"x = pi/2 - 1e-8; y = tan(x)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 1 - 1e-13; y = log(1 - x)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 0; y = 1/(x + 1e-20)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 0; y = abs(x - 1e-12)", NB_VERDICT_RIGHT, 0, 0},
    {"x = 100; y = exp(-((x - 100)/1e-20 + 1)^2) + x", NB_VERDICT_UNSEEN, 0, 0}, /* a needle */
    {"x = 1; y = sin(2*pi*2^40*x)*1e-15 + x", NB_VERDICT_UNSEEN, 0, 0}, /* 2^-n misses it */
    {"x = 1; y = 0.3 + sigmoid(1e18*(x - 1))", NB_VERDICT_UNSEEN, 0, 0},
    {"x = 0; y = where(x, 1, 0)", NB_VERDICT_JUMP, 1, 1},
};

static bool is_close(double a, double b) {
    return fabs(a - b) <= 1e-6 * fmax(fabs(b), 1);
}

/* A gradient of another size is wrong wherever a verdict can be given. */
static void check_spoiled(nb_session *s, const char *script, nb_node x, nb_node y, double gradient,
                          double slope) {
    const double wrong[] = {gradient * 1.5 + 0.1 * slope, -gradient - slope, gradient + slope};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        nb_judgement found = judge(s, y, x, wrong[i], NULL);
        if (found.verdict != NB_VERDICT_WRONG)
            fail_msg("%s: %g instead of %g is not found to be wrong, but %d", script, wrong[i],
                     gradient, (int)found.verdict);
    }
}

static void test_verdicts(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        nb_session *s = new_session();
        char text[200];
        snprintf(text, sizeof text, "%s\n", points[i].script);
        run(s, text);
        nb_node x = node_of(s, "x"), y = node_of(s, "y");
        nb_graph_backward(&s->sheet.graph, y);
        double gradient = nb_graph_gradient(&s->sheet.graph, x), doubt;
        nb_judgement found = judge(s, y, x, gradient, &doubt);
        if (found.verdict != points[i].verdict)
            fail_msg("%s: verdict %d, not %d", text, (int)found.verdict, (int)points[i].verdict);
        bool sides = found.verdict == NB_VERDICT_KINK || found.verdict == NB_VERDICT_JUMP;
        bool near = is_close(found.left, points[i].left) && is_close(found.right, points[i].right);
        if (sides && !near)
            fail_msg("%s: %g on the left, %g on the right", text, found.left, found.right);
        if (found.verdict == NB_VERDICT_RIGHT) /* and the bound holds */
            if (!(fabs(found.numerical - gradient) <= 2 * found.bound))
                fail_msg("%s: %g is not within %g of %g", text, found.numerical, found.bound,
                         gradient);
        if (found.verdict == NB_VERDICT_RIGHT || found.verdict == NB_VERDICT_KINK)
            check_spoiled(s, text, x, y, gradient, fmax(fabs(gradient), 1) + 20 * doubt);
        nb_session_free(s);
    }
}

/* ---- random graphs ---- */

enum { FORMULAS = 12, ROOM = 4000 };

/* v0..v3 are leaves, each formula uses what came before, the last ones most. */
static void make_graph(char *text) {
    static const char *const one[] = {"sigmoid(%s)", "tanh(%s)", "sin(%s)", "exp(-%s)",
                                      "log(1 + %s^2)", "relu(%s)", "softplus(%s)", "(%s)^3",
                                      "1/(1 + %s^2)", "abs(%s)"};
    static const char *const two[] = {"%s*%s", "%s + %s", "%s - %s", "%s/(2 + %s^2)",
                                      "max(%s, %s)", "%s*sigmoid(%s)", "where(%s > 0, %s, 0.5)",
                                      "f(%s, %s)"};
    *text = '\0';
    add_format(text, ROOM, "f(a, b) = a*b + a - sin(b*a)\n");
    for (int i = 0; i < 4; i++) add_format(text, ROOM, "v%d = %g\n", i, (pick(400) - 200.0) / 128);
    for (uint32_t i = 4; i < 4 + FORMULAS; i++) {
        char a[12], b[12];
        snprintf(a, sizeof a, "v%u", i - 1 - pick(i < 6 ? i : 6));
        snprintf(b, sizeof b, "v%u", i - 1 - pick(i < 6 ? i : 6));
        add_format(text, ROOM, "v%u = ", i);
        if (pick(2)) add_format(text, ROOM, one[pick(10)], a);
        else add_format(text, ROOM, two[pick(8)], a, b);
        if (pick(3) == 0) add_format(text, ROOM, " + %s", b);
        add_format(text, ROOM, "\n");
    }
}

static const char target[] = "v15";

/* Which rows are wrong, as the numbers of rows; answers how many. */
static size_t wrong_rows(nb_session *s, size_t *rows, size_t room, double *hidden) {
    nb_result *result = ask(s, "check v15\n");
    const nb_table_block *table = table_of(result, 0);
    size_t count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const nb_table_cell *verdict = &table->cells[i * table->column_count + 4];
        if (verdict->said.id != NB_MESSAGE_CHECK_WRONG) continue;
        assert_true(count < room);
        rows[count++] = i;
    }
    assert_int_equal(count, (size_t)fact_of(result, "wrong"));
    *hidden = fact_of(result, "checked") - fact_of(result, "right");
    nb_result_free(result);
    return count;
}

/* Spoils one gradient after the other behind the program's back. */
static int spoil_each(nb_session *s, const char *text) {
    nb_node last = node_of(s, target);
    int found = 0;
    for (nb_node node = 0; node <= last; node++) {
        double gradient = nb_graph_gradient(&s->sheet.graph, node), hidden, doubt;
        size_t rows[200];
        if (!s->sheet.graph.reached[node] || s->sheet.graph.op[node] == NB_OP_CONST ||
            gradient == 0 ||
            judge(s, last, node, gradient, &doubt).verdict != NB_VERDICT_RIGHT || doubt > 0)
            continue;
        s->sheet.graph.gradient[node] = gradient * (pick(2) ? 2 : -1);
        size_t wrong = wrong_rows(s, rows, 200, &hidden);
        if (wrong != 1)
            fail_msg("%s: where node %u had %g, %zu are wrong", text, (unsigned)node, gradient,
                     wrong);
        s->sheet.graph.gradient[node] = gradient;
        found++;
    }
    return found;
}

static void test_random_graphs(void **state) {
    (void)state;
    enum { GRAPHS = 150 };
    int spoiled = 0, doubtful = 0;
    for (int i = 0; i < GRAPHS; i++) {
        char text[ROOM];
        size_t rows[200];
        double hidden;
        nb_session *s = new_session();
        make_graph(text);
        run(s, text);
        if (wrong_rows(s, rows, 200, &hidden) > 0) fail_msg("%s: wrong", text);
        doubtful += hidden > 0;
        spoiled += spoil_each(s, text);
        nb_session_free(s);
    }
    print_message("%d gradients spoiled and found; %d of %d graphs with kinks or the like\n",
                  spoiled, doubtful, GRAPHS);
    assert_true(spoiled > 10 * GRAPHS && doubtful < GRAPHS / 5);
}

/* ---- large graphs ---- */

static void test_large_graph(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "w = 0.9; h[0] = 1\nfor i in 1..3000 { h[i] = tanh(w*h[i-1]) + 0.1*h[i-1] }\n"
           "L = h[3000]\n");
    nb_result *result = ask(s, "check L\n");
    assert_int_equal(table_of(result, 0)->row_count, 0); /* all are right: they are counted */
    assert_true(fact_of(result, "checked") == 3003); /* names only */
    assert_true(fact_of(result, "wrong") == 0);
    nb_result_free(result);
    nb_node w = node_of(s, "w");
    nb_graph_backward(&s->sheet.graph, node_of(s, "L"));
    s->sheet.graph.gradient[w] *= 1.01;
    result = ask(s, "check L\n");
    assert_int_equal(table_of(result, 0)->row_count, 1);
    assert_true(fact_of(result, "wrong") == 1);
    nb_result_free(result);
    nb_session_free(s);
}

/* A chain in which the gradient vanishes: the only steps that rounding lets see anything are so
 * long that nothing is the same within them. */
static void test_vanished(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "w = 0.9; h[0] = 1\nfor i in 1..1000 { h[i] = tanh(w*h[i-1] + 0.01) }\nL = h[1000]\n");
    nb_result *result = ask(s, "check L\n");
    assert_true(fact_of(result, "wrong") == 0 && fact_of(result, "jump") == 0);
    assert_true(fact_of(result, "hidden") > 500 && fact_of(result, "right") > 100);
    nb_result_free(result);
    nb_session_free(s);
}

int main(void) {
    nb_random_seed(&chance, 7);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdicts), cmocka_unit_test(test_random_graphs),
        cmocka_unit_test(test_large_graph), cmocka_unit_test(test_vanished),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
