/* Ctrl-C in statements about many numbers: wherever it arrives, the statement stops, and nothing
 * has changed. It is pressed where a statement asks for it, each time in turn, so that no clock is
 * needed and the moments are the same in every run. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "calculus/paths.h"
#include "calculus/probe.h"
#include "definitions/problem.h"
#include "formulas/cone.h"
#include "graph/passes.h"
#include "session/session.h"

static long polls, interrupt_at = -1; /* the poll before which Ctrl-C is pressed; negative: none */

nb_status __real_nb_poll(nb_sheet *s);
nb_status __wrap_nb_poll(nb_sheet *s);
nb_status __wrap_nb_poll(nb_sheet *s) {
    if (polls++ == interrupt_at) atomic_store(&s->interrupted, true);
    return __real_nb_poll(s);
}

static nb_session *open_session(void) {
    interrupt_at = -1;
    nb_session *s = new_session();
    run(s, "W = uniform(100, 60); v = ones(8000); L = sum(W^2); f(a) = a^2; z = 3;\n");
    run(s, "b = ones(60); m = norm(b); u = 1; data x1, x2, t from moons(3000) test 20%;\n");
    run(s, "p = u*x1; E = (p - t)^2; backward L;\n");
    run(s, "k = ones(6000);\n");
    return s;
}

static void check_stopped(nb_session *s, const char *statement, nb_status status,
                          nb_result *result) {
    if (status != NB_STATUS_ERROR)
        fail_msg("%s at poll %ld: status %d", statement, interrupt_at, (int)status);
    const nb_diagnostic *error = find_diagnostic(result, NB_SEVERITY_ERROR);
    assert_true(error != NULL && error->message.id == NB_MESSAGE_INTERRUPTED);
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        assert_int_equal(block->kind, NB_BLOCK_DIAGNOSTIC);
    interrupt_at = -1;
    assert_true(run(s, "size(W) + size(v) + size(k)\n") == 20000);
}

/* Presses Ctrl-C at the first polls of a statement, each in turn, and at a sample of the others. */
static void check_every_stop(const char *statement) {
    nb_session *s = open_session();
    polls = 0;
    nb_result_free(ask(s, statement));
    long all = polls;
    nb_session_free(s);
    assert_true(all > 0);
    s = open_session();
    for (long at = 0; at < all; at += SAMPLE + at / 3) {
        nb_result *result;
        polls = 0;
        interrupt_at = at;
        nb_status status = nb_feed(s, statement, strlen(statement), &result);
        check_stopped(s, statement, status, result);
        nb_result_free(result);
    }
    nb_session_free(s);
}

static void test_many_numbers(void **state) {
    static const char *const statements[] = {
        "V = W'\n", "V = 2*W\n", "V := W\n", "V = v\n", "V = uniform(100, 60)\n",
        "V = W @ W[1,:]\n", "V = softmax(v)\n", "W = 2*v\n", "W += 1\n", "W := W + 1\n",
        "y = sum(W) + norm(v)\n", "z = v\n", "f(v)\n", "list\n", "save s.nabla\n",
        "draw L a.dot\n", "G = grad(L, W)\n", "explain W[2,1] of L\n", "paths L over W[1,1]\n",
        "check m\n", "scale x1 zscore\n", "accuracy p\n", "evaluate p\n", "confusion p\n",
        "predictions p\n", "data from circles(5000)\n",
        "for i in 1..9 { g[i] = i*z }\n", "repeat 9 { z := z + 1 }\n",
        "for i in 1..3000 { a[i] = i }\n", "W\n", "whatif W[1,1] += 1\n", "trace L over W[1,1]\n",
        "backward L\n", "forward L\n", "table L\n", "delete v\n", "reset\n", "undo\n"};
    (void)state;
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        check_every_stop(statements[i]);
}

/* Plots sample a graph: when they are stopped, its numbers are those that it had. */
static void test_plots(void **state) {
    static const char *const plots[] = {
        "plot boundary E over x1, u\n", "plot contour L over W[1,1], W[1,2]\n",
        "plot contour E over u, z\n", "plot E over u\n", "plot sin(q), L*q for q in 0..9\n"};
    (void)state;
    nb_session *s = open_session();
    nb_graph *graph = &s->sheet.graph;
    for (size_t i = 0; i < sizeof plots / sizeof *plots; i++) {
        interrupt_at = -1;
        polls = 0;
        nb_result_free(ask(s, plots[i]));
        nb_node count = graph->count;
        double *before = malloc(count * sizeof *before);
        assert_non_null(before);
        memcpy(before, graph->value, count * sizeof *before);
        for (long at = 0, all = polls; at < all; at += SAMPLE + at / 2) {
            nb_result *result;
            polls = 0;
            interrupt_at = at;
            nb_status status = nb_feed(s, plots[i], strlen(plots[i]), &result);
            check_stopped(s, plots[i], status, result);
            nb_result_free(result);
            assert_int_equal(graph->count, count);
            assert_memory_equal(graph->value, before, count * sizeof *before);
        }
        free(before);
    }
    nb_session_free(s);
}

/* Stopped, a line that is done again is still undone; where it went too far to stop, it is done. */
static void test_redo(void **state) {
    nb_result *result;
    (void)state;
    nb_session *s = open_session();
    run(s, "undo\n");
    polls = 0;
    run(s, "redo\n");
    long all = polls;
    assert_true(all > 2);
    assert_true(run(s, "undo; size(W)\n") == 6000);
    for (long at = 0; at < all; at++) {
        polls = 0;
        interrupt_at = at;
        assert_int_equal(nb_feed(s, "redo\n", 5, &result), NB_STATUS_ERROR);
        interrupt_at = -1;
        nb_result_free(result);
        assert_int_equal(run_failing(s, "k\n"), NB_MESSAGE_UNKNOWN_NAME);
    }
    assert_true(run(s, "redo; size(k)\n") == 6000);
    nb_session_free(s);
}

/* What walks over nodes alone, and knows no session, looks at the flag itself. */
static void test_walks_over_nodes(void **state) {
    (void)state;
    nb_session *session = open_session();
    run(session, "L\n");
    nb_sheet *s = &session->sheet;
    nb_node target = node_of(session, "L");
    size_t n = (size_t)target + 1;
    uint8_t *marks, *wanted = nb_arena_add(&s->scratch, n, 1);
    nb_node *order = nb_arena_add(&s->scratch, n, sizeof *order);
    uint32_t *pending = nb_arena_add(&s->scratch, n, sizeof *pending);
    nb_probe probe;
    nb_paths paths;
    assert_true(wanted != NULL && order != NULL && pending != NULL);
    assert_true(nb_graph_order(&s->graph, target, order, pending) > 6000);
    memset(pending, 0, n * sizeof *pending);
    nb_interrupt(session);
    assert_int_equal(nb_graph_order(&s->graph, target, order, pending), 0);
    assert_int_equal(nb_probe_begin(&probe, &s->scratch, &s->graph, target), NB_STATUS_ERROR);
    assert_int_equal(nb_paths_count(&paths, &s->scratch, &s->graph, target, wanted, NULL),
                     NB_STATUS_ERROR);
    assert_int_equal(nb_mark_cone(s, target, &marks), NB_STATUS_ERROR);
    assert_int_equal(s->problem.message.id, NB_MESSAGE_INTERRUPTED);
    nb_session_free(session);
}

/* A training that is stopped says the loss of its last epoch where another walk over all rows would
 * take long: Ctrl-C is not looked for again. */
static void test_long_training(void **state) {
    const char *text = "train T over u with sgd(lr=0.1) epochs=20\n";
    (void)state;
    for (long at = 40; at < 80; at += 13) {
        nb_session *s = open_session();
        nb_result *result;
        run(s, "T = E + L;\n");
        polls = 0;
        interrupt_at = at;
        assert_true(nb_feed(s, text, strlen(text), &result) != NB_STATUS_NO_MEMORY);
        if (polls <= at || polls > at + 3) fail_msg("%ld polls, stopped at %ld", polls, at);
        nb_result_free(result);
        nb_session_free(s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_many_numbers),
                                       cmocka_unit_test(test_plots),
                                       cmocka_unit_test(test_redo),
                                       cmocka_unit_test(test_walks_over_nodes),
                                       cmocka_unit_test(test_long_training)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
