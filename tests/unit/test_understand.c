/* paths, whatif, numeric and trace: counts against walking every path, what would be against what
 * is when it is done, and running products against gradients. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calculus/paths.h"
#include "session/session.h"
#include "graph/passes.h"

enum { LEAVES = 3, FORMULAS = 6, ROOM = 4000 };

/* v0, v1, v2 are leaves, v8 is the target. Sums make factors that are 1; f shares its argument. */
static void make_graph(char *text) {
    static const char *const forms[] = {"v%u + v%u", "v%u*v%u", "v%u - v%u*0.5", "sigmoid(v%u)*v%u",
                                        "v%u + v%u + 1", "f(v%u*v%u)", "v%u + 0*v%u",
                                        "relu(v%u) + v%u", "where(v%u > 0, 2, 3) + v%u"};
    *text = '\0';
    add_format(text, ROOM, "f(a) = a*a + a\n");
    for (int i = 0; i < LEAVES; i++) add_format(text, ROOM, "v%d = %g\n", i, 1 + pick(3) * 0.5);
    for (uint32_t i = LEAVES; i < LEAVES + FORMULAS; i++) {
        uint32_t near = i < 4 ? i : 4;
        char formula[100];
        const char *form = forms[pick(9)];
        /* clang wants a literal format: the two places are filled by hand */
        const char *first = strstr(form, "%u"), *second = strstr(first + 2, "%u");
        snprintf(formula, sizeof formula, "%.*s%u%.*s%u%s", (int)(first - form), form,
                 i - 1 - pick(near), (int)(second - first - 2), first + 2, i - 1 - pick(near),
                 second + 2);
        add_format(text, ROOM, "v%u = %s\n", i, formula);
    }
}

/* ---- counting ---- */

typedef struct walked {
    double paths, products, sum;
} walked;

/* Walks every path from `node` down to `end`. `factors` have been passed; `open`: since the last
 * end of a factor something was not 1. */
static void walk(nb_session *s, const nb_paths *p, nb_node node, nb_node end, int factors,
                 bool open, double product, walked *w) {
    if (node == end || (p->role[node] & NB_FACTOR)) {
        factors += open;
        open = false;
    }
    if (node == end) {
        w->paths++;
        w->products += factors > 0 ? factors - 1 : 0;
        w->sum += product;
        return;
    }
    for (int k = 0; k < nb_graph_arity(&s->sheet.graph, node); k++) {
        nb_node operand = nb_graph_operand(&s->sheet.graph, node, k);
        if (operand < end || !nb_is_wire(&s->sheet.graph, node, k)) continue;
        walk(s, p, operand, end, factors, open || !nb_local_is_one(&s->sheet.graph, node, k),
             product * nb_graph_local(&s->sheet.graph, node, k), w);
    }
}

static void check_counts(nb_session *s, nb_node target, const nb_node *wanted, size_t count,
                         bool operations, const char *text) {
    nb_arena_mark mark = nb_arena_get_mark(&s->sheet.scratch);
    uint8_t *marks = nb_arena_add(&s->sheet.scratch, (size_t)target + 1, 1);
    nb_paths p;
    assert_non_null(marks);
    nb_graph_forward(&s->sheet.graph, target + 1);
    for (size_t i = 0; i < count; i++)
        if (wanted[i] <= target) marks[wanted[i]] = 1;
    assert_int_equal(nb_paths_count(&p, &s->sheet.scratch, &s->sheet.graph, target, marks,
                                    operations ? NULL : s->sheet.owner), NB_STATUS_OK);
    walked all = {0, 0, 0};
    double sums = 0;
    for (size_t i = 0; i < count; i++) {
        walked one = {0, 0, 0};
        if (wanted[i] <= target) walk(s, &p, target, wanted[i], 0, false, 1, &one);
        if (one.paths == 0) continue;
        double gradient = p.gradient[wanted[i]];
        if (p.count[wanted[i]].number != one.paths || !(fabs(gradient - one.sum) <= 1e-9 *
                                                        fmax(fabs(one.sum), 1)))
            fail_msg("%s: %g paths, not %g; they sum to %g, not %g", text,
                     p.count[wanted[i]].number, one.paths, gradient, one.sum);
        assert_true(fabs(exp2(p.count[wanted[i]].log2) - one.paths) < 1e-9 * one.paths);
        all.paths += one.paths;
        all.products += one.products;
        sums += one.paths - 1;
    }
    if (p.paths.number != all.paths || p.products.number != all.products || p.sums.number != sums)
        fail_msg("%s: %g paths, %g products, %g sums, not %g, %g, %g", text, p.paths.number,
                 p.products.number, p.sums.number, all.paths, all.products, sums);
    assert_true(p.kept_sums <= p.sums.number);
    nb_arena_rewind(&s->sheet.scratch, mark);
}

static void test_counts(void **state) {
    (void)state;
    for (int i = 0; i < 400; i++) {
        nb_session *s = new_session();
        char text[ROOM];
        make_graph(text);
        run(s, text);
        nb_node target = node_of(s, "v8"), wanted[LEAVES] = {0, 0, 0};
        static const char *const names[LEAVES] = {"v0", "v1", "v2"};
        for (int k = 0; k < LEAVES; k++) wanted[k] = node_of(s, names[k]);
        nb_graph_forward(&s->sheet.graph, s->sheet.graph.count);
        for (size_t count = 1; count <= LEAVES; count++)
            for (int operations = 0; operations < 2; operations++)
                check_counts(s, target, wanted, count, operations, text);
        nb_session_free(s);
    }
}

static double asked(nb_session *s, const char *statement, const char *key) {
    nb_result *result = ask(s, statement);
    double number = fact_of(result, key);
    nb_result_free(result);
    return number;
}

/* The catalogue's memo-doubling, and beyond what a double counts. */
static void test_many_paths(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "x[0] = 1; for i in 1..3000 { x[i] = x[i-1] + x[i-1] }\n");
    assert_true(asked(s, "paths x[20] x[0]\n", "paths") == 1048576);
    assert_true(asked(s, "paths x[20] x[0]\n", "additions") == 1048575);
    assert_true(asked(s, "paths x[20] x[0]\n", "backward_additions") == 20);
    assert_true(asked(s, "paths x[53] x[0]\n", "paths") == 0x1p53);
    assert_true(isinf(asked(s, "paths x[3000] x[0]\n", "paths")));
    nb_many many = nb_many_of(1);
    for (int i = 0; i < 3000; i++) many = nb_many_add(many, many);
    assert_true(many.log2 == 3000);
    nb_session_free(s);
}

/* ---- whatif ---- */

static void test_whatif(void **state) {
    (void)state;
    for (int i = 0; i < 100; i++) {
        nb_session *s = new_session();
        char text[ROOM], statement[200];
        double a = 1 + pick(8) / 4.0, b = pick(8) / 4.0;
        make_graph(text);
        run(s, text);
        run(s, "backward v8\n");
        char *before = snapshot_of(s), *after;
        double gradient = nb_graph_gradient(&s->sheet.graph, node_of(s, "v0"));
        snprintf(statement, sizeof statement, "whatif v0 *= %g, v1 -= %g, v2 = 0.25\n", a, b);
        nb_result *result = ask(s, statement);
        double said = fact_of(result, "after"), change = fact_of(result, "true");
        assert_true(change == said - fact_of(result, "before"));
        nb_result_free(result);
        after = snapshot_of(s);
        assert_string_equal(before, after); /* nothing is changed */
        snprintf(statement, sizeof statement, "v0 *= %g; v1 -= %g; v2 := 0.25\nv8\n", a, b);
        double is = run(s, statement);
        if (said != is) fail_msg("%s%s: %.17g, not %.17g", text, statement, said, is);
        run(s, text);
        snprintf(statement, sizeof statement, "whatif v0 += %g\n", b);
        double predicted = asked(s, statement, "predicted");
        assert_true(fabs(predicted - gradient * b) <= 1e-12 * fabs(gradient));
        free(before);
        free(after);
        nb_session_free(s);
    }
}

/* ---- numeric ---- */

/* The catalogue's linear-3x-derivative and numeric-derivative-cubic. */
static void test_numeric(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "w = 1; E = ((3 - 3w)^2/9 + (6 - 2w)^2*0 + 0)*0 + ((3 - w)^2 + (6 - 2w)^2 + "
           "(9 - 3w)^2)/3; f = w^3\n");
    const char *statement = "numeric dE/dw eps=0.1\n";
    assert_true(fabs(asked(s, statement, "above") - 16.846666666666667) < 1e-12);
    assert_true(fabs(asked(s, statement, "below") - 20.58) < 1e-12);
    assert_true(fabs(asked(s, statement, "numerical") + 18.666666666666667) < 1e-12);
    assert_true(fabs(asked(s, "numeric df/dw eps=0.1\n", "numerical") - 3.01) < 1e-12);
    assert_true(fabs(asked(s, "numeric df/dw eps 0.01\n", "numerical") - 3.0001) < 1e-12);
    assert_true(fabs(asked(s, "numeric grad(f, w)\n", "numerical") - 3) < 1e-7);
    assert_int_equal(run_failing(s, "numeric df/dw eps=0\n"), NB_MESSAGE_NUMERIC_STEP);
    assert_int_equal(run_failing(s, "numeric df/dw eps=-0.1\n"), NB_MESSAGE_NUMERIC_STEP);
    assert_int_equal(run_failing(s, "numeric df/dw eps=1/0\n"), NB_MESSAGE_NUMERIC_STEP);
    assert_int_equal(run_failing(s, "numeric df/dw eps=1e-20\n"), NB_MESSAGE_NUMERIC_STEP_LOST);
    assert_int_equal(run_failing(s, "numeric f\n"), NB_MESSAGE_NUMERIC_FORM);
    nb_session_free(s);
}

/* ---- trace ---- */

static void test_trace(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "w = 1; v = 2; h[0] = 1; g[0] = 1\n"
           "for i in 1..20 { h[i] = sigmoid(w*h[i-1]); g[i] = v*g[i-1] }\nL = (h[20] - 1)^2\n");
    nb_result *result = ask(s, "trace L over h[1..20]\n");
    const nb_table_block *table = table_of(result, 0);
    assert_int_equal(table->row_count, 21);
    assert_true(table->logarithmic);
    nb_graph_backward(&s->sheet.graph, node_of(s, "L"));
    double product = table->cells[20 * 4 + 2].number;
    assert_true(fabs(run(s, "grad(L, h[1])\n") / product - 1) < 1e-12);
    nb_result_free(result);
    result = ask(s, "trace g[20] over g[20], g[10..11], g[10], g[0]\n"); /* in any order, once */
    table = table_of(result, 0);
    assert_int_equal(table->row_count, 4);
    assert_true(table->cells[3 * 4 + 2].number == 1048576);
    nb_result_free(result);
    assert_int_equal(run_failing(s, "trace L over h[1], g[1]\n"), NB_MESSAGE_TRACE_NO_CHAIN);
    assert_int_equal(run_failing(s, "trace L over h[3..1]\n"), NB_MESSAGE_LIST_EMPTY);
    nb_session_free(s);
}

int main(void) {
    nb_random_seed(&chance, 11);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),  cmocka_unit_test(test_many_paths),
        cmocka_unit_test(test_whatif),  cmocka_unit_test(test_numeric),
        cmocka_unit_test(test_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
