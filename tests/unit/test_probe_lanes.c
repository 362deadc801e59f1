/* Probes that share lanes against probes that run alone, bit for bit: random graphs over every
 * operator, kinks, held nodes, infinities and nan among them; and the judgements made of them. */
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "calculus/judge.h"
#include "calculus/probe_lanes.h"
#include "graph/passes.h"

enum { LEAVES = 5, MOST_NODES = 300, GRAPHS = 3000 / SAMPLE };

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};

typedef struct model {
    nb_graph graph;
    nb_arena arena;
    nb_probe alone, wide;
} model;

static double pick_number(void) {
    static const double special[] = {0, 1, -1, 0.5, 2, -0.0, 700, INFINITY, NAN};
    uint32_t at = pick(60);
    return at < 9 ? special[at] : 2 * nb_random_normal(&chance);
}

static nb_node pick_node(const model *m) { /* often one of the last */
    uint32_t count = m->graph.count, last = count < 6 ? count : 6;
    return pick(2) ? count - 1 - pick(last) : pick(count);
}

static nb_op pick_operator(void) {
    switch (pick(8)) {
    case 0: return NB_OP_WHERE;
    case 1: return NB_OP_DETACH;
    case 2: return NB_OP_RELU;
    case 3: case 4: return NB_OP_ADD;
    default: return (nb_op)(NB_OP_ADD + pick(NB_OP_COUNT - NB_OP_ADD));
    }
}

static void begin(model *m, uint32_t nodes) {
    nb_node node = NB_NO_NODE;
    nb_graph_init(&m->graph, &memory);
    nb_arena_init(&m->arena, &memory);
    for (int i = 0; i <= LEAVES; i++)
        node = graph_number(&m->graph, i < LEAVES ? NB_OP_LEAF : NB_OP_CONST, pick_number());
    bool sums = pick(2); /* long ones: their turns follow one another */
    for (uint32_t i = 0; i < nodes; i++) {
        bool turn = sums && i > nodes / 4 && pick(50) > 0, left = pick(2);
        nb_node last = m->graph.count - 1, x = pick_node(m);
        nb_node y = turn ? pick(nodes / 4) : pick_node(m);
        nb_op op = turn ? NB_OP_ADD : pick_operator();
        if (turn) x = left ? last : y, y = left ? y : last;
        node = graph_node(&m->graph, op, x, y, pick_node(m));
    }
    nb_graph_forward(&m->graph, m->graph.count);
    nb_graph_backward(&m->graph, node);
    nb_probe *probes[] = {&m->alone, &m->wide};
    for (int i = 0; i < 2; i++)
        assert_int_equal(nb_probe_begin(probes[i], &m->arena, &m->graph, node), NB_STATUS_OK);
    assert_int_equal(nb_probe_widen(&m->wide, &m->arena), NB_STATUS_OK);
    m->alone.frees = m->wide.frees = pick(4) == 0;
}

static void end(model *m) {
    nb_arena_clear(&m->arena);
    nb_graph_clear(&m->graph);
    assert_int_equal(memory.used, 0);
}

static void assert_same(double found, double wanted) {
    bool same = found == wanted && !signbit(found) == !signbit(wanted);
    if (!same && !(isnan(found) && isnan(wanted)))
        fail_msg("%.17g in a lane, %.17g alone", found, wanted);
}

/* Nodes in the middle too, one of them above another, the same one twice, and one that the target
 * does not come to. */
static void compare_runs(model *m, size_t count) {
    nb_probe_lane lanes[NB_PROBE_LANES];
    for (size_t i = 0; i < count; i++) {
        lanes[i] = (nb_probe_lane){.node = pick(m->graph.count)};
        lanes[i].value = pick(4) ? m->graph.value[lanes[i].node] + pick_number() / 64
                                 : pick_number();
    }
    nb_probe_run_lanes(&m->wide, lanes, count);
    for (size_t i = 0; i < count; i++) {
        m->alone.held = NB_NO_NODE;
        assert_same(lanes[i].answer, nb_probe_run(&m->alone, &lanes[i].node, &lanes[i].value, 1));
        assert_same(lanes[i].noise, m->alone.noise);
        assert_int_equal(lanes[i].kinks, m->alone.kinks);
        assert_int_equal(lanes[i].held, m->alone.held);
    }
}

static void test_runs(void **state) {
    (void)state;
    for (int i = 0; i < GRAPHS; i++) {
        model m;
        begin(&m, 1 + pick(MOST_NODES));
        for (int k = 0; k < 4; k++) compare_runs(&m, 1 + pick(NB_PROBE_LANES));
        end(&m);
    }
}

static void compare_judgements(model *m, const nb_node *nodes, size_t count) {
    nb_judgement found[NB_MOST_AHEAD];
    double gradients[NB_MOST_AHEAD];
    for (size_t i = 0; i < count; i++)
        gradients[i] = nb_graph_gradient(&m->graph, nodes[i]) * (pick(4) ? 1 : 1.01);
    nb_judge_several(&m->wide, nodes, gradients, count, found);
    for (size_t i = 0; i < count; i++) {
        nb_judgement alone = nb_judge(&m->alone, nodes[i], gradients[i]);
        assert_int_equal(found[i].verdict, alone.verdict);
        assert_same(found[i].numerical, alone.numerical);
        assert_same(found[i].bound, alone.bound);
        assert_same(found[i].left, alone.left);
        assert_same(found[i].right, alone.right);
        assert_same(found[i].step, alone.step);
    }
    assert_int_equal(m->wide.held, m->alone.held);
}

static void test_judgements(void **state) {
    (void)state;
    for (int i = 0; i < GRAPHS / 4; i++) {
        model m;
        nb_node nodes[NB_MOST_AHEAD];
        begin(&m, 1 + pick(60));
        size_t count = 1 + pick(NB_MOST_AHEAD);
        for (size_t k = 0; k < count; k++) nodes[k] = pick(m.graph.count);
        compare_judgements(&m, nodes, count);
        end(&m);
    }
}

/* A probe that is interrupted ends, and whoever asked says so. */
static void test_interrupt(void **state) {
    (void)state;
    atomic_bool interrupted = false;
    model m;
    begin(&m, MOST_NODES);
    interrupted = true;
    m.graph.interrupted = &interrupted;
    nb_probe_lane lane = {.node = 0, .value = 1};
    nb_probe_run_lanes(&m.wide, &lane, 1);
    assert_same(lane.answer, m.graph.value[m.wide.target]);
    assert_int_equal(m.wide.touched_count, 0);
    end(&m);
}

static void test_no_memory(void **state) {
    (void)state;
    model m;
    begin(&m, 20);
    nb_memory none = {.allocate = plain_allocate, .limit = 0};
    nb_arena arena;
    nb_arena_init(&arena, &none);
    assert_int_equal(nb_probe_widen(&m.alone, &arena), NB_STATUS_NO_MEMORY);
    assert_null(m.alone.lanes);
    nb_arena_clear(&arena);
    end(&m);
}

int main(void) {
    nb_random_seed(&chance, 13);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_runs), cmocka_unit_test(test_judgements),
        cmocka_unit_test(test_interrupt), cmocka_unit_test(test_no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
