/* Wires into calls: what they carry, and that a call costs what its own nodes cost, however many
 * others there are. The sessions that are large here have little memory: what takes a multiple of
 * the graph for each call, or for each node, does not fit. */
#include "support.h"

#include <math.h>
#include <string.h>

#include "arrays/wires.h"
#include "data/data.h"
#include "definitions/calls.h"
#include "definitions/define.h"
#include "definitions/names.h"
#include "definitions/uses.h"
#include "graph/passes.h"
#include "session/session.h"
#include "session/session.h"

/* ---- what a wire carries ---- */

static double local_from(const nb_wires *wires, nb_node node) {
    double sum = 0;
    for (size_t i = 0; i < wires->count; i++)
        if (wires->list[i].node == node) sum += wires->list[i].local;
    return sum;
}

static void find_wires(nb_session *s, nb_node parent, nb_wires *wires) {
    nb_graph_forward(&s->sheet.graph, parent + 1);
    assert_int_equal(nb_wires_begin(&s->sheet, parent, wires), NB_STATUS_OK);
    assert_int_equal(nb_wires_find(wires, parent, nb_find_call_of(&s->sheet, parent)),
                     NB_STATUS_OK);
}

/* Of a formula that is one call all gradients arrive by its wires. */
static void check_gradients(nb_session *s, const char *target, const char *const *leaves) {
    nb_wires wires;
    nb_node parent = node_of(s, target);
    find_wires(s, parent, &wires);
    nb_graph_backward(&s->sheet.graph, parent);
    for (; *leaves != NULL; leaves++) {
        nb_node leaf = node_of(s, *leaves);
        double found = local_from(&wires, leaf), wanted = nb_graph_gradient(&s->sheet.graph, leaf);
        if (!is_near(found, wanted, 1e-15 * absolute_gradient(s, parent, leaf) * 100))
            fail_msg("d%s/d%s: %.17g, not %.17g", target, *leaves, found, wanted);
    }
}

static void test_boxes(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "w = 0.7; x = 1.3; k = 2");
    run(s, "f(u, v) = k*u + v^2/u; f1 = f(w, x); f2 = f(w, w)");
    run(s, "p = dot([w, x, w], [x, x, k]); q = softmax_cross_entropy([w, x, k], [0, 1, 0])");
    run(s, "y = sin(w*x)*x");
    run(s, "for i in 1..200 { other[i] = i*w }");
    run(s, "D(u, v) = grad(u, v); g = D(y, x)"); /* its nodes use some that lie far below */
    const char *const names[] = {"w", "x", "k", NULL};
    const char *const targets[] = {"f1", "f2", "p", "q", "g"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        check_gradients(s, targets[i], names);
    nb_session_free(s);
}

/* First the arguments, each once, then the names of the body in the order of their creation. */
static void test_order(void **state) {
    (void)state;
    nb_session *s = new_session();
    nb_wires wires;
    run(s, "a = 1; b = 2; c = 3; d = 4; f(u, v, t) = b*u*v*d*t; y = f(c, a, c)");
    find_wires(s, node_of(s, "y"), &wires);
    const char *const names[] = {"c", "a", "b", "d"};
    const uint32_t places[] = {0, 1, NB_NO_ARGUMENT, NB_NO_ARGUMENT};
    assert_int_equal(wires.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(wires.list[i].node, node_of(s, names[i]));
        assert_int_equal(wires.list[i].k, places[i]);
    }
    run(s, "y = f(2*c, a, c)"); /* an argument without a name is none of the call's own nodes */
    find_wires(s, node_of(s, "y"), &wires);
    assert_int_equal(wires.count, 5);
    assert_int_equal(s->sheet.graph.op[wires.list[0].node], NB_OP_MUL);
    assert_int_equal(s->sheet.owner[wires.list[0].node], NB_NO_DEF);
    assert_true(wires.list[2].local == 2 * 6 * 1 * 4); /* by c itself, not through 2*c */
    run(s, "z = where(a > 0, b, c)");
    find_wires(s, node_of(s, "z"), &wires);
    assert_int_equal(wires.count, 3);
    assert_true(wires.list[1].chosen);
    assert_false(wires.list[2].chosen);
    nb_session_free(s);
}

/* ---- what it costs ---- */

static nb_node element_of(nb_session *s, const char *name, int32_t index) {
    nb_symbol symbol;
    assert_int_equal(nb_intern(&s->sheet, name, strlen(name), &symbol), NB_STATUS_OK);
    nb_def_id def = nb_def_find(&s->sheet, symbol, 1, &index);
    assert_true(nb_is_defined(&s->sheet, def));
    return s->sheet.defs[def].node;
}

/* Each of many equal calls comes to as many nodes as the first. */
static void test_bounded(void **state) {
    (void)state;
    enum { CALLS = 300 };
    nb_session *s = new_session();
    nb_wires wires;
    run(s, "a = [1, 2, 3]; t = [0, 1, 1]; f(u) = mse(u*a, t)");
    run(s, "for i in 1..300 { l[i] = mse(i*a, t) }\nfor i in 1..300 { m[i] = f(i) }");
    nb_node last = element_of(s, "m", CALLS);
    nb_graph_forward(&s->sheet.graph, last + 1);
    assert_int_equal(nb_wires_begin(&s->sheet, last, &wires), NB_STATUS_OK);
    for (int kind = 0; kind < 2; kind++) {
        uint32_t first = 0;
        for (int i = 1; i <= CALLS; i++) {
            nb_node node = element_of(s, kind == 0 ? "l" : "m", i);
            const nb_call *call = nb_find_call_of(&s->sheet, node);
            assert_non_null(call);
            assert_int_equal(nb_wires_find(&wires, node, call), NB_STATUS_OK);
            if (i == 1) first = wires.inner_count;
            assert_int_equal(wires.inner_count, first);
        }
        assert_in_range(first, 6, 60);
    }
    nb_session_free(s);
}

static void check_in(const char *memory, const char *const *lines) {
    nb_session *s = new_session();
    run(s, memory);
    for (; *lines != NULL; lines++) run(s, *lines);
    nb_session_free(s);
}

static void test_many_calls(void **state) {
    (void)state;
    const char *const losses[] = {
        "a = [1, 2, 3]; t = [0, 1, 1]", "for i in 1..4000 { l[i] = mse(i*a, t) }", "L = sum(l)",
        "backward L", "table L", "explain a[1]", "local L l[7]", NULL};
    const char *const shares[] = {
        "a = [1, 2, 3]; t = [0, 0, 1]",
        "for i in 1..1500 { l[i] = softmax_cross_entropy(i*a/900, t) }", "L = sum(l)",
        "backward L", "explain a[1]", "draw L shares.svg", NULL};
    check_in("set memory 24", losses);
    check_in("set memory 48", shares);
}

/* Each result of softmax has a wire from each of its arguments. */
static void test_many_results(void **state) {
    (void)state;
    const char *const lines[] = {
        "w = uniform(800); t = onehot(1, 800)", "y = softmax(w)", "L = cross_entropy(y, t)",
        "backward L", "table L", NULL};
    const char *const all[] = {
        "x = 0.5; v = uniform(200); t = onehot(1, 200)", "y = softmax(v*x)",
        "L = cross_entropy(y, t)", "explain x", NULL};
    check_in("set memory 24", lines);
    check_in("set memory 32", all);
}

/* A vector of numbers that is no leaf may be large, too. */
static void test_assigned_vector(void **state) {
    (void)state;
    const char *const lines[] = {"v = onehot(3, 4000)*2", "v := v*2", NULL};
    check_in("set memory 16", lines);
    nb_session *s = new_session();
    run(s, "w = 3; v = onehot(2, 3)*2; v[3] = w");
    assert_int_equal(run_failing(s, "v := v*2"), NB_MESSAGE_ASSIGN_FORMULA);
    run(s, "v[3] = 5; v := v*2");
    assert_true(run(s, "v[2] + v[3]") == 14);
    nb_session_free(s);
}

/* ---- lists instead of searching ---- */

static bool needs_node(const nb_session *s, nb_def_id id) {
    nb_def_kind kind = (nb_def_kind)s->sheet.defs[id].meaning.kind;
    bool builds = kind == NB_DEF_FORMULA || kind == NB_DEF_LEAF || kind == NB_DEF_ELEMENT;
    return builds && nb_is_dirty(&s->sheet.defs[id]);
}

/* The dirty definitions, found by searching, are those that are listed; so are the members. */
static size_t check_lists(nb_session *s) {
    nb_def_id *list;
    size_t count, at = 0, members = 0;
    assert_int_equal(nb_list_dirty(&s->sheet, &list, &count), NB_STATUS_OK);
    for (nb_def_id i = 0; i < s->sheet.def_count; i++) {
        members += s->sheet.defs[i].rank > 0;
        if (!needs_node(s, i)) continue;
        assert_true(at < count && list[at] == i);
        at++;
    }
    assert_int_equal(at, count);
    for (nb_symbol i = 0; i < s->sheet.symbol_count; i++) {
        nb_def_id id = s->sheet.symbols[i].members;
        for (; id != NB_NO_DEF; id = s->sheet.defs[id].next_member, members--) {
            assert_true(id < s->sheet.def_count && s->sheet.defs[id].rank > 0);
            assert_int_equal(s->sheet.defs[id].symbol, i);
        }
    }
    assert_int_equal(members, 0);
    return count;
}

static void test_lists(void **state) {
    (void)state;
    const char *const lines[] = {
        "x = 3; y = x^2; z = y + x; v = [1, 2, 3]; u = 2*v; n = sum(u)", "x = sqrt(5)", "z",
        "u[2] = x", "u = v*x", "for i in 1..5 { h[i] = i*x }", "m = sum(h)", "h[3] = 7",
        "f(a) = a^2; g = f(z)", "f(a) = a^3", "v = [1, 2]", "n", "undo; undo; redo", "delete m",
        "for i in 6..20 { h[i] = x }", "m = sum(h)", "u = 5", "reset", "undo", "n", NULL};
    const char *const failing[] = {"q = r[1] + 2", "o = [1, 2] + [1, 2, 3]",
                                   "for i in 1..9 { k[i] = 1; k[i + 1] = nothing }",
                                   "for i in 31..39 { h[i] = 1; h[i + 20] = nothing }", NULL};
    nb_session *s = new_session();
    size_t most = 0;
    for (size_t i = 0; lines[i] != NULL; i++) {
        run(s, lines[i]);
        size_t dirty = check_lists(s);
        most = dirty > most ? dirty : most;
        for (size_t k = 0; failing[k] != NULL; k++) {
            run_failing(s, failing[k]); /* its definitions go, and their numbers are used again */
            run_failing(s, failing[k]);
            check_lists(s);
        }
    }
    assert_true(most >= 3); /* something was there to be listed */
    nb_session_free(s);
}

/* pi and e are constants in a body, and no inputs, until the student gives them a meaning. */
static void test_constants(void **state) {
    (void)state;
    nb_session *s = new_session();
    nb_wires wires;
    run(s, "b = 1; x = 2; φ(u) = 1/(1 + e^-u); area(r) = π*r^2 + pi*b; y = φ(x); z = area(x)");
    find_wires(s, node_of(s, "y"), &wires);
    assert_int_equal(wires.count, 1);
    assert_int_equal(wires.list[0].node, node_of(s, "x"));
    find_wires(s, node_of(s, "z"), &wires);
    assert_int_equal(wires.count, 2);
    assert_int_equal(wires.list[1].node, node_of(s, "b"));
    run(s, "v = φ(e)"); /* what is passed is seen */
    find_wires(s, node_of(s, "v"), &wires);
    assert_int_equal(wires.count, 1);
    run(s, "e = 2.7; y");
    find_wires(s, node_of(s, "y"), &wires);
    assert_int_equal(wires.count, 2);
    assert_int_equal(wires.list[1].node, node_of(s, "e"));
    nb_session_free(s);
}

static void test_columns(void **state) {
    (void)state;
    nb_session *s = new_session();
    uint32_t *places;
    run(s, "w = 2; data x[1..3], t = [1, 2, 3, 4; 5, 6, 7, 8]; y = w*x[1]");
    for (int round = 0; round < 2; round++) {
        size_t columns = 0;
        assert_int_equal(nb_place_columns(&s->sheet, &places), NB_STATUS_OK);
        for (nb_def_id i = 0; i < s->sheet.def_count; i++) {
            assert_int_equal(places[i] != 0, nb_is_column(&s->sheet, i));
            if (places[i] == 0) continue;
            assert_int_equal(s->sheet.state.learned.data->columns[places[i] - 1], i);
            columns++;
        }
        assert_int_equal(columns, round == 0 ? 4 : 0);
        if (round == 0) run(s, "t = 2*w"); /* then there are no data */
    }
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_boxes),        cmocka_unit_test(test_order),
        cmocka_unit_test(test_bounded),      cmocka_unit_test(test_many_calls),
        cmocka_unit_test(test_many_results), cmocka_unit_test(test_assigned_vector),
        cmocka_unit_test(test_lists),        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_constants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
