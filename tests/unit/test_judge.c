/* check's rule, measured: random smooth functions whose values, steps and slopes lie anywhere
 * within 40 orders of magnitude. No right gradient may be called wrong, a kink or a jump, and of
 * those that are made wrong by a thousandth 99 % must be found. `test_judge N` takes N. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "calculus/judge.h"
#include "graph/passes.h"
#include "session/session.h"

enum { FUNCTIONS = 10000, ROOM = 2000, LONG = 600, VERDICTS = NB_VERDICT_NOT_FINITE + 1 };

static uint32_t functions = FUNCTIONS / SAMPLE;

/* ---- functions ---- */

static double uniform(double low, double high) {
    return low + (high - low) * pick(1u << 30) / (double)(1u << 30);
}

static double any_size(double low, double high) {
    return pow(10, uniform(low, high));
}

/* A number of any size and sign. */
static double any_number(void) {
    return (pick(2) ? 1 : -1) * any_size(-20, 20);
}

/* What is done to %s, a number near 1. */
static const char *const shapes[] = {
    "sin(%s)", "cos(%s)", "exp(%s)", "exp(-(%s)^2)", "tanh(%s)", "sigmoid(%s)", "softplus(%s)",
    "atan(%s)", "log(1 + (%s)^2)", "sqrt(1 + (%s)^2)", "1/(2 + (%s)^2)", "(%s)^3 - %s", "swish(%s)",
    "gelu(%s)", "erf(%s)", "(%s)^2/(1 + exp(%s))", "cbrt(3 + %s)"};

/* f(g((x - m)/s)), with a factor and a summand. */
static void write_composed(char *text) {
    char inner[LONG], outer[LONG];
    double s = any_size(-20, 20), m = s * any_size(-6, 3), at = uniform(-2, 2);
    snprintf(inner, sizeof inner, pick(2) ? "(x - m)/s" : "s1*(x - m)");
    for (uint32_t i = pick(3) + 1; i > 0; i--) {
        const char *shape = shapes[pick(sizeof shapes / sizeof *shapes)];
        snprintf(outer, sizeof outer, shape, inner, inner);
        snprintf(inner, sizeof inner, "%s", outer);
    }
    double a = any_number(), b = a * any_size(-12, 6);
    add_format(text, ROOM, "s = %.17g; s1 = %.17g; m = %.17g; x = %.17g; a = %.17g; b = %.17g\n",
               s, 1 / s, m, m + s * at, a, b);
    add_format(text, ROOM, pick(2) ? "y = a*%s\n" : "y = a*%s + b\n", inner);
}

/* Near 0, and near poles that are not at 0. */
static void write_pole(char *text) {
    static const char *const poles[] = {
        "y = a/x^2", "y = a/x", "y = 1/(a*x)", "y = a*log(abs(x))", "y = (a*x)^-3",
        "y = a*sqrt(abs(x))", "y = b/(a*x)^2", "y = a*b/x^2*1e-20", "y = a*cbrt(x) - b*0"};
    add_format(text, ROOM, "x = %.17g; a = %.17g; b = %.17g\n", any_number(), any_number(),
               any_number());
    add_format(text, ROOM, "%s\n", poles[pick(sizeof poles / sizeof *poles)]);
}

static void write_near_pole(char *text) {
    static const char *const poles[] = {
        "y = a/(p - x)", "y = a*log(p - x)", "y = a/(p - x)^2", "y = a*sqrt(p - x)",
        "y = a*exp(p/(p - x)/1e11)", "y = a*atan(p/(p - x)/1e4)",
        /* p/x rounds, so that it cannot come quite as near to 1 */
        "y = a*log(1 - x/p)", "y = a/(1 - x/p)", "y = a*tan(pi/2*(x/p))"};
    uint32_t which = pick(sizeof poles / sizeof *poles);
    double p = any_size(-20, 20), near = p * any_size(which > 5 ? -9 : -13, 0);
    add_format(text, ROOM, "p = %.17g; x = %.17g; a = %.17g\n", p, p - near, any_number());
    add_format(text, ROOM, "%s\n", poles[which]);
}

/* Formulas of physics: few nodes, numbers of all sizes. */
static void write_physics(char *text) {
    static const char *const laws[] = {
        "y = x*q*p/r^2", "y = q*p/x^2", "y = exp(-abs(q)/(x*abs(q)/r))", "y = 1/(x*q)",
        "y = sqrt(x^2 + r^2)", "y = (x*q)^2/(r*p)",
 "y = 0.5*q*x^2 + q*x*r","y = q*(1 - exp(-x/r/20))", "y = q*x/(r + x)"};
    double x = any_number(), r = fabs(x) * any_size(-2, 2);
    add_format(text, ROOM, "x = %.17g; r = %.17g; q = %.17g; p = %.17g\n", fabs(x), r,
               any_number(), any_number());
    add_format(text, ROOM, "%s\n", laws[pick(sizeof laws / sizeof *laws)]);
}

static void write_function(char *text) {
    static void (*const write[])(char *) = {write_composed, write_composed, write_pole,
                                            write_near_pole, write_physics};
    *text = '\0';
    write[pick(sizeof write / sizeof *write)](text);
}

/* ---- counting ---- */

typedef struct tally {
    int right[VERDICTS], spoiled[VERDICTS];
} tally;

static void judge_both(const char *text, tally *t) {
    nb_session *s = new_session();
    run(s, text);
    nb_node x = node_of(s, "x"), y = node_of(s, "y");
    nb_graph_backward(&s->sheet.graph, y);
    double gradient = nb_graph_gradient(&s->sheet.graph, x), wrong = pick(2) ? 1.001 : 0.999;
    nb_probe probe;
    assert_int_equal(nb_probe_begin(&probe, &s->sheet.scratch, &s->sheet.graph, y), NB_STATUS_OK);
    nb_judgement found = nb_judge(&probe, x, gradient);
    t->right[found.verdict]++;
    if (found.verdict == NB_VERDICT_WRONG || found.verdict == NB_VERDICT_KINK ||
        found.verdict == NB_VERDICT_JUMP)
        fail_msg("%s: verdict %d on the gradient %g, which is right: %g, bound %g", text,
                 (int)found.verdict, gradient, found.numerical, found.bound);
    if (gradient != 0 && isfinite(gradient))
        t->spoiled[nb_judge(&probe, x, gradient * wrong).verdict]++;
    nb_session_free(s);
}

static void test_smooth_functions(void **state) {
    (void)state;
    tally t = {.right = {0}};
    int all = 0;
    for (uint32_t i = 0; i < functions; i++) {
        char text[ROOM];
        write_function(text);
        judge_both(text, &t);
    }
    for (int i = 0; i < VERDICTS; i++) all += t.spoiled[i];
    print_message("right gradients: %d shown to be right, %d hidden, %d not finite\n",
                  t.right[NB_VERDICT_RIGHT], t.right[NB_VERDICT_UNSEEN],
                  t.right[NB_VERDICT_NOT_FINITE]);
    print_message("a thousandth off: %d found of %d, %d hidden\n", t.spoiled[NB_VERDICT_WRONG], all,
                  t.spoiled[NB_VERDICT_UNSEEN]);
    assert_true(t.spoiled[NB_VERDICT_WRONG] >= 0.99 * all);
}

int main(int argc, char **argv) {
    if (argc > 1) functions = (uint32_t)strtoul(argv[1], NULL, 10);
    nb_random_seed(&chance, 11);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_smooth_functions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
