/* Losses that are typed out sample by sample, with their terms run as rows, against the plain
 * passes: random terms in sums of every shape, terms that are nearly alike, hashes that say that
 * everything is alike, formulas of no terms at all, memory that runs out, Ctrl-C. */
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/lanes_reroll.h"
#include "graph/passes.h"

enum { WEIGHTS = 5, STEPS = 14, TERMS = 40, ROUNDS = 3000 / SAMPLE };

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};

typedef struct model {
    nb_graph graph;
    nb_node weights[WEIGHTS], shared, target;
    double points[WEIGHTS];
} model;

static nb_node add(model *m, nb_op op, nb_node a, nb_node b, nb_node c) {
    return graph_node(&m->graph, op, a, b, c);
}

static nb_node number(model *m, nb_op op, double value) {
    return graph_number(&m->graph, op, value);
}

static void begin(model *m) {
    nb_graph_init(&m->graph, &memory);
    for (int k = 0; k < WEIGHTS; k++) {
        m->points[k] = nb_random_normal(&chance);
        m->weights[k] = number(m, NB_OP_LEAF, 7);
    }
    m->shared = add(m, NB_OP_TANH, add(m, NB_OP_MUL, m->weights[0], m->weights[1], 0), 0, 0);
}

static void end(model *m) {
    nb_graph_clear(&m->graph);
    assert_int_equal(memory.used, 0);
}

/* ---- terms ---- */

/* How a term is made: of each step the operator, and what its operands are: weights, what all terms
 * share, a number of the term's own, an earlier step. */
enum { OWN = 3, FIRST = WEIGHTS + 1 + OWN };
typedef struct recipe {
    nb_op op[STEPS];
    uint32_t operand[STEPS][3], steps;
} recipe;

/* Each step uses the one before, so that all of them count, and some are used twice. */
static void pick_recipe(recipe *r) {
    r->steps = 10 + pick(STEPS - 10 + 1);
    for (uint32_t i = 0; i < r->steps; i++) {
        r->op[i] = (nb_op)(NB_OP_ADD + pick(NB_OP_COUNT - NB_OP_ADD));
        if (pick(3) > 0) r->op[i] = pick(2) ? NB_OP_MUL : NB_OP_ADD;
        for (int k = 0; k < 3; k++) r->operand[i][k] = pick(FIRST + i);
        r->operand[i][0] = i == 0 ? 0 : FIRST + i - 1;
    }
    r->op[1] = NB_OP_MUL; /* a number of the term's own, by all means */
    r->operand[1][1] = WEIGHTS + 1;
    r->op[r->steps - 1] = NB_OP_SQUARE;
}

static nb_node cook(model *m, const recipe *r, const double *own, bool apart) {
    nb_node made[FIRST + STEPS];
    for (int k = 0; k < WEIGHTS; k++) made[k] = m->weights[k];
    made[WEIGHTS] = m->shared;
    for (int k = 0; k < OWN; k++) { /* -0.5 may be typed as one number or as two nodes */
        made[WEIGHTS + 1 + k] = number(m, NB_OP_CONST, apart ? -own[k] : own[k]);
        if (apart)
            made[WEIGHTS + 1 + k] = add(m, NB_OP_NEG, made[WEIGHTS + 1 + k], 0, 0);
    }
    for (uint32_t i = 0; i < r->steps; i++)
        made[FIRST + i] = add(m, r->op[i], made[r->operand[i][0]], made[r->operand[i][1]],
                              made[r->operand[i][2]]);
    return made[FIRST + r->steps - 1];
}

/* ---- what is made of terms ---- */

static nb_node chain(model *m, const nb_node *terms, size_t count) {
    nb_node sum = terms[0];
    for (size_t t = 1; t < count; t++) sum = add(m, NB_OP_ADD, sum, terms[t], 0);
    return sum;
}

static nb_node chain_from_behind(model *m, const nb_node *terms, size_t count) {
    nb_node sum = terms[count - 1];
    for (size_t t = count - 1; t-- > 0;) sum = add(m, NB_OP_ADD, terms[t], sum, 0);
    return sum;
}

static nb_node pairs(model *m, const nb_node *terms, size_t count) {
    if (count == 1) return terms[0];
    nb_node left = pairs(m, terms, count / 2);
    return add(m, NB_OP_ADD, left, pairs(m, terms + count / 2, count - count / 2), 0);
}

static nb_node differences(model *m, const nb_node *terms, size_t count) {
    nb_node sum = add(m, NB_OP_NEG, terms[0], 0, 0);
    for (size_t t = 1; t < count; t++) sum = add(m, NB_OP_SUB, sum, terms[t], 0);
    return sum;
}

static nb_node weighted(model *m, const nb_node *terms, size_t count) {
    nb_node sum = number(m, NB_OP_CONST, 0);
    for (size_t t = 0; t < count; t++) {
        nb_node share = number(m, NB_OP_CONST, 1 / (1 + (double)t));
        sum = add(m, NB_OP_ADD, sum, add(m, NB_OP_MUL, share, terms[t], 0), 0);
    }
    return sum;
}

static nb_node mean(model *m, const nb_node *terms, size_t count) {
    nb_node all = number(m, NB_OP_CONST, (double)count);
    return add(m, NB_OP_DIV, chain(m, terms, count), all, 0);
}

static nb_node root_with_penalty(model *m, const nb_node *terms, size_t count) {
    nb_node penalty = add(m, NB_OP_MUL, m->weights[2], m->weights[2], 0);
    nb_node root = add(m, NB_OP_SQRT, mean(m, terms, count), 0, 0);
    return add(m, NB_OP_ADD, root, add(m, NB_OP_MUL, penalty, m->shared, 0), 0);
}

/* The first two once more, and products: what one hands back depends on the others. */
static nb_node products(model *m, const nb_node *terms, size_t count) {
    nb_node all = add(m, NB_OP_MUL, terms[0], terms[1], 0);
    for (size_t t = 0; t < count; t++)
        all = add(m, NB_OP_TANH, add(m, NB_OP_ADD, all, terms[t], 0), 0, 0);
    return all;
}

static nb_node (*const shapes[])(model *m, const nb_node *terms, size_t count) = {
    chain, chain_from_behind, pairs, differences, weighted, mean, root_with_penalty, products};
enum { SHAPES = sizeof shapes / sizeof *shapes };

/* ---- comparison ---- */

/* Σ over paths of |what each hands back|; false where numbers are so large that the order of a
 * sum decides whether it overflows. */
static bool find_absolute(nb_graph *g, nb_node target, const nb_node *weights, double *sums) {
    double *gradient = calloc(g->count, sizeof *gradient);
    assert_non_null(gradient);
    bool usable = true;
    gradient[target] = 1;
    for (nb_node i = target + 1; i-- > 0;) {
        usable = usable && fabs(g->value[i]) < 1e100 && gradient[i] < 1e100;
        for (int k = 0; k < nb_graph_arity(g, i); k++)
            if (g->reached[i] && nb_graph_is_chosen(g, i, k))
                gradient[nb_graph_operand(g, i, k)] += gradient[i] * fabs(nb_graph_local(g, i, k));
    }
    for (int k = 0; k < WEIGHTS; k++) sums[k] = gradient[weights[k]];
    free(gradient);
    return usable;
}

static bool same(double x, double y) {
    return isnan(x) ? isnan(y) : x == y && signbit(x) == signbit(y);
}

static void assert_near(double found, double wanted, double scale) {
    if (!isfinite(wanted) ? !isfinite(found) : fabs(found - wanted) <= 1e-12 * scale) return;
    fail_msg("a gradient: %.17g should be %.17g", found, wanted);
}

static nb_reroll *reroll(model *m, uint64_t mask, nb_vectors vectors) {
    nb_lanes_plan plan = {.target = m->target, .weights = m->weights, .weight_count = WEIGHTS,
                          .vectors = vectors};
    nb_reroll *made;
    assert_int_equal(nb_reroll_new(&memory, &m->graph, &plan, mask, &made), NB_STATUS_OK);
    return made;
}

/* Several rounds at several points. Answers how many terms were rows. */
static size_t compare(model *m, uint64_t mask, nb_vectors vectors, bool *usable) {
    nb_graph *g = &m->graph;
    nb_reroll *made = reroll(m, mask, vectors);
    *usable = false;
    for (int round = 0; made != NULL && round < 4; round++) {
        double loss, gradient[WEIGHTS], absolute[WEIGHTS], points[WEIGHTS];
        for (int k = 0; k < WEIGHTS; k++) points[k] = m->points[k] * (round < 2 ? 1 : 0.5);
        for (int k = 0; k < WEIGHTS; k++) nb_graph_set(g, m->weights[k], points[k]);
        nb_graph_forward(g, g->count);
        nb_graph_backward(g, m->target);
        nb_reroll_gradient(made, points, &loss, gradient);
        if (!same(loss, g->value[m->target]) ||
            !same(nb_reroll_value(made, points), g->value[m->target]))
            fail_msg("the loss is %.17g, should be %.17g", loss, g->value[m->target]);
        if (!find_absolute(g, m->target, m->weights, absolute)) continue;
        *usable = true;
        for (int k = 0; k < WEIGHTS; k++)
            assert_near(gradient[k], nb_graph_gradient(g, m->weights[k]), absolute[k]);
    }
    size_t terms = made != NULL ? nb_reroll_describe(made).terms : 0;
    nb_reroll_free(made);
    return terms;
}

static void pick_own(double *own) {
    for (int k = 0; k < OWN; k++)
        own[k] = pick(3) == 0 ? (double)pick(3) : nb_random_normal(&chance);
}

static void test_random_terms(void **state) {
    (void)state;
    static const uint64_t masks[] = {UINT64_MAX, UINT64_MAX, 7, 0};
    int used = 0;
    nb_random_seed(&chance, 21);
    for (int round = 0; round < ROUNDS; round++) {
        model m;
        recipe r;
        nb_node terms[TERMS];
        size_t count = 3 + pick(TERMS - 3 + 1);
        bool usable;
        begin(&m);
        pick_recipe(&r);
        for (size_t t = 0; t < count; t++) {
            double own[OWN];
            pick_own(own);
            terms[t] = cook(&m, &r, own, pick(3) == 0);
        }
        m.target = shapes[round % SHAPES](&m, terms, count);
        uint64_t mask = masks[round / SHAPES % 4];
        size_t found = compare(&m, mask, (nb_vectors)(round % 5), &usable);
        if (mask == UINT64_MAX) assert_true(found >= count);
        used += usable;
        end(&m);
    }
    assert_true(used > ROUNDS / 3);
}

/* ---- nearly alike ---- */

/* (w0·x + w1·y + shared)·tanh(w2·x)·..., a dozen nodes with nothing undefined. */
static recipe plain_recipe(void) {
    enum { X = WEIGHTS + 1, Y, Z };
    return (recipe){
        .op = {NB_OP_MUL, NB_OP_MUL, NB_OP_ADD, NB_OP_ADD, NB_OP_TANH, NB_OP_MUL, NB_OP_SIN,
               NB_OP_ADD, NB_OP_SUB, NB_OP_SQUARE},
        .operand = {{0, X}, {1, Y}, {FIRST, FIRST + 1}, {FIRST + 2, WEIGHTS}, {FIRST + 3},
                    {2, FIRST + 4}, {FIRST + 5}, {FIRST + 6, 3}, {FIRST + 7, Z}, {FIRST + 8}},
        .steps = 10};
}

/* One term of nine has another operator, another weight in a place, its operands the other way
 * round, or a weight where the others have a number: it stays with the rest. */
static void test_near_misses(void **state) {
    (void)state;
    enum { COUNT = 9, KINDS = 4 };
    static const uint64_t masks[] = {UINT64_MAX, 0};
    nb_random_seed(&chance, 22);
    for (int round = 0; round < COUNT * KINDS * 2; round++) {
        model m;
        nb_node terms[COUNT];
        bool usable;
        begin(&m);
        for (int t = 0; t < COUNT; t++) {
            recipe r = plain_recipe();
            double own[OWN];
            pick_own(own);
            int kind = t == round % COUNT ? round / COUNT % KINDS : KINDS;
            if (kind == 0) r.op[4] = NB_OP_SIGMOID;
            if (kind == 1) r.operand[1][0] = 4;
            if (kind == 2) r.operand[5][0] = FIRST + 4, r.operand[5][1] = 2;
            if (kind == 3) r.operand[8][1] = 4;
            terms[t] = cook(&m, &r, own, false);
        }
        m.target = shapes[round % 6](&m, terms, COUNT);
        uint64_t mask = masks[round % 2];
        size_t found = compare(&m, mask, NB_VECTORS_AUTO, &usable);
        if (mask != UINT64_MAX) assert_true(usable || found == 0);
        else assert_in_range(found, COUNT - 1, 3 * COUNT);
        end(&m);
    }
}

/* The first sample's x stands in what all terms share, too, and in every other term once more. */
static void test_a_number_in_two_places(void **state) {
    (void)state;
    enum { COUNT = 6 };
    bool usable;
    model m;
    nb_random_seed(&chance, 23);
    begin(&m);
    nb_node x[COUNT], terms[COUNT], base = 0;
    for (int t = 0; t < COUNT; t++) x[t] = number(&m, NB_OP_CONST, nb_random_normal(&chance));
    base = add(&m, NB_OP_SIN, add(&m, NB_OP_MUL, m.weights[0], x[0], 0), 0, 0);
    for (int t = 0; t < COUNT; t++) {
        nb_node y = add(&m, NB_OP_MUL, m.weights[1], x[t], 0);
        for (int k = 0; k < 4; k++)
            y = add(&m, NB_OP_TANH, add(&m, NB_OP_ADD, y, k == 1 ? x[t] : base, 0), 0, 0);
        terms[t] = add(&m, NB_OP_SQUARE, add(&m, NB_OP_SUB, y, x[t], 0), 0, 0);
    }
    m.target = chain(&m, terms, COUNT);
    assert_int_equal(compare(&m, UINT64_MAX, NB_VECTORS_AUTO, &usable), COUNT);
    assert_true(usable);
    end(&m);
}

/* Equal terms have no number of their own; two sorts of terms are two sets. */
static void test_equal_terms_and_two_sorts(void **state) {
    (void)state;
    enum { COUNT = 8 };
    bool usable;
    nb_random_seed(&chance, 24);
    for (int sorts = 0; sorts < 2; sorts++) {
        model m;
        nb_node terms[COUNT];
        begin(&m);
        for (int t = 0; t < COUNT; t++) {
            recipe r = plain_recipe();
            double own[OWN] = {0.5, 0.25, 1};
            if (sorts == 1) pick_own(own);
            if (sorts == 1 && t % 2 == 0) r.op[4] = NB_OP_SIGMOID;
            terms[t] = cook(&m, &r, own, false);
        }
        m.target = mean(&m, terms, COUNT);
        assert_int_equal(compare(&m, UINT64_MAX, NB_VECTORS_AUTO, &usable), COUNT);
        assert_true(usable);
        end(&m);
    }
}

/* Levels of nodes of mostly one operator, each over whatever nodes of the level below, over numbers
 * and weights: parts are alike and shared in every way, and whatever is found is right. */
static void grow_levels(model *m) {
    nb_node below[8], level[8];
    uint32_t width = 2 + pick(6);
    for (uint32_t k = 0; k < width; k++) {
        nb_op op = pick(2) ? NB_OP_CONST : NB_OP_LEAF;
        below[k] = number(m, op, (double)pick(4) / 2);
    }
    for (uint32_t levels = 2 + pick(7); levels > 0; levels--) {
        nb_op usual = (nb_op)(NB_OP_ADD + pick(pick(2) ? 4 : NB_OP_COUNT - NB_OP_ADD));
        nb_node beside = pick(2) ? m->weights[pick(WEIGHTS)] : m->shared;
        for (uint32_t k = 0; k < width; k++) {
            nb_node x = below[pick(2) ? k : pick(width)], y = pick(3) ? beside : below[pick(width)];
            level[k] = add(m, pick(20) ? usual : NB_OP_SUB, x, y, x);
        }
        memcpy(below, level, sizeof below);
    }
    m->target = shapes[pick(SHAPES)](m, level, width);
}

static void test_levels(void **state) {
    (void)state;
    static const uint64_t masks[] = {UINT64_MAX, 3, 0};
    int found = 0;
    nb_random_seed(&chance, 25);
    for (int round = 0; round < 2 * ROUNDS; round++) {
        model m;
        bool usable;
        begin(&m);
        grow_levels(&m);
        found += compare(&m, masks[round % 3], NB_VECTORS_AUTO, &usable) > 0;
        end(&m);
    }
    assert_true(found > ROUNDS / 20);
}

/* Half of the terms are made of one large part, half of another like it: each row would compute it
 * anew, which is more work than the graph. */
static void test_parts_that_few_share(void **state) {
    (void)state;
    enum { COUNT = 20, LONG = 60 };
    model m;
    nb_node part[2], terms[COUNT];
    bool usable;
    nb_random_seed(&chance, 26);
    begin(&m);
    for (int k = 0; k < 2; k++) {
        part[k] = number(&m, NB_OP_CONST, 0.25 + k);
        for (int n = 0; n < LONG; n++)
            part[k] = add(&m, NB_OP_SIN, add(&m, NB_OP_ADD, part[k], m.weights[3], 0), 0, 0);
    }
    for (int t = 0; t < COUNT; t++)
        terms[t] = add(&m, NB_OP_SQUARE, add(&m, NB_OP_SUB, part[t % 2],
                                             number(&m, NB_OP_CONST, t), 0), 0, 0);
    m.target = chain(&m, terms, COUNT);
    assert_int_equal(compare(&m, UINT64_MAX, NB_VECTORS_AUTO, &usable), 0);
    end(&m);
}

static void make_sum(model *m, size_t count) {
    nb_node terms[TERMS];
    nb_random_seed(&chance, 27);
    begin(m);
    for (size_t t = 0; t < count; t++) {
        const recipe r = plain_recipe();
        double own[OWN];
        pick_own(own);
        terms[t] = cook(m, &r, own, false);
    }
    m->target = mean(m, terms, count);
}

static void test_no_memory(void **state) {
    (void)state;
    model m;
    make_sum(&m, 20);
    nb_lanes_plan plan = {.target = m.target, .weights = m.weights, .weight_count = WEIGHTS};
    long left, n = 0;
    nb_memory small = {.allocate = plain_allocate, .user = &left, .limit = 1 << 20};
    nb_status status = NB_STATUS_NO_MEMORY;
    for (; status == NB_STATUS_NO_MEMORY; n++) {
        nb_reroll *made;
        left = n;
        status = nb_reroll_new(&small, &m.graph, &plan, UINT64_MAX, &made);
        assert_true((made != NULL) == (status == NB_STATUS_OK));
        nb_reroll_free(made);
        assert_int_equal(small.used, 0);
    }
    assert_int_equal(status, NB_STATUS_OK);
    assert_true(n > 5);
    end(&m);
}

static void test_interrupt(void **state) {
    (void)state;
    model m;
    atomic_bool interrupted = true;
    make_sum(&m, 20);
    m.graph.interrupted = &interrupted;
    assert_null(reroll(&m, UINT64_MAX, NB_VECTORS_AUTO));
    interrupted = false;
    nb_reroll *made = reroll(&m, UINT64_MAX, NB_VECTORS_AUTO);
    assert_non_null(made);
    nb_reroll_free(made);
    end(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_terms),
        cmocka_unit_test(test_near_misses),
        cmocka_unit_test(test_a_number_in_two_places),
        cmocka_unit_test(test_equal_terms_and_two_sorts),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_parts_that_few_share),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_interrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
