/* The elementary functions: nanoseconds an element in vectors of each width, beside C's library,
 * and how far from the truth they are. */
#include "elementary.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "../unit/longer.h"
#include "engine/lanes.h"
#include "ops/compute.h"
#include "tools.h"

enum { ROWS = 512, TIMES = 64, TURNS = 9, SAMPLES = 50000 };

static const char *const words[] = {NB_VECTORS_WORDS};
static double numbers[ROWS], results[ROWS];

/* Many nodes of one operator, of the same input, and their sum. */
static nb_node build(nb_graph *g, nb_op op, nb_node *input) {
    nb_node sum = 0, node = 0;
    bool ok = nb_graph_add_number(g, NB_OP_LEAF, 0, input) == NB_STATUS_OK;
    for (int k = 0; k < TIMES; k++) {
        ok = ok && nb_graph_add(g, op, *input, 0, 0, &node) == NB_STATUS_OK;
        if (k > 0) ok = ok && nb_graph_add(g, NB_OP_ADD, sum, node, 0, &node) == NB_STATUS_OK;
        sum = node;
    }
    require(ok, "no memory for a sum");
    return sum;
}

static double time_lanes(nb_memory *memory, const nb_graph *g, nb_node input, nb_node sum,
                         nb_vectors vectors) {
    static const size_t column;
    const nb_lanes_samples samples = {numbers, 1, &column};
    nb_lanes_plan plan = {.target = NB_NO_NODE, .inputs = &input, .input_count = 1,
                          .outputs = &sum, .output_count = 1, .vectors = vectors};
    nb_lanes *lanes;
    double times[TURNS];
    require(nb_lanes_new(memory, g, &plan, &lanes) == NB_STATUS_OK, "no memory for lanes");
    for (int turn = 0; turn < TURNS; turn++) {
        double begin = seconds();
        nb_lanes_values(lanes, NULL, &samples, NULL, ROWS, results);
        times[turn] = seconds() - begin;
    }
    nb_lanes_free(lanes);
    return 1e9 * median_of(times, TURNS) / (ROWS * TIMES);
}

static double time_library(double (*function)(double)) {
    double times[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
        double begin = seconds();
        for (int k = 0; k < TIMES; k++)
            for (int i = 0; i < ROWS; i++) results[i] = function(numbers[i]);
        times[turn] = seconds() - begin;
    }
    return 1e9 * median_of(times, TURNS) / (ROWS * TIMES);
}

static double library_sigmoid(double a) {
    return 1 / (1 + exp(-a));
}

static double library_softplus(double a) {
    return a > 0 ? a + log1p(exp(-a)) : log1p(exp(a));
}

static double library_log_sigmoid(double a) {
    return -library_softplus(-a);
}

static double find_worst(const struct function *f) {
    nb_random random;
    double worst = 0;
    nb_random_seed(&random, 1);
    for (size_t i = 0; LDBL_MANT_DIG >= 64 && i < SAMPLES; i++) {
        double a = pick_sample(&random, i);
        worst = fmax(worst, error_of(nb_op_value(f->op, a, 0, 0), f->longer(a)));
    }
    return worst;
}

void bench_elementary(void) {
    static double (*const library[FUNCTIONS])(double) = {
        exp, expm1, log, log1p, tanh, library_sigmoid, library_softplus, library_log_sigmoid};
    for (int i = 0; i < ROWS; i++) numbers[i] = 0.01 + i * (3.0 / ROWS);
    for (int k = 0; k < FUNCTIONS; k++) {
        nb_memory memory = plain_memory();
        nb_graph graph;
        nb_node input;
        nb_graph_init(&graph, &memory);
        nb_node sum = build(&graph, functions[k].op, &input);
        printf("%s: nanoseconds an element", nb_op_get(functions[k].op)->name);
        for (nb_vectors v = NB_VECTORS_PLAIN; v <= NB_VECTORS_AVX512; v++)
            printf(" %s %.2f,", words[v], time_lanes(&memory, &graph, input, sum, v));
        printf(" libm %.2f; units in the last place %.2f\n", time_library(library[k]),
               find_worst(&functions[k]));
        nb_graph_clear(&graph);
    }
}
