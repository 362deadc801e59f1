/* Formulas of the tables as C: a function in them is nabla's, and not what C has under the name. */
#include "support.h"

#include "ops/formulas.h"
#include "ops/ops.h"
#include "ops/compute.h"

/* The names at the end of formulas.h, each against its row. */
static void test_functions(void **state) {
    (void)state;
    static const double points[] = {-2.5, -1.0 / 3.0, 0.0, 0.25, 1.75};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        double a = points[i], b = 0.75;
        assert_true(abs(a) == nb_op_value(NB_OP_ABS, a, 0, 0));
        assert_true(relu(a) == nb_op_value(NB_OP_RELU, a, 0, 0));
        assert_true(sigmoid(a) == nb_op_value(NB_OP_SIGMOID, a, 0, 0));
        assert_true(softplus(a) == nb_op_value(NB_OP_SOFTPLUS, a, 0, 0));
        assert_true(square(a) == nb_op_value(NB_OP_SQUARE, a, 0, 0));
        assert_true(step(a) == nb_op_value(NB_OP_STEP, a, 0, 0));
        assert_true(max(a, b) == nb_op_value(NB_OP_MAX, a, b, 0));
        assert_true(min(a, b) == nb_op_value(NB_OP_MIN, a, b, 0));
        assert_true(xlogy(a, b) == nb_op_value(NB_OP_XLOGY, a, b, 0));
        assert_true(inv(b) == nb_op_value(NB_OP_INV, b, 0, 0));
    }
}

/* Whole numbers must not slip in: 1/(1 + |0.5|) is no 1/(1 + 0). */
static void test_fractions(void **state) {
    (void)state;
    assert_true(1.0 / (1.0 + abs(-0.5)) == 1.0 / 1.5);
    assert_true(max(abs(-0.5), min(0.25, 0.75)) == 0.5);
    assert_true(where(abs(-0.5), 2.0, 3.0) == 2.0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_functions),
                                       cmocka_unit_test(test_fractions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
