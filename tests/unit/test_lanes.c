/* Lanes against the plain passes: random graphs over every operator, with every number of rows from
 * 1 to 40, kinks, infinities and nan among them; sides that a lane does not choose; sums that are
 * one step; memory that runs out. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "engine/lanes.h"
#include "graph/passes.h"

enum { WEIGHTS = 4, INPUTS = 7, STRIDE = 9, ROWS = 40, GROWN = 60, MOST = 1200 };

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};

/* A graph whose first nodes are weights and then inputs, and rows for it. */
typedef struct model {
    nb_graph graph;
    nb_node weights[WEIGHTS], inputs[INPUTS], target;
    double points[WEIGHTS], cells[ROWS * STRIDE];
    uint32_t rows[ROWS];
} model;

/* Four of them follow one another, as four of the inputs do. */
static const size_t columns[INPUTS] = {3, 0, 2, 5, 6, 7, 8};

static nb_node add(model *m, nb_op op, nb_node a, nb_node b, nb_node c) {
    return graph_node(&m->graph, op, a, b, c);
}

static nb_node number(model *m, nb_op op, double value) {
    return graph_number(&m->graph, op, value);
}

/* Kinks and borders often, now and then what is not a number. */
static double pick_number(bool wild) {
    static const double special[] = {0, 1, -1, 0.5, 2, 1, 0, -0.0, 700, INFINITY, -INFINITY, NAN};
    uint32_t at = pick(wild ? 40 : 60);
    if (at < (wild ? 12 : 8)) return special[at];
    return 2 * nb_random_normal(&chance);
}

static void begin(model *m, bool wild) {
    nb_graph_init(&m->graph, &memory);
    for (int k = 0; k < WEIGHTS; k++) {
        m->points[k] = pick_number(wild);
        m->weights[k] = number(m, NB_OP_LEAF, 7);
    }
    for (int k = 0; k < INPUTS; k++) m->inputs[k] = number(m, NB_OP_LEAF, 9);
    for (int k = 0; k < ROWS * STRIDE; k++) m->cells[k] = pick_number(wild);
    for (int r = 0; r < ROWS; r++) m->rows[r] = pick(ROWS);
}

static void end(model *m) {
    nb_graph_clear(&m->graph);
    assert_int_equal(memory.used, 0);
}

static nb_node pick_node(model *m) { /* often one of the last */
    uint32_t count = m->graph.count, last = count < 6 ? count : 6;
    return pick(2) ? count - 1 - nb_random_below(&chance, last)
                                       : pick(count);
}

static void grow(model *m, uint32_t nodes) {
    const uint32_t operators = NB_OP_COUNT - NB_OP_ADD;
    number(m, NB_OP_CONST, 0.5);
    number(m, NB_OP_LEAF, -1.5);
    for (uint32_t i = 0; i < nodes; i++) {
        nb_op op = (nb_op)(NB_OP_ADD + pick(operators));
        uint32_t often = pick(8);
        if (often < 2) op = often == 0 ? NB_OP_ADD : NB_OP_MUL;
        if (often == 2) op = NB_OP_WHERE;
        m->target = add(m, op, pick_node(m), pick_node(m), pick_node(m));
    }
}

static bool same(double x, double y) {
    return isnan(x) ? isnan(y) : x == y && signbit(x) == signbit(y);
}

/* Σ over paths of |what each hands back|; false where numbers are so large that the order of a
 * sum decides whether it overflows. */
static bool add_absolute(nb_graph *g, nb_node target, double *sums) {
    double gradient[MOST] = {0};
    gradient[target] = 1;
    for (nb_node i = target + 1; i-- > 0;) {
        if (isfinite(gradient[i]) && gradient[i] > 1e100) return false;
        if (isfinite(g->value[i]) && fabs(g->value[i]) > 1e100) return false;
        for (int k = 0; k < nb_graph_arity(g, i); k++)
            if (g->reached[i] && nb_graph_is_chosen(g, i, k))
                gradient[nb_graph_operand(g, i, k)] += gradient[i] * fabs(nb_graph_local(g, i, k));
    }
    for (int k = 0; k < WEIGHTS; k++) sums[k] += gradient[k];
    return true;
}

/* What the plain passes say, a row at a time. */
typedef struct plain {
    double loss, size, gradient[WEIGHTS], absolute[WEIGHTS], values[ROWS][MOST];
    bool usable;
} plain;

static void run_plain(model *m, const uint32_t *rows, size_t count, plain *p) {
    nb_graph *g = &m->graph;
    *p = (plain){.usable = true};
    for (int k = 0; k < WEIGHTS; k++) nb_graph_set(g, m->weights[k], m->points[k]);
    for (size_t r = 0; r < count; r++) {
        const double *row = m->cells + (rows != NULL ? rows[r] : r) * STRIDE;
        for (int k = 0; k < INPUTS; k++) nb_graph_set(g, m->inputs[k], row[columns[k]]);
        nb_graph_forward(g, g->count);
        nb_graph_backward(g, m->target);
        memcpy(p->values[r], g->value, g->count * sizeof(double));
        p->loss += g->value[m->target];
        p->size += fabs(g->value[m->target]);
        p->usable = p->usable && add_absolute(g, m->target, p->absolute);
        for (int k = 0; k < WEIGHTS; k++) p->gradient[k] += nb_graph_gradient(g, m->weights[k]);
    }
}

/* Where a slope is infinite, lanes' gradients of 0 and 1 are summed before it or behind it: inf or
 * nan. Neither is a number. */
static void assert_near(double found, double wanted, double scale, const char *what) {
    if (!isfinite(wanted) ? !isfinite(found) : fabs(found - wanted) <= 1e-12 * scale) return;
    fail_msg("%s: %.17g should be %.17g", what, found, wanted);
}

/* All nodes of the graph are outputs where `all`, else the target alone. */
static bool compare(model *m, const uint32_t *rows, size_t count, bool all,
                    nb_vectors vectors) {
    static plain p;
    run_plain(m, rows, count, &p);
    nb_node nodes[MOST] = {m->target};
    for (nb_node i = 0; all && i < m->graph.count; i++) nodes[i] = i;
    nb_lanes_plan plan = {m->target, m->weights, WEIGHTS, m->inputs, INPUTS,
                          nodes, all ? m->graph.count : 1, vectors};
    const nb_lanes_samples samples = {m->cells, STRIDE, columns};
    nb_lanes *lanes;
    uint32_t list[ROWS + 1]; /* behind the last row stands what is none */
    if (rows != NULL) memcpy(list, rows, count * sizeof *rows);
    list[count] = UINT32_MAX;
    rows = rows != NULL ? list : NULL;
    assert_int_equal(nb_lanes_new(&memory, &m->graph, &plan, &lanes), NB_STATUS_OK);
    double loss, gradient[WEIGHTS], values[ROWS * MOST];
    for (int times = 0; times < 2; times++) { /* nothing of one call is left for the next */
        nb_lanes_gradient(lanes, m->points, &samples, rows, count, &loss, gradient);
        if (p.usable) {
            assert_near(loss, p.loss, p.size, "the loss");
            for (int k = 0; k < WEIGHTS; k++)
                assert_near(gradient[k], p.gradient[k], p.absolute[k], "a gradient");
        }
        nb_lanes_values(lanes, m->points, &samples, rows, count, values);
        for (size_t r = 0; r < count; r++)
            for (size_t k = 0; k < plan.output_count; k++)
                if (!same(values[r * plan.output_count + k], p.values[r][nodes[k]]))
                    fail_msg("row %zu: node %u is %.17g, should be %.17g", r, (unsigned)nodes[k],
                             values[r * plan.output_count + k], p.values[r][nodes[k]]);
    }
    nb_lanes_free(lanes);
    return p.usable;
}

static void test_random_graphs(void **state) {
    (void)state;
    int usable = 0, seen[NB_OP_COUNT] = {0};
    nb_random_seed(&chance, 5);
    for (int round = 0; round < 4000; round++) {
        static model m;
        begin(&m, round % 3 == 0);
        grow(&m, 1 + pick(GROWN - WEIGHTS - INPUTS - 3));
        size_t count = (size_t)(round % ROWS) + 1;
        bool chosen = round % 2 == 0;
        bool used = compare(&m, chosen ? m.rows : NULL, count, round % 5 == 0,
                            (nb_vectors)(round % 7 % 5));
        usable += used;
        for (nb_node i = 0; used && i < m.graph.count; i++) seen[m.graph.op[i]]++;
        end(&m);
    }
    assert_true(usable > 1000);
    for (int op = 0; op < NB_OP_COUNT; op++) assert_true(seen[op] > 0);
}

/* Each operator alone, at the top and in the middle, of operands of every kind, in every width of
 * lanes: below a weight and above an input, a number, a node that no weight reaches. */
static void test_every_operator(void **state) {
    (void)state;
    static const size_t counts[] = {1, 2, 5, 11, 40};
    nb_random_seed(&chance, 9);
    for (int op = NB_OP_ADD; op < NB_OP_COUNT; op++)
        for (int kinds = 0; kinds < 5 * 5; kinds++) {
            static model m;
            begin(&m, kinds % 2 == 0);
            nb_node half = number(&m, NB_OP_CONST, 0.5);
            nb_node kind[] = {m.weights[0], m.inputs[0], half,
                              add(&m, NB_OP_EXP, m.weights[1], 0, 0),
                              add(&m, NB_OP_MUL, m.weights[2], m.inputs[1], 0)};
            nb_node x = kind[kinds / 5], y = kind[kinds % 5];
            nb_node alone = add(&m, (nb_op)op, x, y, kind[(kinds + 1) % 5]);
            nb_node inner = add(&m, (nb_op)op, y, x, alone);
            m.target = alone;
            for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
                compare(&m, NULL, counts[i], false, (nb_vectors)i);
            m.target = add(&m, NB_OP_SUB, add(&m, NB_OP_MUL, inner, kind[4], 0), x, 0);
            for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
                for (nb_vectors v = NB_VECTORS_PLAIN; v <= NB_VECTORS_AVX512; v++)
                    compare(&m, NULL, counts[i], false, v);
            end(&m);
        }
}

/* ((w·x + w'·x') + b)... with a loss that no input reaches beside it. */
static void test_sums(void **state) {
    (void)state;
    nb_random_seed(&chance, 6);
    for (size_t count = 1; count <= ROWS; count++) {
        static model m;
        begin(&m, false);
        nb_node sum = add(&m, NB_OP_MUL, m.weights[0], m.inputs[0], 0);
        for (int k = 1; k < INPUTS; k++)
            sum = add(&m, NB_OP_ADD, sum,
                      add(&m, NB_OP_MUL, m.inputs[k], m.weights[k % WEIGHTS], 0), 0);
        sum = add(&m, NB_OP_ADD, sum, m.weights[3], 0);
        nb_node square = add(&m, NB_OP_SQUARE, m.weights[0], 0, 0);
        nb_node penalty = add(&m, NB_OP_ADD, square, add(&m, NB_OP_MUL, sum, sum, 0), 0);
        m.target = add(&m, NB_OP_ADD, penalty, add(&m, NB_OP_TANH, sum, 0, 0), 0);
        compare(&m, NULL, count, false, NB_VECTORS_AUTO);
        compare(&m, m.rows, count, true, NB_VECTORS_AUTO);
        m.target = square;
        compare(&m, NULL, count, false, NB_VECTORS_AUTO);
        m.target = m.inputs[1];
        compare(&m, NULL, count, false, NB_VECTORS_AUTO);
        m.target = m.weights[2];
        compare(&m, NULL, count, false, NB_VECTORS_AUTO);
        end(&m);
    }
}

/* One of the nodes that `from` holds, and perhaps a new one made of it. */
static nb_node pick_of(model *m, const nb_node *from, uint32_t count) {
    nb_node node = from[pick(count)];
    return pick(4) == 0 ? add(m, NB_OP_TANH, node, 0, 0) : node;
}

/* Layers: each row sums, over the same values, products with numbers of its own, which may be
 * weights, what is made of weights, or neither; the same number may stand in several places. */
static void grow_layers(model *m) {
    nb_node numbers[WEIGHTS + 2], values[24];
    uint32_t count = 2 + pick(6);
    memcpy(numbers, m->weights, sizeof m->weights);
    numbers[WEIGHTS] = number(m, NB_OP_CONST, 0.5);
    numbers[WEIGHTS + 1] = number(m, NB_OP_LEAF, -1.5);
    for (uint32_t k = 0; k < count; k++) values[k] = pick_of(m, m->inputs, INPUTS);
    for (int layers = 0; layers < 2; layers++) {
        uint32_t rows = 1 + pick(12), bias = pick(3);
        nb_node made[12];
        for (uint32_t r = 0; r < rows; r++) {
            nb_node sum = bias == 1 ? pick_of(m, numbers, WEIGHTS + 2) : NB_NO_NODE;
            for (uint32_t k = 0; k < count; k++) {
                nb_node w = pick_of(m, numbers, WEIGHTS + 2), x = values[k];
                bool swap = pick(3) == 0;
                nb_node product = add(m, NB_OP_MUL, swap ? x : w, swap ? w : x, 0);
                sum = sum == NB_NO_NODE ? product : add(m, NB_OP_ADD, sum, product, 0);
            }
            if (bias == 2) sum = add(m, NB_OP_ADD, sum, pick_of(m, numbers, WEIGHTS + 2), 0);
            made[r] = add(m, pick(2) ? NB_OP_TANH : NB_OP_RELU, sum, 0, 0);
        }
        memcpy(values, made, rows * sizeof *made);
        count = rows;
    }
    m->target = values[0];
    for (uint32_t k = 1; k < count; k++) m->target = add(m, NB_OP_ADD, m->target, values[k], 0);
}

static void test_layers(void **state) {
    (void)state;
    nb_random_seed(&chance, 10);
    for (int round = 0; round < 1000; round++) {
        static model m;
        begin(&m, round % 4 == 0);
        grow_layers(&m);
        size_t count = (size_t)(round % ROWS) + 1;
        compare(&m, round % 2 == 0 ? m.rows : NULL, count, round % 5 == 0, round % 3 == 0);
        end(&m);
    }
}

/* Differences of neighbours are one run, in which one turn is the first to hand a gradient to what
 * another adds to. */
static void test_neighbours(void **state) {
    (void)state;
    enum { LENGTH = 6 };
    nb_random_seed(&chance, 11);
    for (int down = 0; down < 2; down++) {
        static model m;
        begin(&m, false);
        nb_node value[LENGTH], difference[LENGTH];
        for (int k = 0; k < LENGTH; k++)
            value[k] = add(&m, NB_OP_MUL, m.weights[k % WEIGHTS], m.inputs[k % INPUTS], 0);
        for (int k = 0; k < LENGTH; k++) value[k] = add(&m, NB_OP_TANH, value[k], 0, 0);
        for (int k = 0; k + 1 < LENGTH; k++)
            difference[k] = add(&m, NB_OP_SUB, value[k + !down], value[k + down], 0);
        m.target = add(&m, NB_OP_SQUARE, difference[0], 0, 0);
        for (int k = 1; k + 1 < LENGTH; k++)
            m.target = add(&m, NB_OP_ADD, m.target, add(&m, NB_OP_SQUARE, difference[k], 0, 0), 0);
        for (size_t count = 1; count <= ROWS; count++) compare(&m, NULL, count, false, false);
        end(&m);
    }
}

/* where(x > 0, w·log(x), w'): a lane with x = 0 does not choose the side whose slope is infinite,
 * and where no lane chooses a weight, its gradient is 0. */
static void test_sides_not_chosen(void **state) {
    (void)state;
    static model m;
    nb_random_seed(&chance, 7);
    begin(&m, false);
    nb_node zero = number(&m, NB_OP_CONST, 0);
    nb_node is = add(&m, NB_OP_GT, m.inputs[0], zero, 0);
    nb_node root = add(&m, NB_OP_SQRT, add(&m, NB_OP_MUL, m.weights[0], m.inputs[0], 0), 0, 0);
    m.target = add(&m, NB_OP_WHERE, is, root, m.weights[1]);
    m.points[0] = 1;
    m.points[1] = 3;
    for (int r = 0; r < ROWS; r++) m.cells[r * STRIDE + 3] = r % 3 == 1 ? 4 : 0;
    for (size_t count = 1; count <= ROWS; count++)
        for (nb_vectors v = NB_VECTORS_PLAIN; v <= NB_VECTORS_AVX512; v++)
            compare(&m, NULL, count, false, v);
    nb_lanes_plan plan = {m.target, m.weights, WEIGHTS, m.inputs, INPUTS, NULL, 0,
                          NB_VECTORS_AUTO};
    const nb_lanes_samples samples = {m.cells, STRIDE, columns};
    nb_lanes *lanes;
    assert_int_equal(nb_lanes_new(&memory, &m.graph, &plan, &lanes), NB_STATUS_OK);
    double loss, gradient[WEIGHTS];
    nb_lanes_gradient(lanes, m.points, &samples, NULL, 1, &loss, gradient);
    assert_true(loss == 3 && gradient[0] == 0 && gradient[1] == 1);
    nb_lanes_gradient(lanes, m.points, &samples, NULL, 3, &loss, gradient);
    assert_true(loss == 8 && gradient[0] == 1 && gradient[1] == 2);
    nb_lanes_free(lanes);
    end(&m);
}

/* A gradient by the same rows finds them in the lanes; by others, or after values, it does not. */
static void test_rows_that_stay(void **state) {
    (void)state;
    static model m;
    nb_random_seed(&chance, 13);
    begin(&m, false);
    m.target = add(&m, NB_OP_MUL, m.weights[0], m.inputs[0], 0);
    nb_lanes_plan plan = {m.target, m.weights, WEIGHTS, m.inputs, INPUTS, &m.target, 1,
                          NB_VECTORS_AUTO};
    nb_lanes_samples samples = {m.cells, STRIDE, columns};
    nb_lanes *lanes;
    assert_int_equal(nb_lanes_new(&memory, &m.graph, &plan, &lanes), NB_STATUS_OK);
    static const uint32_t rows[][4] = {{0, 1, 2, 3}, {0, 1, 2, 3}, {0, 1, 2, 4}, {5, 1, 2, 4}};
    double loss, gradient[WEIGHTS], value;
    for (int turn = 0; turn < 40; turn++) {
        const uint32_t *some = rows[turn % 4];
        size_t count = (size_t)(turn / 4 % 4) + 1;
        samples.cells = m.cells + (turn / 16) * STRIDE;
        if (turn % 3 == 0) nb_lanes_values(lanes, m.points, &samples, rows[3], 1, &value);
        nb_lanes_gradient(lanes, m.points, &samples, some, count, &loss, gradient);
        double sum = 0, size = 0;
        for (size_t r = 0; r < count; r++) {
            sum += samples.cells[some[r] * STRIDE + 3];
            size += fabs(samples.cells[some[r] * STRIDE + 3]);
        }
        assert_near(gradient[0], sum, size, "a sum of rows");
    }
    nb_lanes_free(lanes);
    end(&m);
}

/* A slope's seldom case is computed for all lanes as soon as one has it. */
static void test_seldom_cases(void **state) {
    (void)state;
    static model m;
    nb_random_seed(&chance, 12);
    for (int far = 0; far < ROWS; far++) {
        begin(&m, false);
        nb_node product = add(&m, NB_OP_MUL, m.weights[0], m.inputs[0], 0);
        m.target = add(&m, NB_OP_SIGMOID, product, 0, 0);
        m.points[0] = 1;
        for (int r = 0; r < ROWS; r++) m.cells[r * STRIDE + 3] = r == far ? 40 : 0;
        nb_lanes_plan plan = {m.target, m.weights, WEIGHTS, m.inputs, INPUTS, NULL, 0,
                              (nb_vectors)(far % 5)};
        const nb_lanes_samples samples = {m.cells, STRIDE, columns};
        nb_lanes *lanes;
        assert_int_equal(nb_lanes_new(&memory, &m.graph, &plan, &lanes), NB_STATUS_OK);
        double loss, gradient[WEIGHTS];
        nb_lanes_gradient(lanes, m.points, &samples, NULL, ROWS, &loss, gradient);
        assert_true(fabs(gradient[0] / (40 * exp(-40)) - 1) < 1e-15); /* σ(40) is 1 as a number */
        nb_lanes_free(lanes);
        end(&m);
    }
}

static void test_no_memory(void **state) {
    (void)state;
    static model m;
    nb_random_seed(&chance, 8);
    begin(&m, false);
    grow(&m, 40);
    nb_lanes_plan plan = {m.target, m.weights, WEIGHTS, m.inputs, INPUTS, &m.target, 1,
                          NB_VECTORS_AUTO};
    long left;
    nb_memory small = {.allocate = plain_allocate, .user = &left, .limit = 1 << 20};
    nb_status status = NB_STATUS_NO_MEMORY;
    long n = 0;
    for (; status == NB_STATUS_NO_MEMORY; n++) {
        nb_lanes *lanes;
        left = n;
        status = nb_lanes_new(&small, &m.graph, &plan, &lanes);
        if (status == NB_STATUS_OK) nb_lanes_free(lanes);
        assert_int_equal(small.used, 0);
    }
    assert_int_equal(status, NB_STATUS_OK);
    assert_true(n > 3);
    end(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_graphs),
        cmocka_unit_test(test_every_operator),
        cmocka_unit_test(test_sums),
        cmocka_unit_test(test_layers),
        cmocka_unit_test(test_neighbours),
        cmocka_unit_test(test_sides_not_chosen),
        cmocka_unit_test(test_rows_that_stay),
        cmocka_unit_test(test_seldom_cases),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
