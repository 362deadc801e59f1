/* Functions of numbers and losses against numbers with 60 digits (functions.def): values, gradients
 * and second derivatives as nodes; what stands at their ends; and operators along a direction of a
 * matrix against the same operators of its rows and columns. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ops/vectors.h"

/* A formula is a few operations, each within 4 units in the last place, of numbers that do not
 * cancel; below 1e-300 digits are lost. */
static void near(const char *what, double found, double wanted) {
    if (found == wanted || fabs(found - wanted) <= 1e-13 * fabs(wanted) + 1e-300) return;
    fail_msg("%s is %.17g, not %.17g", what, found, wanted);
}

/* Runs a line, and compares its last value. */
static void check(nb_session *s, const char *line, double wanted) {
    near(line, run(s, line), wanted);
}

static void test_one(void **state) {
    (void)state;
    static const struct {
        const char *name, *x;
        double wanted[3];
    } rows[] = {
#define ONE(NAME, X, ...) {NAME, #X, {__VA_ARGS__}},
#define TWO(...)
#define LOSS(...)
#define MADE(...)
#include "functions.def"
#undef ONE
#undef TWO
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_session *s = new_session();
        char line[160];
        snprintf(line, sizeof line, "x = %s; y = %s(x)", rows[i].x, rows[i].name);
        check(s, line, rows[i].wanted[0]);
        near(line, run(s, "p = grad(y, x)"), rows[i].wanted[1]);
        near(line, run(s, "grad(p, x)"), rows[i].wanted[2]);
        near(line, run(s, "grad(y, x)"), rows[i].wanted[1]);
        nb_session_free(s);
    }
}

static void test_two(void **state) {
    (void)state;
    static const struct {
        const char *name, *a, *b;
        double wanted[6];
    } rows[] = {
#define ONE(...)
#define TWO(NAME, A, B, ...) {NAME, #A, #B, {__VA_ARGS__}},
#include "functions.def"
#undef ONE
#undef TWO
    };
    static const char *const lines[] = {"p = grad(y, a)",     "q = grad(y, b)",
                                        "grad(p, a) + 0",     "(grad(p, b) + grad(q, a))/2",
                                        "grad(q, b) + 0"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_session *s = new_session();
        char line[160];
        snprintf(line, sizeof line, "a = %s; b = %s; y = %s(a, b)", rows[i].a, rows[i].b,
                 rows[i].name);
        check(s, line, rows[i].wanted[0]);
        for (size_t k = 0; k < 5; k++) near(line, run(s, lines[k]), rows[i].wanted[k + 1]);
        nb_session_free(s);
    }
}
#undef LOSS
#undef MADE

/* ---- of vectors ---- */

enum { ELEMENTS = 3 };

static void check_each(nb_session *s, const char *what, const char *format, const double *wanted) {
    for (int k = 0; k < ELEMENTS; k++) {
        char line[80];
        snprintf(line, sizeof line, format, k + 1, k + 1, k + 1, k + 1);
        near(what, run(s, line), wanted[k]);
    }
}

static void test_losses(void **state) {
    (void)state;
    static const struct {
        const char *call, *y, *t;
        double wanted, by_y[ELEMENTS], by_t[ELEMENTS], twice[ELEMENTS];
    } rows[] = {
#define ONE(...)
#define TWO(...)
#define LOSS(CALL, Y, T, VALUE, ...) {CALL, Y, T, VALUE, __VA_ARGS__},
#define MADE(...)
#include "functions.def"
#undef LOSS
#undef MADE
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_session *s = new_session();
        char line[200];
        snprintf(line, sizeof line, "y = [%s]; t = [%s]; L = %s", rows[i].y, rows[i].t,
                 rows[i].call);
        check(s, line, rows[i].wanted);
        check_each(s, line, "grad(L, y[%d])", rows[i].by_y);
        check_each(s, line, "grad(L, t[%d])", rows[i].by_t);
        check_each(s, line, "g%d = grad(L, y[%d]); grad(g%d, y[%d]) + 0", rows[i].twice);
        nb_session_free(s);
    }
}

static void test_made(void **state) {
    (void)state;
    static const struct {
        const char *call;
        double wanted, by_x[ELEMENTS], twice[ELEMENTS];
    } rows[] = {
#define LOSS(...)
#define MADE(CALL, VALUE, ...) {CALL, VALUE, __VA_ARGS__},
#include "functions.def"
#undef ONE
#undef TWO
#undef LOSS
#undef MADE
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        nb_session *s = new_session();
        char line[200];
        snprintf(line, sizeof line, "x = [0.5, 2.5, -1]; L = %s", rows[i].call);
        check(s, line, rows[i].wanted);
        check_each(s, line, "grad(L, x[%d])", rows[i].by_x);
        check_each(s, line, "g%d = grad(L, x[%d]); grad(g%d, x[%d]) + 0", rows[i].twice);
        nb_session_free(s);
    }
}

/* ---- ends, kinks and conventions ---- */

static void test_ends(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"x = 1; asin(x)", 1.5707963267948966},
        {"x = 1; y = asin(x); grad(y, x)", INFINITY},
        {"x = -1; y = acos(x); grad(y, x)", -INFINITY},
        {"asin(1.5)", NAN}, {"acosh(0.5)", NAN}, {"atanh(1)", INFINITY},
        {"x = 1; y = acosh(x); grad(y, x)", INFINITY},
        {"logit(0)", -INFINITY}, {"logit(1)", INFINITY}, {"logit(1.5)", NAN},
        {"atan2(0, -1)", 3.141592653589793}, {"atan2(-1, 0)", -1.5707963267948966},
        {"atan2(0, 0)", 0}, {"x = 0; y = 0; z = atan2(y, x); grad(z, x)", NAN},
        {"x = 0; y = sinc(x); y", 1}, {"x = 0; y = sinc(x); grad(y, x)", 0},
        {"x = 0; y = sinc(x); g = grad(y, x); grad(g, x)", -1.0 / 3},
        {"sign(0)", 0}, {"sign(-2)", -1}, {"sign(1e-300)", 1},
        {"round(2.5)", 2}, {"round(3.5)", 4}, {"round(-2.5)", -2}, {"round(2.4)", 2},
        {"round(0.49999999999999994)", 0}, {"round(1e300)", 1e300},
        {"ceil(2.1)", 3}, {"ceil(-2.1)", -2}, {"x = 2.5; y = round(x)*x; grad(y, x)", 2},
        {"mod(-5, 3)", 1}, {"mod(5, -3)", -1}, {"mod(6, 3)", 0}, {"mod(5, 0)", NAN},
        {"fmod(-5, 3)", -2}, {"fmod(5, -3)", 2}, {"mod(-1e-300, 3)", 3},
        {"x = 6; y = mod(x, 3); grad(y, x)", 1},
        {"x = 2; y = clip(x, 0, 2); grad(y, x)", 1}, {"x = 0; y = clip(x, 0, 2); grad(y, x)", 1},
        {"x = 3; y = clip(x, 0, 2); grad(y, x)", 0}, {"clip(1, 3, 2)", 2}, {"clip(5, 3, 2)", 2},
        {"x = 3; h = 2; y = clip(x, 0, h)*h; g = grad(y, h); g", 4},
        {"x = 3; h = 2; y = clip(x, 0, h)*h; g = grad(y, h); grad(g, h)", 2},
        {"x = 1; l = 0; h = 2; y = clip(x^2, l, h); g = grad(y, x); grad(g, x)", 2},
        {"hypot(0, 0)", 0}, {"a = 0; b = 0; y = hypot(a, b); grad(y, a)", 0},
        {"plogp(0)", 0}, {"softsign(1e308)", 1}, {"lncosh(0)", 0},
        {"x = 3; y = detach(x)*x; grad(y, x)", 3},
        {"x = 3; y = detach(x)*x; g = grad(y, x); grad(g, x)", 0},
        {"v = [1, 2, 3]; y = sum(detach(v)*v^2); grad(y, v[3])", 18},
        {"huber([1], [0])", 0.5}, {"huber([2, 0], [0, 0], delta=0.5)", 0.4375},
        {"y = [1]; L = huber(y, [0]); grad(L, y[1])", 1},
        {"y = [1]; L = hinge(y, [1]); grad(L, y[1])", 0},
        {"kl_div([0.5, 0.5], [1, 0])", 0.6931471805599453}, {"kl_div([1, 0], [1, 0])", 0},
        {"kl_div([1, 0], [0, 1])", INFINITY},
        {"kl_div([0.5, 0.5; 0.25, 0.75], [1, 0; 0, 1])", 0.49041462650586309},
        {"a = [0, 1000]; kl_div(softmax(a), [0.5, 0.5])", 499.30685281944005},
        {"a = [0, 1000]; L = kl_div(softmax(a), [0.5, 0.5]); grad(L, a[2])", 0.5},
        {"poisson([0, 2], [0, 0])", 1}, {"z = [-1000]; poisson(exp(z), [2])", 2000},
        {"z = [-1000]; L = poisson(exp(z), [2]); grad(L, z[1])", -2},
        {"focal([0, 1], [0, 1])", 0}, {"y = [0, 1]; L = focal(y, [0, 1]); grad(L, y[1])", 0},
        {"z = [1000]; focal(sigmoid(z), [0])", 750},
        {"z = [-1000]; L = focal(sigmoid(z), [1]); grad(L, z[1])", -0.25},
        {"v = [2, 2, 2]; s = std(v); grad(s, v[1])", 0}, {"var([3])", 0},
        {"var([3], sample=1)", NAN},
        {"v = [2, 0, 3]; p = prod(v); grad(p, v[2])", 6},
        {"M = outer([1, 2], [3, 4, 5]); M[2,3]", 10},
        {"u = [1, 2]; v = [3, 4, 5]; L = sum(outer(u, v)^2); grad(L, u[2])", 200},
        {"W = [1, 2; 3, 4]; x = [5; 6]; b = [7; 8]; h = W @ x + b; h[2,1]", 47},
        {"W = [1, 2; 3, 4]; x = [5; 6]; b = [7; 8]; L = sum(W @ x + b); grad(L, W[2,1])", 5},
    };
    CHECK_LINES(lines);
}

/* ---- along a direction ---- */

/* Every operator that goes along a direction: what it makes of row 2 or column 2 of a matrix is
 * what it makes of that as a vector, and so are the gradients. */
static void check_direction(const nb_vector_info *info, bool columns) {
    nb_session *s = new_session();
    const char *part = columns ? "W[:,2]" : "W[2,:]";
    char line[200];
    run(s, "W = [0.5, 2, -1, 3; 1.5, -2, 0.25, 1; 4, 0.125, 2.5, -3]");
    snprintf(line, sizeof line, "A = %s(W, by=%s); v = %s(%s)", info->name,
             columns ? "columns" : "rows", info->name, part);
    run(s, line);
    bool matrix = info->rows == NB_ROWS_EACH;
    run(s, matrix ? columns ? "a = A[3,2]; b = v[3]" : "a = A[2,3]; b = v[3]" : "a = A[2]; b = v");
    assert_true(run(s, "a") == run(s, "b"));
    for (int i = 1; i <= 3; i++)
        for (int j = 1; j <= 4; j++) {
            snprintf(line, sizeof line, "grad(a, W[%d,%d]) - grad(b, W[%d,%d])", i, j, i, j);
            near(info->name, run(s, line), 0);
        }
    run(s, matrix ? columns ? "size(A) - 12 + A[1,4]*0" : "size(A) - 12" : "size(A)");
    nb_session_free(s);
}

static void test_directions(void **state) {
    (void)state;
    int along = 0;
    for (int op = 0; op < NB_VECTOR_COUNT; op++) {
        const nb_vector_info *info = nb_vector_get((nb_vector_op)op);
        if (!info->along) continue;
        check_direction(info, false);
        check_direction(info, true);
        along++;
    }
    assert_true(along > 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one),  cmocka_unit_test(test_two),  cmocka_unit_test(test_losses),
        cmocka_unit_test(test_made), cmocka_unit_test(test_ends),
        cmocka_unit_test(test_directions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
