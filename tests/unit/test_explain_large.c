/* Derivations of large vectors need little memory: what is not shown is not written. A softmax
 * of 3,000 numbers has nine million local gradients. */
#include "support.h"

#include <string.h>

#include "session/session.h"

static nb_session *small_session(void) {
    nb_session *s = nb_session_new(&(nb_host){.memory_limit = (size_t)60 << 20});
    assert_non_null(s);
    return s;
}

static void explains(const char *before, const char *explain, const char *gradient) {
    nb_session *s = small_session();
    run(s, before);
    nb_result *result = ask(s, explain);
    const nb_block *block = result->first;
    while (block->kind != NB_BLOCK_DERIVATION && block->kind != NB_BLOCK_RULE) block = block->next;
    if (block->kind == NB_BLOCK_DERIVATION) {
        double wanted = block->as.derivation.gradient;
        assert_true(is_near(run(s, gradient), wanted, 1e-12));
        assert_true(block->as.derivation.paths >= 500);
    } else {
        const nb_rule_equation *first = &block->as.rule.equations[0];
        assert_true(is_near(run(s, gradient), first->numbers[0], 1e-12));
    }
    nb_result_free(result);
    nb_session_free(s);
}

static void test_softmax(void **state) {
    (void)state;
    explains("seed 1; v = normal(500); L = sum(softmax(v)^2);\n", "explain v of L\n", "dL/dv[1]\n");
    explains("seed 1; A = normal(60, 60); L = sum(softmax(A)^2);\n", "explain A of L\n",
             "dL/dA[1,1]\n");
    explains("x = 0.5; for i in 1..500 { p[i] = sin(i*x) }; L = sum(softmax(p)^2);\n",
             "explain x of L\n", "dL/dx\n");
    explains("seed 1; v = normal(3000); L = sum(softmax(v)^2);\n", "explain v of L\n",
             "dL/dv[1]\n");
    explains("x = 0.5; for i in 1..3000 { p[i] = sin(i*x) }; L = sum(softmax(p)^2);\n",
             "explain x of L\n", "dL/dx\n");
    explains("seed 2; x = 0.5; v = uniform(500); q = x*v; L = sum(log_softmax(q)*v);\n",
             "explain q of L\n", "dL/dq[1]\n");
}

/* Each of two arguments is the same number: its two formulas are added. */
static void test_one_number_twice(void **state) {
    (void)state;
    nb_session *s = small_session();
    run(s, "x = 0.5; y = 0.2; p = softmax([x, x, y]); L = p[1];\n");
    nb_result *result = ask(s, "explain x of L\n");
    const nb_derivation_block *d = &result->first->as.derivation;
    /* two shares e and one f: p = e/(2e + f), whose slope by x is e f/(2e + f)² */
    double e = 1.6487212707001282, f = 1.2214027581601699, sum = 2 * e + f;
    assert_true(is_near(d->gradient, e * f / (sum * sum), 1e-14));
    nb_result_free(result);
    nb_session_free(s);
}

/* It goes into a result by itself and inside of another argument: one formula, too. */
static void test_one_number_inside(void **state) {
    (void)state;
    nb_session *s = small_session();
    run(s, "x = 0.5; y = 0.2; p = softmax([x, 2*x, y]); L = p[1];\n");
    nb_result *result = ask(s, "explain x of L\n");
    const nb_derivation_block *d = &result->first->as.derivation;
    /* shares a, b, c of e^x, e^2x, e^y: the slope of a is a(1 − a) − 2ab */
    double e = 1.6487212707001282, f = 2.718281828459045, sum = e + f + 1.2214027581601699;
    assert_true(is_near(d->gradient, e / sum * (1 - (e + 2 * f) / sum), 1e-14));
    const nb_equation *last = &d->equations[0];
    assert_int_equal(last->term_total, 1);
    assert_true(d->paths == 1);
    nb_result_free(result);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_softmax),
                                       cmocka_unit_test(test_one_number_twice),
                                       cmocka_unit_test(test_one_number_inside)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
