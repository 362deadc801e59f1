/* One gradient of a network by lanes, against hand-written C for that network; see bench.c. */
#include "lanes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/random.h"
#include "engine/lanes.h"
#include "networks.h"

enum { TURNS = 31, MOST_LAYERS = 3, MOST_CELLS = 100 * 74, MOST_WEIGHTS = 2500 };

typedef struct network {
    const char *name;
    hand_network *hand;
    int layers, sizes[MOST_LAYERS + 1];
    nb_op activation;
    size_t rows;
    int calls; /* a turn */
} network;

typedef struct model {
    nb_graph graph;
    nb_node weights[MOST_WEIGHTS], inputs[100], target;
    size_t weight_count, input_count;
} model;

static double now(void) {
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void require(bool condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static void *resize(void *user, void *block, size_t old_size, size_t new_size) {
    (void)user, (void)old_size;
    if (new_size > 0) return realloc(block, new_size);
    free(block);
    return NULL;
}

static nb_node add(model *m, nb_op op, nb_node a, nb_node b) {
    nb_node node;
    require(nb_graph_add(&m->graph, op, a, b, 0, &node) == NB_STATUS_OK, "no memory");
    return node;
}

static nb_node leaf(model *m) {
    nb_node node;
    require(nb_graph_add_number(&m->graph, NB_OP_LEAF, 0.5, &node) == NB_STATUS_OK, "no memory");
    return node;
}

static nb_node add_loss(model *m, int outputs, nb_node *z, const nb_node *t, bool squared) {
    if (outputs == 1) {
        nb_node y = add(m, NB_OP_SIGMOID, z[0], 0);
        if (squared) return add(m, NB_OP_HALF_SQUARED_LOSS, y, t[0]);
        nb_node one;
        require(nb_graph_add_number(&m->graph, NB_OP_CONST, 1, &one) == NB_STATUS_OK, "no memory");
        nb_node yes = add(m, NB_OP_XLOGY, t[0], y), no = add(m, NB_OP_SUB, one, y);
        no = add(m, NB_OP_XLOGY, add(m, NB_OP_SUB, one, t[0]), no);
        return add(m, NB_OP_NEG, add(m, NB_OP_ADD, yes, no), 0);
    }
    nb_node largest = z[0], sum = 0, loss = 0;
    for (int i = 1; i < outputs; i++) largest = add(m, NB_OP_MAX, largest, z[i]);
    for (int i = 0; i < outputs; i++) {
        z[i] = add(m, NB_OP_EXP, add(m, NB_OP_SUB, z[i], largest), 0);
        sum = i == 0 ? z[i] : add(m, NB_OP_ADD, sum, z[i]);
    }
    for (int i = 0; i < outputs; i++) {
        nb_node term = add(m, NB_OP_XLOGY, t[i], add(m, NB_OP_DIV, z[i], sum));
        loss = i == 0 ? term : add(m, NB_OP_ADD, loss, term);
    }
    return add(m, NB_OP_NEG, loss, 0);
}

static void build(model *m, nb_memory *memory, const network *n) {
    nb_graph_init(&m->graph, memory);
    m->weight_count = m->input_count = 0;
    nb_node x[100], z[100];
    for (int i = 0; i < n->sizes[0]; i++) m->inputs[m->input_count++] = x[i] = leaf(m);
    for (int l = 1; l <= n->layers; l++) {
        nb_node *w = m->weights + m->weight_count;
        int in = n->sizes[l - 1], out = n->sizes[l];
        for (int k = 0; k < out * (in + 1); k++) w[k] = leaf(m);
        m->weight_count += (size_t)(out * (in + 1));
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                nb_node product = add(m, NB_OP_MUL, w[o * in + i], x[i]);
                z[o] = i == 0 ? product : add(m, NB_OP_ADD, z[o], product);
            }
            z[o] = add(m, NB_OP_ADD, z[o], w[out * in + o]);
        }
        for (int o = 0; o < out; o++) x[o] = l < n->layers ? add(m, n->activation, z[o], 0) : z[o];
    }
    int outputs = n->sizes[n->layers];
    nb_node *t = m->inputs + m->input_count;
    for (int o = 0; o < outputs; o++) m->inputs[m->input_count++] = leaf(m);
    m->target = add_loss(m, outputs, x, t, n->activation == NB_OP_SIGMOID);
}

static int compare(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static void bench(const network *n) {
    nb_memory memory = {.allocate = resize, .limit = (size_t)1 << 40};
    static model m;
    static double cells[MOST_CELLS], points[MOST_WEIGHTS], ours[MOST_WEIGHTS], other[MOST_WEIGHTS];
    size_t columns[100];
    nb_random random;
    nb_random_seed(&random, 1);
    build(&m, &memory, n);
    size_t stride = m.input_count, outputs = (size_t)n->sizes[n->layers];
    for (size_t k = 0; k < m.weight_count; k++) points[k] = 0.3 * nb_random_normal(&random);
    for (size_t k = 0; k < stride; k++) columns[k] = k;
    for (size_t r = 0; r < n->rows; r++) {
        double *row = cells + r * stride;
        for (size_t k = 0; k < stride; k++)
            row[k] = k < stride - outputs ? nb_random_normal(&random) : 0;
        size_t class = outputs > 1 ? nb_random_below(&random, (uint32_t)outputs) : 0;
        row[stride - outputs + class] = outputs > 1 ? 1 : nb_random_below(&random, 2);
    }
    const nb_lanes_plan plan = {.target = m.target, .weights = m.weights, .inputs = m.inputs,
                                .weight_count = m.weight_count, .input_count = m.input_count};
    const nb_lanes_samples samples = {cells, stride, columns};
    nb_lanes *lanes;
    double begin = now();
    require(nb_lanes_new(&memory, &m.graph, &plan, &lanes) == NB_STATUS_OK, "no memory");
    double made = now() - begin, ratio[TURNS], times[2][TURNS], loss = 0, expected = 0;
    for (int r = 0; r < TURNS; r++) {
        double t[3] = {now()};
        for (int k = 0; k < n->calls; k++) expected = n->hand(points, cells, n->rows, other);
        t[1] = now();
        for (int k = 0; k < n->calls; k++)
            nb_lanes_gradient(lanes, points, &samples, NULL, n->rows, &loss, ours);
        t[2] = now();
        times[0][r] = 1e6 * (t[1] - t[0]) / n->calls;
        times[1][r] = 1e6 * (t[2] - t[1]) / n->calls;
        ratio[r] = times[1][r] / times[0][r];
    }
    require(fabs(loss - expected) < 1e-10 * fabs(expected), "the losses differ");
    for (size_t k = 0; k < m.weight_count; k++)
        require(fabs(ours[k] - other[k]) < 1e-10 * (1 + fabs(other[k])), "the gradients differ");
    qsort(ratio, TURNS, sizeof *ratio, compare);
    for (int k = 0; k < 2; k++) qsort(times[k], TURNS, sizeof(double), compare);
    printf("RATIO lanes-%s-vs-hand %.2f\n", n->name, ratio[TURNS / 2]);
    printf("microseconds a gradient: by hand %.3f, lanes %.3f; making the lanes %.0f\n",
           times[0][TURNS / 2], times[1][TURNS / 2], 1e6 * made);
    nb_lanes_free(lanes);
    nb_graph_clear(&m.graph);
}

void bench_lanes(void) {
    static const network networks[] = {
        {"xor-4", hand_xor, 2, {2, 4, 1}, NB_OP_SIGMOID, 4, 2000},
        {"moons-100", hand_moons, 3, {2, 16, 16, 1}, NB_OP_RELU, 100, 50},
        {"digits-32", hand_digits, 2, {64, 32, 10}, NB_OP_RELU, 32, 20},
    };
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) bench(&networks[i]);
}
