/* Derivatives as nodes. For every row of ops.def the first derivative is what the backward pass
 * computes, and the second what differences of that say. On random graphs likewise, after leaves
 * and formulas changed, too. The sides of `where` that are not chosen leave no trace. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ops/ops.h"
#include "base/random.h"
#include "nabla.h"
#include "ops/compute.h"

enum { ROOM = 4000 };

static double run_format(nb_session *s, const char *format, ...) {
    char text[ROOM];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    assert_true(length > 0 && length < ROOM);
    return run(s, text);
}

/* Equal, both nan, or within the tolerance. */
/* ---- every operator ---- */

/* y = op(x1, x2, x3), with its derivatives as nodes: p1 to p3, and q11 to q33. */
static nb_session *new_operator(nb_op op) {
    nb_session *s = new_session();
    const nb_op_info *info = nb_op_get(op);
    char call[100];
    snprintf(call, sizeof call, "%s(%.*s)", info->name, 4 * info->arity - 2, "x1, x2, x3");
    run_format(s, "x1 = 1; x2 = 1; x3 = 1; y = %s", call);
    for (int k = 1; k <= info->arity; k++) {
        run_format(s, "p%d = grad(y, x%d)", k, k);
        for (int i = 1; i <= info->arity; i++) run_format(s, "q%d%d = grad(p%d, x%d)", k, i, k, i);
    }
    return s;
}

static void set_operands(nb_session *s, const double x[NB_MAX_OPERANDS]) {
    run_format(s, "x1, x2, x3 := %.17g, %.17g, %.17g", x[0], x[1], x[2]);
}

/* A few operations, each within two units in the last place. */
static const double value_error = 8 * DBL_EPSILON;

static void check_first(nb_session *s, nb_op op, const double x[NB_MAX_OPERANDS]) {
    const nb_op_info *info = nb_op_get(op);
    double y = nb_op_value(op, x[0], x[1], x[2]);
    if (isnan(y)) return; /* the formula 1/x has a value where log has none */
    set_operands(s, x);
    for (int k = 0; k < info->arity; k++) {
        double wanted = nb_op_partial(op, k, x[0], x[1], x[2], y);
        double found = run_format(s, "p%d", k + 1);
        if (!is_near(found, wanted, value_error * fabs(wanted)))
            fail_msg("∂%s/∂%d at %g, %g is %.17g, but as nodes %.17g", info->name, k, x[0], x[1],
                     wanted, found);
    }
}

/* At the samples, and at every point of a grid: kinks, zeros of powers and ends of domains. */
static void test_first(void **state) {
    (void)state;
    static const double grid[] = {0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, 40, -40, 1000, -1000};
    enum { POINTS = sizeof grid / sizeof *grid };
    for (int op = 0; op < NB_OP_COUNT; op++) {
        const nb_op_info *info = nb_op_get((nb_op)op);
        size_t arity = (size_t)info->arity;
        if (arity == 0) continue;
        nb_session *s = new_operator((nb_op)op);
        for (size_t i = 0; i < info->sample_count; i++) {
            double x[NB_MAX_OPERANDS] = {0};
            memcpy(x, info->samples[i], arity * sizeof *x);
            check_first(s, (nb_op)op, x);
        }
        for (size_t i = 0; i < POINTS; i++)
            for (size_t k = 0; k < (arity > 1 ? POINTS : 1); k++)
                check_first(s, (nb_op)op, (double[]){grid[i], grid[k], 5});
        nb_session_free(s);
    }
}

static double partial_beside(nb_op op, int k, const double x[NB_MAX_OPERANDS], int i, double h) {
    double p[NB_MAX_OPERANDS] = {x[0], x[1], x[2]};
    p[i] += h;
    return nb_op_partial(op, k, p[0], p[1], p[2], nb_op_value(op, p[0], p[1], p[2]));
}

typedef struct estimate {
    double value, error;
} estimate;

/* Of central differences D(h) = f' + c·h² + O(h⁴), (4·D(h) - D(2h))/3 lacks only O(h⁴): with half
 * the step a sixteenth, so that what the halving changed is more than what is still lacking. To
 * this comes what the values' rounding makes of it. */
static estimate richardson(double (*difference)(void *user, double h), void *user, double size,
                           double h) {
    double d1 = difference(user, h), d2 = difference(user, 2 * h), d4 = difference(user, 4 * h);
    double fine = (4 * d1 - d2) / 3, rough = (4 * d2 - d4) / 3;
    return (estimate){fine, fabs(fine - rough) + 2 * value_error * size / h};
}

typedef struct pair {
    nb_op op;
    int k, i;
    const double *x;
} pair;

static double difference_of_partials(void *user, double h) {
    const pair *p = user;
    return (partial_beside(p->op, p->k, p->x, p->i, h) -
            partial_beside(p->op, p->k, p->x, p->i, -h)) / (2 * h);
}

static void check_second(nb_session *s, pair p) {
    const nb_op_info *info = nb_op_get(p.op);
    if (p.op == NB_OP_WHERE && p.i == 0) return; /* a condition: 0 or 1, nothing between */
    double h = ldexp(1, -9);
    estimate e = richardson(difference_of_partials, &p,
                            fabs(partial_beside(p.op, p.k, p.x, p.i, 0)), h);
    double found = run_format(s, "q%d%d", p.k + 1, p.i + 1);
    if (!is_near(found, e.value, e.error))
        fail_msg("∂²%s/∂%d∂%d at %g, %g is %.17g, but by differences %.17g ± %.2g", info->name,
                 p.k, p.i, p.x[0], p.x[1], found, e.value, e.error);
    assert_true(e.error <= 1e-6 * fmax(1, fabs(found))); /* or this says nothing */
}

static void test_second(void **state) {
    (void)state;
    int pairs = 0;
    for (int op = 0; op < NB_OP_COUNT; op++) {
        const nb_op_info *info = nb_op_get((nb_op)op);
        nb_session *s = info->arity > 0 ? new_operator((nb_op)op) : NULL;
        for (size_t n = 0; n < info->sample_count; n++) {
            double x[NB_MAX_OPERANDS] = {0};
            memcpy(x, info->samples[n], (size_t)info->arity * sizeof *x);
            set_operands(s, x);
            for (int k = 0; k < info->arity; k++)
                for (int i = 0; i < info->arity; i++, pairs++)
                    check_second(s, (pair){(nb_op)op, k, i, x});
        }
        nb_session_free(s);
    }
    assert_true(pairs > 2 * NB_OP_COUNT);
}

/* ---- lines ---- */

static void test_forms(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"x = 2; f = x^3; g = grad(f, x); grad(g, x)", 12},
        {"x = 2; f = x^3; grad(grad(f, x), x)", 12},
        {"x = 2; f = x^3; grad(grad(grad(f, x), x), x)", 6},
        {"x = 2; f = x^3; grad(grad(grad(grad(f, x), x), x), x)", 0},
        {"x = 2; f = x^3; ∂(∂f/∂x)/∂x", 12},
        {"x = 2; f = x^3; ∂²f/∂x²", 12},
        {"x = 2; f = x^3; d²f/dx²", 12},
        {"h[1] = 2; h[2] = h[1]^3; 2d³h[2]/dh[1]³", 12},
        {"x = 2; n = 0; f = x^n; g = grad(f, x); dg/dn", 0.5}, /* and not the 0 of 0^0 */
        {"x = 2; n = 0; f = xlogy(n, x); g = grad(f, x); dg/dn", 0.5},
        {"x = 2; f = x^3; g = 2df/dx + 1; dg/dx", 24},
        {"x = 2; y = 3; f = x^2*y^3; g = grad(f, x); dg/dy", 108},
        {"x = 2; y = 3; f = x^2*y^3; g = grad(f, y); dg/dx", 108},
        {"x = 2; y = x^2; g = grad(x*y, y)", 2},              /* only through y */
        {"x = 2; u = x^2; f = u*x; g = grad(f, x)", 12},
        {"x = 2; f = x*x*x; g = grad(f, x*x)", 2},            /* a node without a name */
        {"w = 3; x = 2; L = (w*x)^2; g = grad(L, w*x); dg/dw", 4},
        {"h[0] = 2; for i in 1..4 { h[i] = h[i-1]^2 }; g = grad(h[4], h[2]); g", 16384},
        {"h[0] = 2; for i in 1..3 { h[i] = h[i-1]^2; g[i] = grad(h[i], h[0]) }; g[3]", 1024},
        {"x = 5; g = grad(x, x)", 1},
        {"x = 5; y = 7; g = grad(x, y)", 0},
        {"x = 5; y = 2x; z = x^2; g = grad(y, z)", 0},
        {"x = 5; n := x; g = grad(n^2, x)", 0},
        {"x = 5; g = grad(x + 1, x); y = g*x; dy/dg", 5},     /* 1 is a node that has a name */
        {"x = 3; y = x; g = grad(y, x)*2; g", 2},
        {"x = 2; y = x^2; g = grad(y, x); x = 5; g", 10},
        {"x = 2; y = x^2; g = grad(y, x); y = x^3; g", 12},
        {"x = 2; u = 3x; y = u^2; g = grad(y, x); u = x^2; g", 32},
        {"x = 2; u = 3x; y = u^2; g = grad(y, u); u = 5; g", 10},
        {"x = 2; f(a) = a^2; y = f(x); g = grad(y, x); f(a) = a^3; g", 12},
        {"x = 2; y = x^2; g = grad(y, x)\ny = x^3\nundo\ng", 4},
        {"x = 2; y = x^2; g = grad(y, x)\ny = x^3\nundo\nredo\ng", 12},
        {"x = 2; y = x^2; g = grad(y, x)\nreset\nundo\ng", 4},
    };
    CHECK_LINES(lines);
}

static void test_functions(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"slope(x) = grad(x^3, x); slope(2)", 12},
        {"slope(x) = grad(x^3, x); slope(2) + slope(3)", 39},
        {"slope(x) = grad(x^3, x); w = 2; g = slope(w); dg/dw", 12},
        {"slope(x) = grad(x^3, x); w = 2; grad(slope(w), w)", 12},
        {"slope(x) = grad(x^3, x); w = 2; slope(2w + 1)", 75},
        {"slope(x) = grad(x^3, x); w = 2; g = slope(2w + 1); dg/dw", 60},
        {"slope(x) = grad(x^3, x); curve(x) = grad(slope(x), x); curve(2)", 12},
        {"slope(x) = grad(x^3, x); jerk(x) = grad(grad(slope(x), x), x); jerk(2)", 6},
        {"f(x) = x^3; fp(x) = grad(f(x), x); f(x) = x^4; fp(2)", 32},
        {"f(x, y) = x*y^2; fx(x, y) = grad(f(x, y), x); fx(5, 3)", 9},
        {"f(x, y) = x*y^2; fx(x, y) = grad(f(x, y), x); t = 3; fx(t, t)", 9},
        {"f(x, y) = x*y^2; fx(x, y) = grad(f(x, y), x); t = 3; g = fx(t, t); dg/dt", 6},
        {"x = 7; f(u) = grad(x*u, u); f(x)", 7},
        {"x = 7; f(u) = grad(x^2, u); f(3)", 0},
        {"f(u) = grad(2^u, u) / log(2); f(2)", 4},            /* 2 is not the 2 */
        {"f(u) = grad(u*pi, u); f(pi)", 3.14159265358979323846},
        {"D(y, x) = dy/dx; w = 2; L = w^3; D(L, w)", 12},
        {"D(y, x) = dy/dx; w = 2; L = w^3; D(D(L, w), w)", 12},
        {"D(y, x) = dy/dx; w = 2; x = 3; L = (w*x)^2; D(L, w*x)", 12},
        {"D(y, x) = dy/dx; w = 2; L = w^3; D(dL/dw, w)", 12}, /* the argument is a formula */
        {"D(y, x) = dy/dx; E(y, x) = D(y*x, x); w = 2; L = w^3; g = E(5, w)", 5},
        {"N(y, x) = x - grad(y, x)/grad(grad(y, x), x); w = 1; L = (w - 4)^2; N(L, w)", 4},
        {"g(x) = grad(x^2, x); f(x) = g(2x) + grad(g(2x), 2x); f(3)", 14},
    };
    CHECK_LINES(lines);
}

static void test_newton(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"x = 1; f = x^2 - 2; repeat 6 { x := x - f/grad(f, x) }; x", 1.4142135623730951},
        {"x = 4; f = x^3 - 6x^2 + 9x; repeat 6 { x := x - grad(f, x)/grad(grad(f, x), x) }; x", 3},
        {"x = 4; f = x^3 - 6x^2 + 9x; repeat 6 { x -= grad(f, x)/grad(grad(f, x), x) }; x", 3},
        {"x = 4; f = x^3 - 6x^2 + 9x; g = df/dx; repeat 6 { x -= g/grad(g, x) }; x", 3},
    };
    CHECK_LINES(lines);
}

/* ---- vectors ---- */

static void test_vectors(void **state) {
    (void)state;
    static const value_line lines[] = {
        {"w = [1, 2, 3]; L = sum(w^3); g = grad(L, w); sum(g)", 42},
        {"w = [1, 2, 3]; L = sum(w^3); g = grad(L, w); h = grad(g[2], w); h[2] + h[1] + h[3]", 12},
        {"w = [1, 2, 3]; L = sum(w^3); sum(grad(sum(grad(L, w)), w))", 36},
        {"w = [1, 2, 3]; L = sum(w^3); g = grad(L, w); w = [2, 2, 2]; sum(g)", 36},
        {"w = [1, 2]; v = w + 1; L = sum(w*v); g = grad(L, [w[1], v[1]]); g[1]*100 + g[2]", 301},
        {"a = 2; u = a^2; L = u^3; g = grad(L, [a, u]); g[1]*1000 + g[2]", 192048},
        {"w = [1, 2]; L = w[1]; g = grad(L, w); g[1] - g[2]", 1},
        {"w = [1, 2]; L = sum(w); g = grad(L, w); g[1]*10 + g[2]", 11}, /* one node, two names */
        {"f(u) = grad(sum(u^2), u); w = [1, 2]; g = f(w); g[2]", 4},
        {"f(u, v) = grad(sum(u*v), u); w = [1, 2]; g = f(w, w); g[2]", 2},
        {"slope(u) = grad(u^3, u); w = [1, 2]; g = slope(w); g[2]", 12},
        {"s = softmax([1, 2]); b = [1, 2]; p = softmax(b); g = grad(p[1], b); g[1]/(s[1]*s[2])", 1},
    };
    CHECK_LINES(lines);
}

/* A network's gradients as nodes are those of the backward pass, and each matrix takes one pass: so
 * all of them have fewer than two nodes for one of the network's. */
static void test_network(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "x = [0.3, -1.2, 0.8]; W = normal(3, 20); b = normal(20); V = normal(20, 2); "
           "y = softmax(tanh(x @ W + b) @ V); L = cross_entropy(y, [1, 0])");
    nb_node before = node_of(s, "L");
    run(s, "gW = grad(L, W); gb = grad(L, b); gV = grad(L, V); c = sum(gb^2)");
    nb_node after = node_of(s, "c");
    assert_true(after < 3 * before);
    assert_true(run(s, "max(abs(gW - grad(L, W)))") < 1e-14);
    assert_true(run(s, "max(abs(gb - grad(L, b)))") < 1e-14);
    assert_true(run(s, "max(abs(gV - grad(L, V)))") < 1e-14);
    /* along W[2,7] the slope of b's gradient */
    double h = ldexp(1, -13), slope = run(s, "sum(grad(gb[7], W[2,7]))"), w = run(s, "W[2,7]");
    double up = run_format(s, "W[2,7] := %.17g; grad(L, b[7])", w + h);
    double down = run_format(s, "W[2,7] := %.17g; grad(L, b[7])", w - h);
    assert_true(is_near(slope, (up - down) / (2 * h), 1e-6 * fabs(slope)));
    nb_session_free(s);
}

/* ---- where ---- */

/* `text` ends in a derivative named g of something by x; then x, p and q change, and with them the
 * side, without a build. */
typedef struct sides {
    const char *text;
    struct {
        double x, p, q, wanted;
    } at[6];
    int count;
} sides;

static void test_where(void **state) {
    (void)state;
    static const sides tests[] = {
        {"y = where(x > 0, x^2 + x, log(-x)); g = grad(y, x)",
         {{2, 0, 0, 5}, {-2, 0, 0, -0.5}, {0, 0, 0, INFINITY}}, 3},
        {"y = where(x == 0, 1, sin(x)/x); g = grad(y, x)",
         {{0, 0, 0, 0}, {1, 0, 0, -0.30116867893975674}}, 2},
        {"y = where(x > 0, sqrt(x), 0) + x; g = grad(y, x)", {{0, 0, 0, 1}, {4, 0, 0, 1.25}}, 2},
        {"y = where(p > 0, log(x), where(q > 0, 1/x, x)); g = grad(y, x)",
         {{0, -1, -1, 1}, {2, 1, 1, 0.5}, {2, -1, 1, -0.25}, {0, 1, 0, INFINITY}}, 4},
        /* one node below two conditions: part of y where either holds */
        {"s = log(x); y = where(p > 0, s, 0) + where(q > 0, s^2, x); g = grad(y, x)",
         {{0, -1, -1, 1}, {1, 1, -1, 2}, {1, -1, 1, 0}, {2, 1, 1, 1.1931471805599454}}, 4},
        {"s = log(x); y = where(p > 0, where(q > 0, s, 1), where(q > 1, s, 2)); g = grad(y, x)",
         {{0, -1, -1, 0}, {0, 1, -1, 0}, {4, 1, 1, 0.25}, {4, -1, 2, 0.25}, {0, -1, 1, 0}}, 5},
        {"s = log(x); y = where(p, where(q, s, 1), where(q, 1, s)); g = grad(y, x)",
         {{0, 1, 0, 0}, {0, 0, 1, 0}, {4, 1, 1, 0.25}, {4, 0, 0, 0.25}}, 4},
        {"c = p > 0; s = log(x); y = where(c, s, 1)*where(c, 2, s); g = grad(y, x)",
         {{4, 1, 0, 0.5}, {4, -1, 0, 0.25}}, 2},
        {"s = 1/x; y = where(p, s, 3) + where(p, 2, x*x); g = grad(y, x)",
         {{2, 1, 0, -0.25}, {2, 0, 0, 4}, {0, 0, 0, 0}}, 3},
        {"s = 1/x; u = s + s*x; y = where(p, u, q); g = grad(y, x)",
         {{0, 0, 1, 0}, {2, 1, 0, -0.25}}, 2},
        {"y = where(p, x, x); g = grad(y, x)", {{3, 0, 0, 1}, {3, 1, 0, 1}}, 2},
        {"f(a) = where(a > 0, a*log(a), 0); y = f(x); g = grad(y, x)",
         {{0, 0, 0, 0}, {1, 0, 0, 1}}, 2},
        /* the second derivative as well */
        {"y = where(x > 0, x*log(x), x^3); h = grad(y, x); g = grad(h, x)",
         {{2, 0, 0, 0.5}, {-2, 0, 0, -12}, {0, 0, 0, 0}}, 3},
    };
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        nb_session *s = new_session();
        run_format(s, "x = 1; p = 1; q = 1; %s", tests[i].text);
        for (int k = 0; k < tests[i].count; k++) {
            double wanted = tests[i].at[k].wanted;
            double found = run_format(s, "x, p, q := %g, %g, %g; g", tests[i].at[k].x,
                                      tests[i].at[k].p, tests[i].at[k].q);
            if (!is_near(found, wanted, 1e-12 * fabs(wanted)))
                fail_msg("%s at %g, %g, %g: %.17g, not %g", tests[i].text, tests[i].at[k].x,
                         tests[i].at[k].p, tests[i].at[k].q, found, wanted);
        }
        nb_session_free(s);
    }
}

/* ---- random graphs ---- */

enum { LEAVES = 4, FORMULAS = 14 };

/* @a and @b: names. What stays near 1; the sides of `where` that are not chosen are often nan. */
static const char *const forms[] = {
    "@a + @b", "@a - @b", "@a*@b", "sin(@a) - cos(@b)", "tanh(@a + @b)", "sigmoid(@a)*@b",
    "@a/(1 + @b^2)", "where(@a > 0, log(@a), @b)", "where(@a > @b, @a, sqrt(@b - @a + 0.1))",
    "exp(-@a^2) + @b", "softplus(@a)*atan(@b)", "F(@a, @b)", "G(@a) + @b", "H(@a, @b)",
    "K(@a)*@b", "D(F(@a, @b), @a)", "max(@a, @b)", "relu(@a) + @b", "half_squared_loss(@a, @b)",
    "grad(F(@a, @b)*@a, @b)", "where(@a > 0.5, 1/(@a - 0.4), swish(@b))", "gelu(@a) - elu(@b)",
    "pow(2 + tanh(@a), @b)", "xlogy(@a, 1 + @b^2)",
};

static void random_name(char name[16], uint32_t formulas) {
    uint32_t n = pick(formulas + LEAVES);
    if (n < LEAVES) snprintf(name, 16, "x%u", n + 1);
    else snprintf(name, 16, "v%u", n - LEAVES + 1);
}

/* v5 = ..., of the names before it. */
static void define(nb_session *s, uint32_t number) {
    char names[2][16], text[400];
    const char *form = forms[pick(sizeof forms / sizeof *forms)];
    random_name(names[0], number - 1);
    random_name(names[1], number - 1);
    snprintf(text, sizeof text, "v%u = ", number);
    for (const char *c = form; *c != '\0'; c++) {
        if (*c == '@') add_format(text, sizeof text, "%s", names[*++c - 'a']);
        else add_format(text, sizeof text, "%c", *c);
    }
    run(s, text);
}

static void set_leaves(nb_session *s) {
    for (int i = 1; i <= LEAVES; i++) run_format(s, "x%d := %d/64", i, (int)pick(256) - 128);
}

static nb_session *random_session(void) {
    nb_session *s = new_session();
    run(s, "F(a, b) = a*b + sin(a); G(a) = where(a > 0.3, sqrt(a), a^2); K(a) = "
           "grad(a^3/(1 + a^2), a); H(a, b) = where(a > b, log(a - b + 0.1), tanh(b))*sigmoid(a)");
    run(s, "D(y, x) = grad(y, x)");
    set_leaves(s);
    for (uint32_t n = 1; n <= FORMULAS; n++) define(s, n);
    for (int i = 1; i <= LEAVES; i++) run_format(s, "g%d = grad(v%d, x%d)", i, FORMULAS, i);
    return s;
}

typedef struct counts {
    int first, zero, second, skipped;
} counts;

static double scale_of(nb_session *s, int i) {
    char y[16], x[16];
    snprintf(y, sizeof y, "v%d", FORMULAS);
    snprintf(x, sizeof x, "x%d", i);
    run_format(s, "%s; %s", y, x); /* brings both up to date */
    return absolute_gradient(s, node_of(s, y), node_of(s, x));
}

/* As nodes, and as numbers by the backward pass. */
static void check_all_first(nb_session *s, counts *n) {
    for (int i = 1; i <= LEAVES; i++, n->first++) {
        double nodes = run_format(s, "g%d", i), scale = scale_of(s, i);
        double wanted = run_format(s, "grad(v%d, x%d)", FORMULAS, i);
        n->zero += wanted == 0;
        if (is_near(nodes, wanted, 1e-12 * scale)) continue;
        fail_msg("%s∂v%d/∂x%d is %.17g, but as nodes %.17g", list_of(s), FORMULAS, i, wanted,
                 nodes);
    }
}

typedef struct probe {
    nb_session *s;
    int i, k;
    double x;
} probe;

static double difference_of_gradients(void *user, double h) {
    const probe *p = user;
    double up = run_format(p->s, "x%d := %.17g; grad(v%d, x%d)", p->k, p->x + h, FORMULAS, p->i);
    double down = run_format(p->s, "x%d := %.17g; grad(v%d, x%d)", p->k, p->x - h, FORMULAS, p->i);
    return (up - down) / (2 * h);
}

/* Near a kink the differences do not settle: such points are left out, and counted. */
static void check_one_second(nb_session *s, int i, int k, counts *n) {
    probe p = {s, i, k, run_format(s, "x%d", k)};
    double scale = 20 * scale_of(s, i); /* some twenty operations on a path */
    estimate e = richardson(difference_of_gradients, &p, scale, ldexp(1, -10));
    double found = run_format(s, "x%d := %.17g; grad(g%d, x%d)", k, p.x, i, k);
    bool settled = e.error <= 1e-5 * fmax(1, fabs(e.value));
    n->skipped += !settled;
    n->second++;
    if (settled && !is_near(found, e.value, e.error))
        fail_msg("%s∂g%d/∂x%d is %.17g, but by differences %.17g ± %.2g", list_of(s), i, k, found,
                 e.value, e.error);
}

/* Another session made from the list has the same derivatives. */
static void check_twin(nb_session *s) {
    nb_session *twin = new_session();
    char *list = list_of(s);
    run(twin, list);
    for (int i = 1; i <= LEAVES; i++) {
        double wanted = run_format(twin, "g%d", i), found = run_format(s, "g%d", i);
        if (!is_near(found, wanted, 1e-12 * scale_of(s, i)))
            fail_msg("%sg%d is %.17g, but in a new session %.17g", list, i, found, wanted);
    }
    free(list);
    nb_session_free(twin);
}

static void test_random_graphs(void **state) {
    (void)state;
    enum { SESSIONS = 400 };
    counts n = {0};
    for (int i = 0; i < SESSIONS; i++) {
        nb_session *s = random_session();
        check_all_first(s, &n);
        set_leaves(s);
        check_all_first(s, &n);
        check_one_second(s, 1 + (int)pick(LEAVES), 1 + (int)pick(LEAVES), &n);
        for (int times = 0; times < 3; times++) {
            define(s, 1 + pick(FORMULAS));
            check_all_first(s, &n);
        }
        check_one_second(s, 1 + (int)pick(LEAVES), 1 + (int)pick(LEAVES), &n);
        check_twin(s);
        nb_session_free(s);
    }
    print_message("%d first derivatives, %d of them 0; %d second ones, %d near a kink\n", n.first,
                  n.zero, n.second, n.skipped);
    assert_true(n.zero < n.first / 2 && n.skipped < n.second / 5);
}

int main(void) {
    nb_random_seed(&chance, 20240607);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first),  cmocka_unit_test(test_second),
        cmocka_unit_test(test_forms),  cmocka_unit_test(test_functions),
        cmocka_unit_test(test_newton), cmocka_unit_test(test_where),
        cmocka_unit_test(test_vectors), cmocka_unit_test(test_network),
        cmocka_unit_test(test_random_graphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
