/* The graph by itself: order, staleness, the side of a `where` that is not chosen, dropping nodes,
 * ten million of them, and random graphs against difference quotients. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/broken.h"
#include "base/random.h"
#include "graph/passes.h"
#include "ops/compute.h"

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)4 << 30};

static void open_graph(nb_graph *g) {
    memory.used = 0;
    nb_graph_init(g, &memory);
}

static void close_graph(nb_graph *g) {
    nb_graph_clear(g);
    assert_int_equal(memory.used, 0);
}

static nb_node leaf(nb_graph *g, double value) {
    return graph_number(g, NB_OP_LEAF, value);
}

static nb_node number(nb_graph *g, double value) {
    return graph_number(g, NB_OP_CONST, value);
}

static nb_node add3(nb_graph *g, nb_op op, nb_node a, nb_node b, nb_node c) {
    nb_node expected = g->count, node = graph_node(g, op, a, b, c);
    assert_int_equal(node, expected);
    for (int k = 0; k < nb_graph_arity(g, node); k++)
        assert_true(nb_graph_operand(g, node, k) < node);
    return node;
}

static nb_node add(nb_graph *g, nb_op op, nb_node a, nb_node b) {
    return add3(g, op, a, b, 0);
}

/* ---- by hand ---- */

/* apple · count · tax, the course's first picture. */
static void test_passes(void **state) {
    (void)state;
    nb_graph g;
    open_graph(&g);
    nb_node apple = leaf(&g, 100), count = leaf(&g, 2), tax = leaf(&g, 1.5);
    nb_node price = add(&g, NB_OP_MUL, apple, count), total = add(&g, NB_OP_MUL, price, tax);
    nb_graph_forward(&g, g.count);
    assert_true(g.value[total] == 300);
    for (int times = 0; times < 2; times++) { /* a second pass changes nothing */
        nb_graph_backward(&g, total);
        assert_true(nb_graph_gradient(&g, total) == 1);
        assert_true(nb_graph_gradient(&g, price) == 1.5);
        assert_true(nb_graph_gradient(&g, tax) == 200);
        assert_true(nb_graph_gradient(&g, apple) == 3);
        assert_true(nb_graph_gradient(&g, count) == 150);
        nb_graph_backward(&g, price); /* another target: tax takes no part */
        assert_true(nb_graph_gradient(&g, apple) == 2);
        assert_true(nb_graph_gradient(&g, tax) == 0);
        assert_true(nb_graph_gradient(&g, total) == 0);
    }
    close_graph(&g);
}

/* From the target back, users before what they use; numbers in formulas have no gradient. */
static void test_order(void **state) {
    (void)state;
    nb_graph g;
    nb_node order[8];
    uint32_t pending[8];
    open_graph(&g);
    nb_node x = leaf(&g, 3), two = number(&g, 2), double_x = add(&g, NB_OP_MUL, two, x);
    nb_node y = add(&g, NB_OP_ADD, double_x, x);
    assert_int_equal(nb_graph_order(&g, y, order, pending), 3);
    assert_true(order[0] == y && order[1] == double_x && order[2] == x);
    assert_int_equal(nb_graph_order(&g, double_x, order, pending), 2);
    close_graph(&g);
}

static void test_shared_nodes_add_up(void **state) {
    (void)state;
    nb_graph g;
    open_graph(&g);
    nb_node x = leaf(&g, 3), square = add(&g, NB_OP_MUL, x, x); /* both wires from one node */
    nb_node y = add(&g, NB_OP_ADD, square, x);
    nb_graph_forward(&g, g.count);
    nb_graph_backward(&g, y);
    assert_true(nb_graph_gradient(&g, x) == 2 * 3 + 1);
    assert_true(nb_graph_local(&g, square, 0) == 3 && nb_graph_local(&g, square, 1) == 3);
    close_graph(&g);
}

/* A value that is not to be computed again is changed by hand: it must stay. */
static void test_forward_computes_only_what_is_stale(void **state) {
    (void)state;
    nb_graph g;
    open_graph(&g);
    nb_node a = leaf(&g, 2), early = add(&g, NB_OP_SQUARE, a, 0);
    nb_node b = leaf(&g, 5), late = add(&g, NB_OP_ADD, early, b);
    nb_graph_forward(&g, early + 1);
    assert_int_equal(g.clean, early + 1);
    nb_graph_forward(&g, g.count);
    assert_true(g.value[late] == 9);
    g.value[early] = 100;
    nb_graph_forward(&g, g.count);
    assert_true(g.value[late] == 9);
    nb_graph_set(&g, b, 6); /* stands behind `early` */
    assert_int_equal(g.target, NB_NO_NODE);
    nb_graph_forward(&g, g.count);
    assert_true(g.value[early] == 100 && g.value[late] == 106);
    nb_graph_set(&g, a, 3);
    nb_graph_forward(&g, g.count);
    assert_true(g.value[early] == 9 && g.value[late] == 15);
    close_graph(&g);
}

/* where(x > 0, log(x), 0) at x = -1: the log is nan and its slope -1, but neither is chosen. */
static void test_where_takes_one_side(void **state) {
    (void)state;
    nb_graph g;
    open_graph(&g);
    nb_node x = leaf(&g, -1), zero = number(&g, 0), positive = add(&g, NB_OP_GT, x, zero);
    nb_node root = add(&g, NB_OP_SQRT, x, 0), twice = add(&g, NB_OP_ADD, x, x);
    nb_node y = add3(&g, NB_OP_WHERE, positive, root, twice);
    nb_graph_forward(&g, g.count);
    nb_graph_backward(&g, y);
    assert_true(isnan(g.value[root]) && g.value[y] == -2);
    assert_true(nb_graph_gradient(&g, x) == 2);
    assert_true(g.reached[twice] && !g.reached[root]);
    assert_true(nb_graph_is_chosen(&g, y, 0) && nb_graph_is_chosen(&g, y, 2));
    assert_false(nb_graph_is_chosen(&g, y, 1));
    nb_graph_set(&g, x, 4);
    nb_graph_forward(&g, g.count);
    nb_graph_backward(&g, y);
    assert_true(g.value[y] == 2 && nb_graph_gradient(&g, x) == 0.25);
    assert_true(g.reached[root] && !g.reached[twice]);
    /* at 0 the slope of the side not chosen is infinite: 0 times it must not arise */
    nb_graph_set(&g, x, 0);
    nb_graph_forward(&g, g.count);
    nb_graph_backward(&g, y);
    assert_true(nb_graph_gradient(&g, x) == 2);
    close_graph(&g);
}

static void test_nan_chooses_as_numbers_do(void **state) {
    (void)state;
    nb_graph g;
    open_graph(&g);
    nb_node c = leaf(&g, 1), u = leaf(&g, NAN), v = leaf(&g, 3);
    nb_node y = add3(&g, NB_OP_WHERE, c, u, v);
    nb_graph_forward(&g, g.count);
    nb_graph_backward(&g, y);
    assert_true(nb_graph_is_chosen(&g, y, 1));
    assert_false(nb_graph_is_chosen(&g, y, 2));
    assert_true(isnan(nb_graph_gradient(&g, u)) && nb_graph_gradient(&g, v) == 0);
    nb_node product = add(&g, NB_OP_MUL, u, v);
    nb_graph_forward(&g, g.count);
    nb_graph_backward(&g, product); /* where a value is nan, so are its local gradients */
    assert_true(isnan(nb_graph_gradient(&g, u)) && isnan(nb_graph_gradient(&g, v)));
    close_graph(&g);
}

/* ---- dropping nodes ---- */

static void test_truncate(void **state) {
    (void)state;
    nb_graph g;
    open_graph(&g);
    nb_node c = leaf(&g, 1), u = leaf(&g, 2), v = leaf(&g, 3);
    nb_node kept = add3(&g, NB_OP_WHERE, c, u, v);
    for (int i = 0; i < 10; i++) {
        nb_node last = add3(&g, NB_OP_WHERE, c, v, kept);
        nb_node target = i % 2 == 0 ? last : kept + 2; /* the first that goes, or another */
        last = add(&g, NB_OP_ADD, last, u);
        nb_graph_forward(&g, g.count);
        assert_true(g.value[last] == 5);
        nb_graph_backward(&g, target);
        nb_graph_truncate(&g, kept + 1);
        assert_int_equal(g.count, kept + 1);
        assert_int_equal(g.clean, kept + 1);
        assert_int_equal(g.target, NB_NO_NODE);
        assert_int_equal(g.more_count, 2);
    }
    assert_int_equal(nb_graph_operand(&g, kept, 1), u);
    assert_int_equal(nb_graph_operand(&g, kept, 2), v);
    close_graph(&g);
}

static void test_compact(void **state) {
    (void)state;
    nb_graph g;
    open_graph(&g);
    nb_node old = leaf(&g, 9), c = leaf(&g, 0), gone = add3(&g, NB_OP_WHERE, old, old, c);
    nb_node u = leaf(&g, 2), v = leaf(&g, 3), x = add3(&g, NB_OP_WHERE, c, u, v);
    nb_node y = add(&g, NB_OP_SUB, x, u), z = add(&g, NB_OP_EXP, y, 0);
    nb_graph_forward(&g, y + 1); /* z is stale, and stays so */
    uint8_t keep[8] = {[1] = 1, [3] = 1, [4] = 1, [5] = 1, [6] = 1, [7] = 1};
    nb_node moved[8], count = g.count;
    assert_int_equal(count, 8);
    nb_graph_compact(&g, keep, moved);
    assert_int_equal(g.count, 6);
    assert_int_equal(g.more_count, 2);
    assert_true(moved[old] == NB_NO_NODE && moved[gone] == NB_NO_NODE);
    for (nb_node i = 0, next = 0; i < count; i++)
        if (keep[i]) assert_int_equal(moved[i], next++);
    assert_int_equal(g.clean, moved[z]);
    assert_true(g.value[moved[v]] == 3 && g.value[moved[y]] == 1);
    assert_int_equal(nb_graph_operand(&g, moved[x], 0), moved[c]);
    assert_int_equal(nb_graph_operand(&g, moved[x], 1), moved[u]);
    assert_int_equal(nb_graph_operand(&g, moved[x], 2), moved[v]);
    nb_graph_forward(&g, g.count);
    nb_graph_backward(&g, moved[z]);
    assert_true(g.value[moved[z]] == exp(1));
    assert_true(nb_graph_gradient(&g, moved[v]) == exp(1));
    assert_true(nb_graph_gradient(&g, moved[u]) == -exp(1));
    close_graph(&g);
}

/* ---- memory ---- */

static int allowed;

static void *allocate_some(void *user, void *block, size_t old_size, size_t new_size) {
    if (new_size > old_size && allowed-- <= 0) return NULL;
    return plain_allocate(user, block, old_size, new_size);
}

/* With the n-th allocation refused the graph is as it was before the node. */
static void test_no_memory(void **state) {
    (void)state;
    for (int n = 0; n < 60; n++) {
        nb_memory some = {.allocate = allocate_some, .limit = (size_t)1 << 20};
        nb_graph g;
        nb_graph_init(&g, &some);
        allowed = n;
        nb_status status = NB_STATUS_OK;
        nb_node node = 0, last = 0;
        for (nb_node i = 0; i < 200 && status == NB_STATUS_OK; i++) {
            last = g.count;
            status = i % 3 == 2 ? nb_graph_add(&g, NB_OP_WHERE, i - 1, i - 2, i - 1, &node)
                                : nb_graph_add_number(&g, NB_OP_LEAF, i, &node);
        }
        if (status != NB_STATUS_OK) assert_int_equal(g.count, last);
        nb_graph_forward(&g, g.count);
        for (nb_node i = 0; i < g.count; i++)
            assert_true(g.value[i] == (i % 3 == 2 ? i - 2 : i));
        nb_graph_clear(&g);
        assert_int_equal(some.used, 0);
    }
}

/* What earlier passes have brought a leaf stays with it when it moves. */
static void test_compact_keeps_sums(void **state) {
    (void)state;
    const uint8_t keep[] = {0, 1, 1};
    nb_node moved[3];
    nb_graph g;
    open_graph(&g);
    leaf(&g, 1);
    nb_node x = leaf(&g, 3), y = add(&g, NB_OP_MUL, x, x);
    assert_int_equal(nb_graph_prepare_break(&g), NB_STATUS_OK);
    nb_graph_break(&g, NB_MISTAKE_SUM);
    nb_graph_forward(&g, g.count);
    for (int times = 1; times <= 2; times++) {
        nb_graph_forget_gradients(&g);
        nb_graph_backward(&g, y);
        assert_true(nb_graph_gradient(&g, x) == 6 * times);
    }
    nb_graph_compact(&g, keep, moved);
    assert_true(nb_graph_left(&g, moved[x]) == 6);
    nb_graph_forward(&g, g.count);
    nb_graph_backward(&g, moved[y]);
    assert_true(nb_graph_left(&g, moved[x]) == 12);
    assert_true(nb_graph_gradient(&g, moved[x]) == 18);
    close_graph(&g);
}

/* A graph that was large gives its memory back, but not what it soon would need again. */
static void test_trim(void **state) {
    (void)state;
    nb_graph g;
    open_graph(&g);
    for (int i = 0; i < 10000; i++) leaf(&g, i);
    size_t full = memory.used;
    nb_graph_trim(&g, 0);
    assert_int_equal(memory.used, full); /* nothing stands empty */
    nb_graph_truncate(&g, 10);
    nb_graph_trim(&g, 1000000);
    assert_int_equal(memory.used, full); /* that little is kept */
    nb_graph_trim(&g, 0);
    assert_true(memory.used < full / 4);
    for (nb_node i = 0; i < 10; i++) assert_true(g.value[i] == i);
    assert_int_equal(leaf(&g, 10), 10);
    close_graph(&g);
}

/* ---- many nodes ---- */

/* h = sigmoid(w·h + b), again and again. At w = 4, b = -2 it tends to 1/2 where the slope is 1, so
 * that the gradient neither vanishes nor explodes. Beside the graph run h and its derivatives by
 * x and by w, by the product rule. All terms of a sum have one sign, so both ways differ by what
 * the rounding of each step adds up to: at most a few units in the last place a node. */
static void test_ten_million_nodes(void **state) {
    (void)state;
    enum { NODES = 10000000 };
    nb_graph g;
    open_graph(&g);
    nb_node x = leaf(&g, 0.4), w = leaf(&g, 4), b = leaf(&g, -2), h = x;
    double value = 0.4, by_x = 1, by_w = 0;
    while (g.count < NODES) {
        nb_node product, sum;
        nb_status status = nb_graph_add(&g, NB_OP_MUL, w, h, 0, &product);
        if (status == NB_STATUS_OK) status = nb_graph_add(&g, NB_OP_ADD, product, b, 0, &sum);
        if (status == NB_STATUS_OK) status = nb_graph_add(&g, NB_OP_SIGMOID, sum, 0, 0, &h);
        assert_int_equal(status, NB_STATUS_OK);
        double y = nb_op_value(NB_OP_SIGMOID, 4 * value - 2, 0, 0), slope = y * (1 - y);
        by_w = slope * (value + 4 * by_w);
        by_x *= slope * 4;
        value = y;
    }
    nb_graph_forward(&g, g.count);
    nb_graph_backward(&g, h);
    double tolerance = 4.0 * NODES * DBL_EPSILON;
    assert_true(g.value[h] == value);
    assert_true(by_x > 0 && fabs(nb_graph_gradient(&g, x) - by_x) <= tolerance * by_x);
    assert_true(by_w > 0 && fabs(nb_graph_gradient(&g, w) - by_w) <= tolerance * by_w);
    print_message("%.1f bytes a node\n", (double)memory.used / g.count);
    assert_true(memory.used / g.count < 36);
    nb_graph_truncate(&g, 1000);
    nb_graph_trim(&g, 1000000);
    assert_true(memory.used < 1000000);
    close_graph(&g);
}

/* ---- random graphs ---- */

static double pick_number(double low, double high) {
    return low + (high - low) * pick(1 << 20) / (1 << 20);
}

static bool is_smooth(nb_op op) {
    const nb_op_info *info = nb_op_get(op);
    return info->arity > 0 && !info->has_kink && !info->is_held && info->domain == NULL &&
           op != NB_OP_WHERE;
}

/* Adds a random smooth node; one that grows or is steep is taken back, because a difference
 * quotient says little about it. */
static void add_random(nb_graph *g, nb_node leaves, int *used) {
    for (;;) {
        nb_op op = (nb_op)pick(NB_OP_COUNT);
        if (!is_smooth(op)) continue;
        nb_node before = g->count, recent = before < 20 ? before : 20;
        nb_node a = before - 1 - pick(recent), b = pick(pick(2) ? before : leaves);
        nb_node node = add(g, op, pick(2) ? a : b, b);
        nb_graph_forward(g, g->count);
        bool tame = fabs(g->value[node]) <= 3;
        for (int k = 0; k < nb_graph_arity(g, node); k++)
            tame = tame && fabs(nb_graph_local(g, node, k)) <= 1.5;
        if (tame) {
            used[op]++;
            return;
        }
        nb_graph_truncate(g, before);
    }
}

static double target_at(nb_graph *g, nb_node x, double value) {
    nb_graph_set(g, x, value);
    nb_graph_forward(g, g->count);
    return g->value[g->count - 1];
}

/* What rounding can make of the target: each node's value is off by some units in the last place,
 * and hands that on along every path: Σ units·|value|·Σ over paths of Π |local gradients|. */
static double rounding_of(nb_graph *g) {
    double *paths = calloc(g->count, sizeof *paths), sum = 0;
    assert_non_null(paths);
    paths[g->count - 1] = 1;
    for (nb_node i = g->count; i-- > 0;) {
        sum += 8 * DBL_EPSILON * fabs(g->value[i]) * paths[i];
        for (int k = 0; k < nb_graph_arity(g, i); k++)
            paths[nb_graph_operand(g, i, k)] += paths[i] * fabs(nb_graph_local(g, i, k));
    }
    free(paths);
    return sum;
}

/* Compares ∂target/∂x with D(h) = (T(x+h) - T(x-h))/2h; |D(2h) - D(h)| is three times what the
 * finite step makes of it. Answers whether the comparison was sharp. */
static bool check_leaf(nb_graph *g, nb_node x, double gradient, double rounding) {
    double h = ldexp(1, -17), at = g->value[x], d[2];
    for (int i = 0; i < 2; i++) {
        double step = h * (i + 1);
        d[i] = (target_at(g, x, at + step) - target_at(g, x, at - step)) / (2 * step);
    }
    target_at(g, x, at);
    double tolerance = fabs(d[1] - d[0]) + rounding / h;
    if (!(fabs(gradient - d[0]) <= tolerance))
        fail_msg("∂target/∂leaf %u is %.17g, not %.17g ± %.2g", x, gradient, d[0], tolerance);
    return tolerance < 1e-4 * fabs(gradient);
}

/* The passes to the bit, node by node, with nothing kept from one node to the next. */
static void check_bits(const nb_graph *g) {
    double *gradient = calloc(g->count, sizeof *gradient);
    assert_non_null(gradient);
    gradient[g->count - 1] = 1;
    for (nb_node i = g->count; i-- > 0;) {
        double x[NB_MAX_OPERANDS] = {0};
        for (int k = 0; k < nb_graph_arity(g, i); k++) {
            nb_node node = nb_graph_operand(g, i, k);
            x[k] = g->value[node];
            double local = nb_graph_local(g, i, k);
            if (nb_graph_is_chosen(g, i, k)) gradient[node] += gradient[i] * local;
        }
        double value = nb_op_value((nb_op)g->op[i], x[0], x[1], x[2]);
        assert_true(nb_graph_arity(g, i) == 0 || g->value[i] == value);
        assert_true(nb_graph_gradient(g, i) == gradient[i]);
    }
    free(gradient);
}

static void test_random_graphs(void **state) {
    (void)state;
    enum { GRAPHS = 200, LEAVES = 5, NODES = 200 };
    int used[NB_OP_COUNT] = {0}, sharp = 0;
    nb_random_seed(&chance, 20240229);
    for (int i = 0; i < GRAPHS; i++) {
        nb_graph g;
        double gradient[LEAVES];
        open_graph(&g);
        for (nb_node x = 0; x < LEAVES; x++) leaf(&g, ldexp(rint(pick_number(-64, 64)), -5));
        while (g.count < NODES - 50) add_random(&g, LEAVES, used);
        nb_node sum = g.count - 1; /* of many nodes, so that every leaf matters */
        while (g.count < NODES) sum = add(&g, NB_OP_ADD, sum, pick(sum + 1));
        nb_graph_forward(&g, g.count);
        nb_graph_backward(&g, g.count - 1);
        check_bits(&g);
        for (nb_node x = 0; x < LEAVES; x++) gradient[x] = nb_graph_gradient(&g, x);
        double rounding = rounding_of(&g);
        for (nb_node x = 0; x < LEAVES; x++) sharp += check_leaf(&g, x, gradient[x], rounding);
        close_graph(&g);
    }
    for (int op = 0; op < NB_OP_COUNT; op++)
        if (is_smooth((nb_op)op)) assert_true(used[op] > 0);
    print_message("%d of %d comparisons were sharp\n", sharp, GRAPHS * LEAVES);
    assert_true(sharp > GRAPHS * LEAVES * 9 / 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_passes), cmocka_unit_test(test_order),
        cmocka_unit_test(test_shared_nodes_add_up),
        cmocka_unit_test(test_forward_computes_only_what_is_stale),
        cmocka_unit_test(test_where_takes_one_side),
        cmocka_unit_test(test_nan_chooses_as_numbers_do),
        cmocka_unit_test(test_truncate),
        cmocka_unit_test(test_compact), cmocka_unit_test(test_compact_keeps_sums),
        cmocka_unit_test(test_no_memory), cmocka_unit_test(test_trim),
        cmocka_unit_test(test_ten_million_nodes),
        cmocka_unit_test(test_random_graphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
