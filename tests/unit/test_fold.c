/* Folding by itself: whatever is put together, the node that comes out has the value of the plain
 * formula. Every pair of a few quantities, of all shapes and signs, goes through every operator. */
#include "support.h"

#include <math.h>

#include "calculus/fold.h"
#include "graph/passes.h"
#include "ops/compute.h"

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};

typedef struct bench {
    nb_graph graph;
    nb_node u, v;
} bench;

static void open_bench(bench *b) {
    nb_graph_init(&b->graph, &memory);
    b->u = graph_number(&b->graph, NB_OP_LEAF, 1.7);
    b->v = graph_number(&b->graph, NB_OP_LEAF, -0.6);
}

static void close_bench(bench *b) {
    nb_graph_clear(&b->graph);
    assert_int_equal(memory.used, 0);
}

/* What the quantity says, by the leaves' values. */
static double value_of(const bench *b, nb_amount q) {
    double value = q.number / q.divisor;
    if (q.over != NB_NO_NODE) value *= b->graph.value[q.over];
    if (q.under != NB_NO_NODE) value /= b->graph.value[q.under];
    return value;
}

/* The value of the node that is made of it. */
static double value_as_node(bench *b, nb_amount q) {
    nb_node node;
    assert_int_equal(nb_fold_node(&b->graph, q, &node), NB_STATUS_OK);
    nb_graph_forward(&b->graph, b->graph.count);
    return b->graph.value[node];
}

enum { SHAPES = 14 };

static void list_shapes(const bench *b, nb_amount list[SHAPES]) {
    const nb_node none = NB_NO_NODE, u = b->u, v = b->v;
    const nb_amount all[SHAPES] = {
        {0, 1, none, none},  {1, 1, none, none},  {-1, 1, none, none}, {2.5, 1, none, none},
        {-7, 1, none, none}, {-2, 3, none, none}, {1, 1, u, none},     {-1, 1, u, none},
        {2, 1, v, none},     {-5, 3, v, none},    {1, 1, none, u},     {-4, 7, none, u},
        {3, 1, none, v},     {1, 7, v, none}};
    for (int i = 0; i < SHAPES; i++) list[i] = all[i];
}

static void check(bench *b, nb_op op, const nb_amount *x) {
    nb_amount y;
    double a = value_of(b, x[0]), second = value_of(b, x[1]), third = value_of(b, x[2]);
    double wanted = nb_op_value(op, a, second, third);
    if (!isfinite(wanted)) return;
    assert_int_equal(nb_fold(&b->graph, op, x, &y), NB_STATUS_OK);
    assert_true(y.divisor > 0);
    double found = value_as_node(b, y);
    if (!is_near(found, wanted, 1e-14 * (1 + fabs(wanted))))
        fail_msg("%s(%g, %g, %g) is %g, not %g", nb_op_get(op)->name, a, second, third, found,
                 wanted);
}

static void test_pairs(void **state) {
    (void)state;
    static const nb_op ops[] = {NB_OP_ADD, NB_OP_SUB, NB_OP_MUL, NB_OP_DIV, NB_OP_NEG};
    bench b;
    nb_amount shapes[SHAPES];
    open_bench(&b);
    list_shapes(&b, shapes);
    for (int i = 0; i < SHAPES; i++)
        for (int k = 0; k < SHAPES; k++)
            for (size_t n = 0; n < sizeof ops / sizeof *ops; n++)
                check(&b, ops[n], (nb_amount[]){shapes[i], shapes[k], shapes[0]});
    close_bench(&b);
}

static void test_powers_and_choices(void **state) {
    (void)state;
    bench b;
    nb_amount shapes[SHAPES];
    open_bench(&b);
    list_shapes(&b, shapes);
    for (int i = 0; i < SHAPES; i++) {
        for (int power = -1; power <= 3; power++)
            check(&b, NB_OP_POW,
                  (nb_amount[]){shapes[i], nb_amount_number(power), shapes[0]});
        for (int k = 0; k < SHAPES; k++) {
            check(&b, NB_OP_WHERE, (nb_amount[]){shapes[k], shapes[i], shapes[9]});
            check(&b, NB_OP_WHERE, (nb_amount[]){shapes[k], shapes[10], shapes[i]});
        }
    }
    close_bench(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs), cmocka_unit_test(test_powers_and_choices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
