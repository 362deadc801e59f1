/* The tables of `jacobian` and `hessian` against central differences and closed forms, and that
 * they leave no nodes behind. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/session.h"
#include "support.h"

static const nb_grid_block *grid_of(const nb_result *result) {
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_GRID) return &block->as.grid;
    fail_msg("%s: no table", result->statement);
    return NULL;
}

static void check_grid(nb_session *s, const char *line, const double *wanted, size_t rows,
                       size_t columns) {
    nb_node before = s->sheet.graph.count;
    nb_result *result = ask(s, line);
    const nb_grid_block *grid = grid_of(result);
    assert_int_equal(grid->row_count, rows);
    assert_int_equal(grid->column_count, columns);
    for (size_t i = 0; i < rows * columns; i++)
        if (!is_near(grid->numbers[i], wanted[i], 1e-12 * fmax(1, fabs(wanted[i]))))
            fail_msg("%s: number %zu is %.17g, not %.17g", line, i, grid->numbers[i], wanted[i]);
    nb_result_free(result);
    assert_int_equal(s->sheet.graph.count, before);
}

static void test_closed_forms(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "x = [1, 2]; W = [1, 0, 2; 3, 1, 0]; b = 3; L = x[1]^2*x[2] + exp(b)*x[1]\n");
    check_grid(s, "jacobian x @ W x\n", (double[]){1, 3, 0, 1, 2, 0}, 3, 2);
    check_grid(s, "jacobian x @ W, 3*b x, b\n",
               (double[]){1, 3, 0, 0, 1, 0, 2, 0, 0, 0, 0, 3}, 4, 3);
    check_grid(s, "jacobian x @ W W[2,:][1], W[1,3]\n", (double[]){2, 0, 0, 0, 0, 1}, 3, 2);
    double e = exp(3);
    check_grid(s, "hessian L x, b\n", (double[]){4, 2, e, 2, 0, 0, e, 0, e}, 3, 3);
    check_grid(s, "hessian L b\n", &e, 1, 1);
    check_grid(s, "hessian b^3*b x, b\n", (double[]){0, 0, 0, 0, 0, 0, 0, 0, 12 * 9}, 3, 3);
    /* of log Σ e^z: diag(p) − p·pᵀ, with p = [1/4, 3/4] */
    run(s, "z = [0, log(3)]\n");
    check_grid(s, "hessian logsumexp(z) z\n",
               (double[]){3 / 16.0, -3 / 16.0, -3 / 16.0, 3 / 16.0}, 2, 2);
    check_grid(s, "jacobian softmax(z) z\n",
               (double[]){3 / 16.0, -3 / 16.0, -3 / 16.0, 3 / 16.0}, 2, 2);
    nb_session_free(s);
}

/* (f(x + h) − f(x − h))/2h is off by f‴h²/6 and by rounding 1e-16·f/h: with h = 1e-5 and all of
 * them near 1, by less than 1e-9. */
static void test_differences(void **state) {
    (void)state;
    static const double at[] = {0.3, -0.7, 0.2, 0.9}, h = 1e-5;
    nb_session *s = new_session();
    run(s, "p = [0.3, -0.7, 0.2, 0.9]\n"
           "y = [tanh(p[1]*p[2]) + p[3], sigmoid(p @ p)*p[4], exp(p[1])/(2 + p[4])]\n"
           "L = y @ y + softplus(sum(p))\ng = grad(L, p)\n");
    static const char *const names[] = {"y", "g"}, *const lines[] = {"jacobian y p\n",
                                                                     "hessian L p\n"};
    for (size_t n = 0; n < 2; n++) {
        double wanted[16];
        size_t rows = n == 0 ? 3 : 4;
        for (size_t i = 0; i < rows; i++) {
            for (size_t k = 0; k < 4; k++) {
                char text[160];
                double ends[2];
                for (int end = 0; end < 2; end++) {
                    snprintf(text, sizeof text, "p[%zu] := %.17g; %s[%zu]\n", k + 1,
                             at[k] + (end == 0 ? -h : h), names[n], i + 1);
                    ends[end] = run(s, text);
                }
                snprintf(text, sizeof text, "p[%zu] := %.17g\n", k + 1, at[k]);
                run(s, text);
                wanted[i * 4 + k] = (ends[1] - ends[0]) / (2 * h);
            }
        }
        nb_result *result = ask(s, lines[n]);
        const nb_grid_block *grid = grid_of(result);
        for (size_t i = 0; i < rows * 4; i++)
            if (!is_near(grid->numbers[i], wanted[i], 1e-9))
                fail_msg("%s: number %zu is %.17g, not %.17g", lines[n], i, grid->numbers[i],
                         wanted[i]);
        nb_result_free(result);
    }
    nb_session_free(s);
}

/* Of a large one the beginning is shown, and all is said. */
static void test_large(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "z = ones(100)\n");
    nb_result *result = ask(s, "jacobian z^2 z\n");
    const nb_grid_block *grid = grid_of(result);
    assert_int_equal(grid->row_total, 100);
    assert_int_equal(grid->column_total, 100);
    assert_true(grid->row_count < 100 && grid->column_count < 100);
    nb_result_free(result);
    assert_int_equal(run_failing(s, "hessian z z\n"), NB_MESSAGE_NUMBER_WANTED);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_closed_forms),
        cmocka_unit_test(test_differences),
        cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
