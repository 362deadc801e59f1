/* A walk over every row of ops.def: the compiled partials against central differences, the
 * compiled formulas against their own texts evaluated by nabla, nan, and the extremes that the
 * careful forms exist for. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "ops/ops.h"
#include "nabla.h"
#include "ops/compute.h"

typedef struct point {
    double x[NB_MAX_OPERANDS];
} point;

static point sample(const nb_op_info *info, size_t i) {
    point p = {{0}};
    for (int k = 0; k < info->arity; k++) p.x[k] = info->samples[i][k];
    return p;
}

static double value_at(nb_op op, point p) {
    return nb_op_value(op, p.x[0], p.x[1], p.x[2]);
}

static double partial_at(nb_op op, int k, point p) {
    return nb_op_partial(op, k, p.x[0], p.x[1], p.x[2], value_at(op, p));
}

/* Calls `check` for every sample point of every operator. */
static void each_sample(void (*check)(nb_op op, point p, void *user), void *user) {
    int points = 0;
    for (int op = 0; op < NB_OP_COUNT; op++) {
        const nb_op_info *info = nb_op_get((nb_op)op);
        if (info->arity > 0) assert_true(info->sample_count > 0);
        for (size_t i = 0; i < info->sample_count; i++, points++)
            check((nb_op)op, sample(info, i), user);
    }
    assert_true(points > NB_OP_COUNT);
}

/* ---- derivatives ---- */

/* A few operations, each within two units in the last place. */
static const double value_error = 8 * DBL_EPSILON;

static double shifted(nb_op op, point p, int k, double h) {
    double moved = p.x[k] + h;
    assert_true(moved - p.x[k] == h); /* a power of two: the step is exact */
    p.x[k] = moved;
    return value_at(op, p);
}

static double central(nb_op op, point p, int k, double h) {
    return (shifted(op, p, k, h) - shifted(op, p, k, -h)) / (2 * h);
}

/* D(h) = f' + c·h² + O(h⁴), so |D(2h) - D(h)| is three times what D(h) lacks; to this comes what
 * the two values' rounding makes of D(h). */
static void check_partials(nb_op op, point p, void *user) {
    (void)user;
    const nb_op_info *info = nb_op_get(op);
    for (int k = 0; k < info->arity; k++) {
        if (nb_op_is_choice(op) && k == 0) continue; /* a condition: 0 or 1, nothing between */
        if (info->is_held) assert_true(partial_at(op, k, p) == 0);
        if (info->is_held) continue;
        double h = ldexp(1, -17); /* near cbrt(DBL_EPSILON) */
        double narrow = central(op, p, k, h), wide = central(op, p, k, 2 * h);
        double size = fabs(shifted(op, p, k, h)) + fabs(shifted(op, p, k, -h));
        double tolerance = fabs(wide - narrow) + value_error * size / (2 * h);
        double found = partial_at(op, k, p);
        if (!(fabs(found - narrow) <= tolerance))
            fail_msg("∂%s/∂%d at %g, %g is %.17g, but the difference quotient %.17g ± %.2g",
                     info->name, k, p.x[0], p.x[1], found, narrow, tolerance);
        assert_true(tolerance <= 1e-6 * fmax(1, fabs(found))); /* or this says nothing */
    }
}

static void test_partials(void **state) {
    (void)state;
    each_sample(check_partials, NULL);
}

static void check_ground(nb_op op, point p, void *user) {
    (void)user;
    assert_false(nb_op_at_kink(op, p.x[0], p.x[1], p.x[2]));
    assert_true(nb_op_in_domain(op, p.x[0], p.x[1], p.x[2]));
    assert_true(isfinite(value_at(op, p)));
}

static void test_samples_are_ordinary_points(void **state) {
    (void)state;
    each_sample(check_ground, NULL);
}

/* ---- the texts ---- */

static void store(nb_session *s, const char *name, double value) {
    char statement[80];
    snprintf(statement, sizeof statement, "%s := %.17g", name, value);
    run(s, statement);
}

static void same_number(const nb_op_info *info, const char *text, double found, double wanted,
                        double tolerance) {
    if (found == wanted || fabs(found - wanted) <= tolerance) return;
    fail_msg("%s: %s is %.17g, but %.17g was computed", info->name, text, found, wanted);
}

/* The careful text is what was compiled: it differs by what a compiler may know better about a
 * constant like log(2). The taught one is the same function; at the samples no intermediate result
 * is much larger than 1 or the result, so its rounding stays below 16 units of that. */
static void check_text(nb_session *s, const nb_op_info *info, nb_formula formula, double wanted) {
    double careful = run(s, formula.careful), taught = run(s, formula.taught);
    same_number(info, formula.careful, careful, wanted, 4 * DBL_EPSILON * fabs(wanted));
    same_number(info, formula.taught, taught, wanted, 16 * DBL_EPSILON * fmax(1, fabs(wanted)));
    same_number(info, formula.nodes, run(s, formula.nodes), wanted, 8 * DBL_EPSILON * fabs(wanted));
}

static void check_texts(nb_op op, point p, void *user) {
    nb_session *s = user;
    const nb_op_info *info = nb_op_get(op);
    static const char *const names[] = {"a", "b", "c"};
    for (int k = 0; k < info->arity; k++) store(s, names[k], p.x[k]);
    store(s, "y", value_at(op, p));
    check_text(s, info, info->value, value_at(op, p));
    for (int k = 0; k < info->arity; k++)
        check_text(s, info, info->partial[k], partial_at(op, k, p));
}

static void test_texts(void **state) {
    (void)state;
    nb_session *s = nb_session_new(&(nb_host){.user = NULL});
    assert_non_null(s);
    each_sample(check_texts, s);
    nb_session_free(s);
}

/* ---- what a row says about how it is written ---- */

static void check_spellings(nb_op op, const nb_op_info *info) {
    char spellings[80];
    nb_op found;
    snprintf(spellings, sizeof spellings, "%s", info->form.spellings);
    for (char *word = strtok(spellings, " "); word != NULL; word = strtok(NULL, " ")) {
        bool prefix = info->form.kind == NB_FORM_PREFIX;
        assert_true(prefix ? nb_op_find_prefix(word, strlen(word), &found)
                           : nb_op_find_infix(word, strlen(word), &found));
        assert_int_equal(found, op);
    }
}

/* A sign or a fold is written between its operands: each must be there, once and in order. */
static void check_latex(const nb_op_info *info) {
    bool all = info->form.kind != NB_FORM_CALL && info->form.kind != NB_FORM_DEFAULT;
    const char *at = info->latex;
    for (int k = 0; k < info->arity; k++) {
        const char operand[] = {'@', (char)('a' + k), '\0'};
        at = strstr(all ? at : info->latex, operand);
        if (at == NULL && (all || k == 0))
            fail_msg("%s: its LaTeX lacks %s", info->name, operand);
    }
    if (at != NULL && all) assert_null(strchr(at + 1, '@'));
}

static void test_rows(void **state) {
    (void)state;
    for (int i = 0; i < NB_OP_COUNT; i++) {
        const nb_op_info *info = nb_op_get((nb_op)i);
        nb_op found;
        assert_true(strlen(info->help) > 10);
        if (info->arity == 0) continue;
        assert_true(nb_op_find_call(info->name, strlen(info->name), &found));
        assert_int_equal(found, i); /* and so no two rows share a name */
        assert_true(strlen(info->symbol) > 0);
        check_latex(info);
        check_spellings((nb_op)i, info);
    }
}

/* A letter or a word, as a whole, in a text. */
static bool has_word(const char *text, const char *word) {
    size_t length = strlen(word);
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++) {
        size_t from = (size_t)(at - text);
        if (!nb_utf8_is_inside_name(text, from) && !nb_utf8_is_inside_name(text, from + length))
            return true;
    }
    return false;
}

/* The words of the domain speak of the operands by their names, and of nothing else by a letter. */
static void check_domain(nb_op op, const nb_op_info *info) {
    for (char letter = 'b'; info->domain != NULL && letter <= 'z'; letter++) {
        const char word[] = {letter, '\0'};
        bool operand = false;
        for (int k = 0; k < info->arity; k++)
            operand = operand || strcmp(nb_op_operand(op, k), word) == 0;
        if (has_word(info->domain, word) && !operand)
            fail_msg("%s: it has no operand %s; see OPERANDS in ops.def", info->name, word);
    }
}

/* Help shows the formulas with the operands' names in them: none may be that of the value. */
static void test_operands(void **state) {
    (void)state;
    for (int i = 0; i < NB_OP_COUNT; i++) {
        const nb_op_info *info = nb_op_get((nb_op)i);
        check_domain((nb_op)i, info);
        for (int k = 0; k < info->arity; k++) {
            const char *name = nb_op_operand((nb_op)i, k);
            if (name == NULL) fail_msg("%s: OPERANDS names too few", info->name);
            for (int j = 0; j < k; j++)
                assert_string_not_equal(name, nb_op_operand((nb_op)i, j));
            for (int j = 0; strcmp(name, "y") == 0 && j < info->arity; j++)
                if (has_word(info->partial[j].taught, "y"))
                    fail_msg("%s: a formula speaks of the value y, and an operand is called y",
                             info->name);
        }
    }
    assert_string_equal(nb_op_operand(NB_OP_POW, 1), "y");
    assert_string_equal(nb_op_operand(NB_OP_WHERE, 0), "c");
}

/* ---- nan ---- */

static bool is_comparison(const nb_op_info *info) {
    return info->form.level == NB_LEVEL_COMPARISON;
}

/* A nan may be passed over only where the formula chooses another side: there its slope is 0. */
static void check_nan(nb_op op, point p, void *user) {
    (void)user;
    const nb_op_info *info = nb_op_get(op);
    for (int k = 0; k < info->arity; k++) {
        if (is_comparison(info) || (op == NB_OP_WHERE && k == 0)) continue;
        bool chooses = strstr(info->value.taught, "where(") != NULL;
        point q = p;
        q.x[k] = NAN;
        double y = value_at(op, q);
        if (chooses && partial_at(op, k, p) == 0 && y == value_at(op, p)) continue;
        if (!isnan(y)) fail_msg("%s is %g with operand %d nan", info->name, y, k);
        for (int i = 0; i < info->arity; i++) assert_true(isnan(partial_at(op, i, q)));
    }
}

static void test_nan(void **state) {
    (void)state;
    each_sample(check_nan, NULL);
    static const nb_op pieces[] = {NB_OP_MAX, NB_OP_MIN, NB_OP_MAXOUT};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        assert_true(isnan(nb_op_value(pieces[i], NAN, 1, 0)));
        assert_true(isnan(nb_op_value(pieces[i], 1, NAN, 0)));
    }
    assert_true(nb_op_value(NB_OP_LT, NAN, 1, 0) == 0);
    assert_true(nb_op_value(NB_OP_NE, NAN, NAN, 0) == 1);
    assert_true(nb_op_value(NB_OP_WHERE, 1, 2, NAN) == 2);
    assert_true(nb_op_value(NB_OP_WHERE, 0, NAN, 3) == 3);
}

/* ---- extremes ---- */

static double slope(nb_op op, double a) {
    return nb_op_partial(op, 0, a, 0, 0, nb_op_value(op, a, 0, 0));
}

static void near(double found, double wanted) {
    if (found != wanted && !(fabs(found - wanted) <= 1e-12 * fabs(wanted)))
        fail_msg("%.17g should be %.17g", found, wanted);
}

/* The wanted numbers were computed with 60 digits. */
static void test_far_out(void **state) {
    (void)state;
    near(nb_op_value(NB_OP_SIGMOID, 1000, 0, 0), 1);
    near(nb_op_value(NB_OP_SIGMOID, -1000, 0, 0), 0);
    near(slope(NB_OP_SIGMOID, 40), 4.248354255291589e-18);
    near(slope(NB_OP_SIGMOID, -40), 4.248354255291589e-18);
    near(slope(NB_OP_SIGMOID, 1000), 0);
    near(slope(NB_OP_SIGMOID, -1000), 0);
    near(slope(NB_OP_TANH, 20), 1.6993417021166356e-17);
    near(slope(NB_OP_TANH, -20), 1.6993417021166356e-17);
    near(slope(NB_OP_TANH, 1000), 0);
    near(nb_op_value(NB_OP_SOFTPLUS, 1000, 0, 0), 1000);
    near(nb_op_value(NB_OP_SOFTPLUS, -1000, 0, 0), 0);
    near(nb_op_value(NB_OP_SOFTPLUS, -40, 0, 0), 4.248354255291589e-18);
    near(slope(NB_OP_SOFTPLUS, 1000), 1);
    near(slope(NB_OP_SOFTPLUS, -40), 4.248354255291589e-18);
    near(nb_op_value(NB_OP_SWISH, -1000, 0, 0), 0);
    near(nb_op_value(NB_OP_SWISH, -20, 0, 0), -4.122307236380407e-8);
    near(slope(NB_OP_SWISH, -1000), 0);
    near(slope(NB_OP_SWISH, -20), -3.916191866064678e-8);
    near(slope(NB_OP_SWISH, 1e17), 1);
    near(nb_op_value(NB_OP_GELU, -8, 0, 0), -4.976768459417427e-15);
    near(slope(NB_OP_GELU, -8), -3.9796072610867959e-14);
    near(slope(NB_OP_GELU, 1000), 1);
}

static void test_small(void **state) {
    (void)state;
    near(nb_op_value(NB_OP_EXPM1, 1e-10, 0, 0), 1.00000000005e-10);
    near(nb_op_value(NB_OP_LOG1P, 1e-10, 0, 0), 9.9999999995e-11);
    near(nb_op_value(NB_OP_ELU, -1e-10, 1, 0), -9.9999999995e-11);
    near(nb_op_value(NB_OP_LOG2, 8, 0, 0), 3);
    near(nb_op_value(NB_OP_LOG10, 1000, 0, 0), 3);
    near(slope(NB_OP_LOG2, 8), 0.18033688011112043);
    near(slope(NB_OP_LOG10, 1000), 0.00043429448190325183);
}

static void check_power(double a, double b, double y, double da, double db) {
    near(nb_op_value(NB_OP_POW, a, b, 0), y);
    near(nb_op_partial(NB_OP_POW, 0, a, b, 0, y), da);
    near(nb_op_partial(NB_OP_POW, 1, a, b, 0, y), db);
}

static void test_conventions(void **state) {
    (void)state;
    assert_true(nb_op_value(NB_OP_XLOGY, 0, 0, 0) == 0);
    assert_true(nb_op_partial(NB_OP_XLOGY, 1, 0, 0, 0, 0) == 0);
    static const nb_op flat_at_zero[] = {NB_OP_ABS, NB_OP_RELU, NB_OP_STEP};
    for (size_t i = 0; i < sizeof flat_at_zero / sizeof *flat_at_zero; i++) {
        assert_true(slope(flat_at_zero[i], 0) == 0);
        assert_true(nb_op_at_kink(flat_at_zero[i], 0, 0, 0));
    }
    assert_true(slope(NB_OP_STEP, 5) == 0);
    static const nb_op ties[] = {NB_OP_MAX, NB_OP_MIN, NB_OP_MAXOUT};
    for (size_t i = 0; i < sizeof ties / sizeof *ties; i++) {
        assert_true(nb_op_partial(ties[i], 0, 2, 2, 0, 2) == 1);
        assert_true(nb_op_partial(ties[i], 1, 2, 2, 0, 2) == 0);
        assert_true(nb_op_at_kink(ties[i], 2, 2, 0));
    }
    check_power(0, 2, 0, 0, 0);
    check_power(0, 1, 0, 1, 0);
    check_power(0, 0.5, 0, INFINITY, 0);
    check_power(2, 0, 1, 0, 0.6931471805599453);
    near(nb_op_partial(NB_OP_POW, 0, -2, 3, 0, -8), 12);
}

static void test_domains(void **state) {
    (void)state;
    assert_false(nb_op_in_domain(NB_OP_LOG, 0, 0, 0));
    assert_false(nb_op_in_domain(NB_OP_SQRT, -1, 0, 0));
    assert_true(nb_op_in_domain(NB_OP_SQRT, 0, 0, 0));
    assert_false(nb_op_in_domain(NB_OP_DIV, 1, 0, 0));
    assert_false(nb_op_in_domain(NB_OP_POW, -2, 0.5, 0));
    assert_true(nb_op_in_domain(NB_OP_POW, -2, -3, 0));
    assert_false(nb_op_in_domain(NB_OP_POW, 0, -1, 0));
    assert_true(nb_op_in_domain(NB_OP_XLOGY, 0, 0, 0));
    assert_false(nb_op_in_domain(NB_OP_XLOGY, 1, 0, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_partials),   cmocka_unit_test(test_samples_are_ordinary_points),
        cmocka_unit_test(test_texts),      cmocka_unit_test(test_rows),
        cmocka_unit_test(test_operands),
        cmocka_unit_test(test_nan),        cmocka_unit_test(test_far_out),
        cmocka_unit_test(test_small),      cmocka_unit_test(test_conventions),
        cmocka_unit_test(test_domains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
