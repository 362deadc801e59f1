/* The elementary functions of ops/elementary.h: as the plain passes compute them against the longer
 * numbers of C's library, over the whole range; where they are hardest against numbers of 60
 * digits; and in every width of vectors that this processor has, where the bits are the same.
 *
 *     build/strict/unit/test_elementary 100000000     samples as many as that, and the worst errors
 */
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "engine/lanes.h"
#include "ops/compute.h"
#include "ops/elementary.h"
#include "longer.h"

enum { ROWS = 512 };

static nb_memory memory = {.allocate = plain_allocate, .limit = (size_t)1 << 30};

/* ---- vectors ---- */

/* Lanes with every function of one input, one for each width that the processor has. */
typedef struct widths {
    nb_graph graph;
    nb_lanes *lanes[NB_VECTORS_AVX512 + 1];
} widths;

static void begin(widths *w) {
    nb_node nodes[FUNCTIONS];
    nb_graph_init(&w->graph, &memory);
    nb_node a = graph_number(&w->graph, NB_OP_LEAF, 0);
    for (int k = 0; k < FUNCTIONS; k++)
        nodes[k] = graph_node(&w->graph, functions[k].op, a, 0, 0);
    for (nb_vectors v = NB_VECTORS_AUTO; v <= NB_VECTORS_AVX512; v++) {
        nb_lanes_plan plan = {.target = NB_NO_NODE, .inputs = &a, .input_count = 1,
                              .outputs = nodes, .output_count = FUNCTIONS, .vectors = v};
        assert_int_equal(nb_lanes_new(&memory, &w->graph, &plan, &w->lanes[v]), NB_STATUS_OK);
    }
}

static void end(widths *w) {
    for (nb_vectors v = NB_VECTORS_AUTO; v <= NB_VECTORS_AVX512; v++) nb_lanes_free(w->lanes[v]);
    nb_graph_clear(&w->graph);
    assert_int_equal(memory.used, 0);
}

static bool same(double x, double y) {
    return isnan(x) ? isnan(y) : nb_bits(x) == nb_bits(y);
}

/* The functions of each number in every width, against what is computed of it alone. */
static void check_widths(const widths *w, const double *numbers, size_t count) {
    static double values[ROWS * FUNCTIONS];
    static const size_t column;
    const nb_lanes_samples samples = {numbers, 1, &column};
    for (nb_vectors v = NB_VECTORS_AUTO; v <= NB_VECTORS_AVX512; v++) {
        nb_lanes_values(w->lanes[v], NULL, &samples, NULL, count, values);
        for (size_t i = 0; i < count * FUNCTIONS; i++) {
            nb_op op = functions[i % FUNCTIONS].op;
            double a = numbers[i / FUNCTIONS], alone = nb_op_value(op, a, 0, 0);
            if (!same(values[i], alone))
                fail_msg("vectors %d: %s(%a) is %a, alone %a", v, nb_op_get(op)->name, a,
                         values[i], alone);
        }
    }
}

/* ---- samples ---- */

/* Checks `count` numbers, and keeps the worst errors. */
static void check_numbers(const widths *w, const double *numbers, size_t count, double *worst) {
    check_widths(w, numbers, count);
    for (size_t i = 0; LDBL_MANT_DIG >= 64 && i < count; i++)
        for (int k = 0; k < FUNCTIONS; k++) {
            const struct function *f = &functions[k];
            double a = numbers[i], y = nb_op_value(f->op, a, 0, 0);
            double error = error_of(y, f->longer(a));
            if (!(error <= f->most))
                fail_msg("%s(%a) is %a: %g units from %.17Lg", nb_op_get(f->op)->name, a, y, error,
                         f->longer(a));
            if (error > worst[k]) worst[k] = error;
        }
}

/* Every power of two with the numbers beside it and between it and the next, of both signs. */
static void test_every_exponent(void **state) {
    (void)state;
    static const uint64_t between[] = {0, 1, UINT64_C(0xfffffffffffff), UINT64_C(0x6a09e667f3bcc),
                                       UINT64_C(0x6a09e667f3bcd), UINT64_C(0x8000000000001)};
    enum { BETWEEN = sizeof between / sizeof *between };
    double numbers[2 * BETWEEN], worst[FUNCTIONS] = {0};
    widths w;
    begin(&w);
    for (uint64_t exponent = 0; exponent < 2048; exponent++) {
        for (size_t i = 0; i < BETWEEN; i++) {
            numbers[2 * i] = nb_from_bits(exponent << 52 | between[i]);
            numbers[2 * i + 1] = -numbers[2 * i];
        }
        check_numbers(&w, numbers, 2 * BETWEEN, worst);
    }
    end(&w);
}

static size_t sample_count = 100000 / SAMPLE;

static void test_samples(void **state) {
    (void)state;
    static double numbers[ROWS];
    double worst[FUNCTIONS] = {0};
    widths w;
    begin(&w);
    nb_random_seed(&chance, 17);
    for (size_t done = 0; done < sample_count; done += ROWS) {
        for (size_t i = 0; i < ROWS; i++) numbers[i] = pick_sample(&chance, done + i);
        check_numbers(&w, numbers, ROWS, worst);
    }
    end(&w);
    for (int k = 0; k < FUNCTIONS; k++)
        print_message("%s %.3f ", nb_op_get(functions[k].op)->name, worst[k]);
    print_message("units in the last place\n");
}

/* ---- where they are hardest ---- */

/* Numbers next to which the result overflows, becomes subnormal or 0, or the reduced argument
 * changes; y was computed with 60 digits and rounded once. */
static const struct hard {
    nb_op op;
    double a, y;
} hard[] = {
    {NB_OP_EXP, 0x1.62e42fefa39efp+9, 0x1.fffffffffff2ap+1023},
    {NB_OP_EXP, 0x1.62e42fefa39fp+9, INFINITY},
    {NB_OP_EXP, -0x1.6232bdd7abcd2p+9, 0x1.000000000007cp-1022},
    {NB_OP_EXP, -0x1.6232bdd7abcdap+9, 0x0.ffffffffff07cp-1022},
    {NB_OP_EXP, -0x1.74910d52d3051p+9, 0x0.0000000000001p-1022},
    {NB_OP_EXP, -0x1.74910d52d3052p+9, 0.0}, {NB_OP_EXP, -720.25, 0x0.000077564144fp-1022},
    {NB_OP_EXP, 0x1p-54, 1.0}, {NB_OP_EXP, -0x1p-53, 0x1.fffffffffffffp-1},
    {NB_OP_EXP, 0x1.62e42fefa39efp-2, 0x1.6a09e667f3bccp+0},
    {NB_OP_EXP, -0x1.62e42fefa39efp-2, 0x1.6a09e667f3bcdp-1},
    {NB_OP_EXP, 1.0, 0x1.5bf0a8b145769p+1}, {NB_OP_EXP, 0x0.0000000000001p-1022, 1.0},
    {NB_OP_EXPM1, 0x1.62e42fefa39efp+9, 0x1.fffffffffff2ap+1023},
    {NB_OP_EXPM1, 0x1.62e42fefa39fp+9, INFINITY}, {NB_OP_EXPM1, -37.5, -1.0},
    {NB_OP_EXPM1, -0x1.205966f2b4f19p+5, -0x1.ffffffffffffep-1}, {NB_OP_EXPM1, -44.9, -1.0},
    {NB_OP_EXPM1, -745.5, -1.0}, {NB_OP_EXPM1, 0x0.0000000000001p-1022, 0x0.0000000000001p-1022},
    {NB_OP_EXPM1, -0x1p-1022, -0x1p-1022}, {NB_OP_EXPM1, 0x1p-53, 0x1p-53},
    {NB_OP_EXPM1, 0x1.62e42fefa39efp-2, 0x1.a827999fcef32p-2},
    {NB_OP_EXPM1, -0x1.62e42fefa39efp-2, -0x1.2bec333018867p-2},
    {NB_OP_EXPM1, 0x1.2b708872320e2p+5, 0x1.0000000000005p+54},
    {NB_OP_EXPM1, 0x1.0a2b23f3bab73p+0, 0x1.d413cccfe7798p+0},
    {NB_OP_LOG, 0x0.0000000000001p-1022, -0x1.74385446d71c3p+9},
    {NB_OP_LOG, 0x1p-1022, -0x1.6232bdd7abcd2p+9},
    {NB_OP_LOG, 0x0.fffffffffffffp-1022, -0x1.6232bdd7abcd2p+9},
    {NB_OP_LOG, 0x1.fffffffffffffp-1, -0x1p-53},
    {NB_OP_LOG, 0x1.0000000000001p+0, 0x1.fffffffffffffp-53},
    {NB_OP_LOG, 0x1.6a09e667f3bccp-1, -0x1.62e42fefa39f1p-2},
    {NB_OP_LOG, 0x1.6a09e667f3bcdp-1, -0x1.62e42fefa39eep-2},
    {NB_OP_LOG, 0x1.6a09e667f3bcdp+0, 0x1.62e42fefa39fp-2},
    {NB_OP_LOG, 0x1.6a09e667f3bccp+0, 0x1.62e42fefa39eep-2},
    {NB_OP_LOG, 0x1.fffffffffffffp+1023, 0x1.62e42fefa39efp+9},
    {NB_OP_LOG, 10.0, 0x1.26bb1bbb55516p+1},
    {NB_OP_LOG1P, 0x0.0000000000001p-1022, 0x0.0000000000001p-1022},
    {NB_OP_LOG1P, -0x0.0000000000001p-1022, -0x0.0000000000001p-1022},
    {NB_OP_LOG1P, 0x1p-53, 0x1p-53}, {NB_OP_LOG1P, -0x1p-54, -0x1p-54},
    {NB_OP_LOG1P, 0x1.b7cdfd9d7bdbbp-34, 0x1.b7cdfd9d1d693p-34},
    {NB_OP_LOG1P, -0x1.fffffffffffffp-1, -0x1.25e4f7b2737fap+5},
    {NB_OP_LOG1P, -0x1.2bec333018867p-2, -0x1.62e42fefa39efp-2},
    {NB_OP_LOG1P, 0x1.a827999fcef32p-2, 0x1.62e42fefa39efp-2},
    {NB_OP_LOG1P, 0x1.fffffffffffffp-1, 0x1.62e42fefa39efp-1},
    {NB_OP_LOG1P, 1.0, 0x1.62e42fefa39efp-1},
    {NB_OP_LOG1P, 0x1.fffffffffffffp+1023, 0x1.62e42fefa39efp+9},
    {NB_OP_LOG1P, 0x1p+53, 0x1.25e4f7b2737fap+5},
    {NB_OP_TANH, 0x0.0000000000001p-1022, 0x0.0000000000001p-1022},
    {NB_OP_TANH, -0x1p-1022, -0x1p-1022}, {NB_OP_TANH, 0x1p-28, 0x1p-28},
    {NB_OP_TANH, 0x1.193ea7aad030bp-1, 0.5}, {NB_OP_TANH, 0.55, 0x1.00442f6419203p-1},
    {NB_OP_TANH, 0x1.1999999999999p-1, 0x1.00442f6419202p-1},
    {NB_OP_TANH, 0x1.62e42fefa39efp-3, 0x1.5f619980c4337p-3},
    {NB_OP_TANH, 19.06, 0x1.fffffffffffffp-1}, {NB_OP_TANH, 19.1, 1.0}, {NB_OP_TANH, -21.9, -1.0},
    {NB_OP_TANH, 22.1, 1.0},
    {NB_OP_SIGMOID, -0x1.62e42fefa39fp+9, 0x0.3ffffffffff9bp-1022},
    {NB_OP_SIGMOID, -708.5, 0x0.e6cf6d08897acp-1022}, {NB_OP_SIGMOID, -0x1.74910d52d3052p+9, 0.0},
    {NB_OP_SIGMOID, -746.5, 0.0}, {NB_OP_SIGMOID, -0x1.25e4f7b2737fap+5, 0x1.0000000000003p-53},
    {NB_OP_SIGMOID, 0x1.25e4f7b2737fap+5, 0x1.fffffffffffffp-1}, {NB_OP_SIGMOID, 37.5, 1.0},
    {NB_OP_SIGMOID, 0x1.62e42fefa39efp-2, 0x1.2bec333018867p-1},
    {NB_OP_SIGMOID, -0x1.62e42fefa39efp-2, 0x1.a827999fcef32p-2},
    {NB_OP_SIGMOID, 0x0.0000000000001p-1022, 0.5}, {NB_OP_SIGMOID, -1.0, 0x1.136561454ba86p-2},
    {NB_OP_SOFTPLUS, -0x1.74910d52d3051p+9, 0x0.0000000000001p-1022},
    {NB_OP_SOFTPLUS, -745.5, 0.0}, {NB_OP_SOFTPLUS, -709.5, 0x0.54e90c99fb878p-1022},
    {NB_OP_SOFTPLUS, -37.0, 0x1.898471fca6055p-54}, {NB_OP_SOFTPLUS, 37.0, 37.0},
    {NB_OP_SOFTPLUS, -0x0.0000000000001p-1022, 0x1.62e42fefa39efp-1},
    {NB_OP_SOFTPLUS, 0x1p-54, 0x1.62e42fefa39efp-1},
    {NB_OP_SOFTPLUS, 0x1.7e43c8800759cp+996, 0x1.7e43c8800759cp+996},
    {NB_OP_SOFTPLUS, -0x1.15288806261ccp-1, 0x1.d5aeeff3b3c68p-2},
};

static void test_hard_numbers(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hard / sizeof *hard; i++) {
        double y = nb_op_value(hard[i].op, hard[i].a, 0, 0);
        const struct function *f = functions;
        while (f->op != hard[i].op) f++;
        if (y == hard[i].y || fabs(y - hard[i].y) <= f->most * unit_at(hard[i].y)) continue;
        fail_msg("%s(%a) is %a, should be %a", nb_op_get(hard[i].op)->name, hard[i].a, y,
                 hard[i].y);
    }
}

/* What must be right to the bit: the results that are known exactly, and their signs. */
static const struct hard exact[] = {
    {NB_OP_EXP, 0.0, 1}, {NB_OP_EXP, -0.0, 1}, {NB_OP_EXP, INFINITY, INFINITY},
    {NB_OP_EXP, -INFINITY, 0}, {NB_OP_EXP, NAN, NAN}, {NB_OP_EXP, DBL_MAX, INFINITY},
    {NB_OP_EXP, -DBL_MAX, 0}, {NB_OP_EXPM1, 0.0, 0.0}, {NB_OP_EXPM1, -0.0, -0.0},
    {NB_OP_EXPM1, INFINITY, INFINITY}, {NB_OP_EXPM1, -INFINITY, -1}, {NB_OP_EXPM1, NAN, NAN},
    {NB_OP_LOG, 1, 0.0}, {NB_OP_LOG, 0.0, -INFINITY}, {NB_OP_LOG, -0.0, -INFINITY},
    {NB_OP_LOG, -1, NAN}, {NB_OP_LOG, -INFINITY, NAN}, {NB_OP_LOG, INFINITY, INFINITY},
    {NB_OP_LOG, NAN, NAN}, {NB_OP_LOG1P, 0.0, 0.0}, {NB_OP_LOG1P, -0.0, -0.0},
    {NB_OP_LOG1P, -1, -INFINITY}, {NB_OP_LOG1P, -2, NAN}, {NB_OP_LOG1P, INFINITY, INFINITY},
    {NB_OP_LOG1P, -INFINITY, NAN}, {NB_OP_LOG1P, NAN, NAN}, {NB_OP_TANH, 0.0, 0.0},
    {NB_OP_TANH, -0.0, -0.0}, {NB_OP_TANH, INFINITY, 1}, {NB_OP_TANH, -INFINITY, -1},
    {NB_OP_TANH, NAN, NAN}, {NB_OP_SIGMOID, 0.0, 0.5}, {NB_OP_SIGMOID, -0.0, 0.5},
    {NB_OP_SIGMOID, INFINITY, 1}, {NB_OP_SIGMOID, -INFINITY, 0}, {NB_OP_SIGMOID, NAN, NAN},
    {NB_OP_SOFTPLUS, INFINITY, INFINITY}, {NB_OP_SOFTPLUS, -INFINITY, 0},
    {NB_OP_SOFTPLUS, NAN, NAN}, {NB_OP_LOG_SIGMOID, -INFINITY, -INFINITY},
    {NB_OP_LOG_SIGMOID, NAN, NAN},
};

static void test_exact_numbers(void **state) {
    (void)state;
    enum { COUNT = sizeof exact / sizeof *exact };
    double numbers[COUNT];
    widths w;
    for (size_t i = 0; i < COUNT; i++) {
        double y = nb_op_value(exact[i].op, exact[i].a, 0, 0);
        if (!same(y, exact[i].y))
            fail_msg("%s(%g) is %g, should be %g", nb_op_get(exact[i].op)->name, exact[i].a, y,
                     exact[i].y);
        numbers[i] = exact[i].a;
    }
    begin(&w);
    check_widths(&w, numbers, COUNT);
    end(&w);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_exponent),
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_hard_numbers),
        cmocka_unit_test(test_exact_numbers),
    };
    if (argc > 1) sample_count = strtoul(argv[1], NULL, 10);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
