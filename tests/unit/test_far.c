/* A walk over every row of ops.def far out, where exponentials overflow or vanish: derivatives as
 * nodes, the first and the second one, are as finite as values and compiled partials are. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nabla.h"
#include "ops/compute.h"
#include "ops/ops.h"

/* Leaves x1 to x3, y the operator of them; pK is its derivative by operand K, qK that of pK. */
static nb_session *new_operator(const nb_op_info *info) {
    static const char *const leaves[] = {"x1", "x1, x2", "x1, x2, x3"};
    nb_session *s = nb_session_new(&(nb_host){.user = NULL});
    char text[160];
    assert_non_null(s);
    run(s, "x1 = 1; x2 = 1; x3 = 1");
    snprintf(text, sizeof text, "y = %s(%s)", info->name, leaves[info->arity - 1]);
    run(s, text);
    for (int k = 1; k <= info->arity; k++) {
        snprintf(text, sizeof text, "p%d = grad(y, x%d); q%d = grad(p%d, x%d)", k, k, k, k, k);
        run(s, text);
    }
    return s;
}

static void check_far(nb_session *s, nb_op op, int k, const double x[NB_MAX_OPERANDS]) {
    const double least = 1e-290; /* what is smaller has lost digits, or vanished */
    double y = nb_op_value(op, x[0], x[1], x[2]);
    double wanted = nb_op_partial(op, k, x[0], x[1], x[2], y);
    if (!isfinite(y) || !isfinite(wanted)) return;
    char text[160], second[16];
    snprintf(text, sizeof text, "x1, x2, x3 := %.17g, %.17g, %.17g", x[0], x[1], x[2]);
    run(s, text);
    snprintf(text, sizeof text, "p%d", k + 1);
    snprintf(second, sizeof second, "q%d", k + 1);
    double found = run(s, text), bend = run(s, second);
    if (!(fabs(found - wanted) <= 1e-12 * fabs(wanted) + least) || !isfinite(bend))
        fail_msg("%s at %g, %g by operand %d: %.17g as nodes, %.17g compiled; the second one is %g",
                 nb_op_get(op)->name, x[0], x[1], k + 1, found, wanted, bend);
}

static void test_far(void **state) {
    (void)state;
    static const double far[] = {36.5, 37, 400, 720, 800, 1e3, 1e10, 1e300};
    for (int op = 0; op < NB_OP_COUNT; op++) {
        const nb_op_info *info = nb_op_get((nb_op)op);
        if (info->arity == 0) continue;
        nb_session *s = new_operator(info);
        for (int k = 0; k < info->arity; k++) {
            for (size_t i = 0; i < 2 * (sizeof far / sizeof *far); i++) {
                double x[NB_MAX_OPERANDS] = {0};
                memcpy(x, info->samples[0], (size_t)info->arity * sizeof *x);
                x[k] = i % 2 == 0 ? far[i / 2] : -far[i / 2];
                check_far(s, (nb_op)op, k, x);
            }
        }
        nb_session_free(s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_far)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
