/* What plots sample: every value is bit for bit what the graph itself says where its leaves have
 * those numbers, and the graph is left as it was. */
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/passes.h"
#include "plots/sampler.h"
#include "session/session.h"

enum { SIDE = 40, MOST_OUTPUTS = 4 };

static double *copy(const double *numbers, size_t count) {
    double *other = malloc(count * sizeof *other);
    assert_non_null(other);
    memcpy(other, numbers, count * sizeof *other);
    return other;
}

/* Samples over a grid, and sets the leaves themselves. */
static void check_grid(nb_session *session, const nb_node *inputs, const nb_node *outputs,
                       size_t output_count) {
    static double cells[2 * SIDE * SIDE], values[SIDE * SIDE * MOST_OUTPUTS];
    nb_sheet *s = &session->sheet;
    nb_sampler sampler;
    size_t count = s->graph.count;
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        size_t column = i % SIDE, row = i / SIDE;
        cells[2 * i] = -3 + 6 * (double)column / (SIDE - 1);
        cells[2 * i + 1] = -2 + 4 * (double)row / (SIDE - 1);
    }
    double *before = copy(s->graph.value, count);
    assert_int_equal(nb_sampler_begin(&sampler, s, inputs, 2, outputs, output_count),
                     NB_STATUS_OK);
    assert_int_equal(nb_sample(&sampler, cells, SIDE * SIDE, values), NB_STATUS_OK);
    nb_sampler_clear(&sampler);
    assert_int_equal(s->graph.count, count);
    assert_memory_equal(s->graph.value, before, count * sizeof *before);
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        for (int j = 0; j < 2; j++) nb_graph_set(&s->graph, inputs[j], cells[2 * i + (size_t)j]);
        nb_graph_forward(&s->graph, s->graph.count);
        for (size_t k = 0; k < output_count; k++) {
            const double *found = &values[i * output_count + k];
            const double *wanted = &s->graph.value[outputs[k]];
            if (isnan(*found) && isnan(*wanted)) continue; /* its bits say nothing */
            assert_memory_equal(found, wanted, sizeof *found);
        }
    }
    free(before);
}

/* 2-16-16-1, trained, and a formula with a choice and a pole in it. */
static void test_boundary(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "seed 1; data x1, x2, t from moons(60); W1 = glorot(16,2); W2 = glorot(16,16);\n"
           "W3 = glorot(1,16); b1 = zeros(16); b2 = zeros(16); b3 = zeros(1); x = [x1, x2];\n"
           "h1 = relu(W1 @ x + b1); h2 = relu(W2 @ h1 + b2); y = sigmoid((W3 @ h2 + b3)[1]);\n"
           "L = binary_cross_entropy(y, t); c = where(x1 > x2, 1/x1, log(x2)) + x1^x2;\n"
           "train L over W1, b1, W2, b2, W3, b3 with adam(lr=0.01) epochs=20;\n"
           "v = softmax([x1, 2*x2, x1*x2])\n");
    nb_node inputs[] = {node_of(s, "x1"), node_of(s, "x2")};
    nb_node outputs[] = {node_of(s, "y"), node_of(s, "L"), node_of(s, "c"), inputs[1]};
    check_grid(s, inputs, outputs, 4);
    nb_session_free(s);
}

/* Values, gradients, the target and the definitions, before a plot and after. */
static void test_plots_change_nothing(void **state) {
    static const char *const plots[] = {
        "plot boundary y over x1, x2\n", "plot contour L*w + b over w, b\n", "plot L - w over w\n",
        "plot sigmoid(q), dL/dw*q for q in -6..6\n", "plot contour y^2 over x1, w in 0..1, 2..3\n"};
    (void)state;
    nb_session *session = new_session();
    run(session, "data x1, x2, t from moons(50); w = 0.5; b = 1; y = sigmoid(w*x1 - x2 + b);\n"
                 "L = (y - t)^2; row 3; backward L;\n");
    nb_graph *graph = &session->sheet.graph;
    nb_result_free(ask(session, plots[0])); /* it builds what nobody has asked for yet */
    size_t count = graph->count, defs = session->sheet.def_count;
    double *value = copy(graph->value, count), *gradient = copy(graph->gradient, count);
    for (size_t i = 0; i < sizeof plots / sizeof *plots; i++) {
        nb_result_free(ask(session, plots[i]));
        assert_int_equal(graph->count, count);
        assert_int_equal(session->sheet.def_count, defs);
        assert_memory_equal(graph->value, value, count * sizeof *value);
        assert_memory_equal(graph->gradient, gradient, count * sizeof *gradient);
    }
    free(value);
    free(gradient);
    nb_session_free(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_boundary),
                                       cmocka_unit_test(test_plots_change_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
