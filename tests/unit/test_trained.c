/* What is looked at after training is the graph itself, whatever the compiler joined or took as
 * rows: random losses, of data and typed out, trained by either engine; then the value of every
 * node is what its operands make of it, every gradient is the sum over its users, and the weights
 * are those that the plain loop finds. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ops/compute.h"
#include "session/session.h"

enum { ROUNDS = 600 / SAMPLE, TEXT = 8000, EPOCHS = 5 };

static const char *const weights[] = {"a", "b", "c", "d"};
enum { WEIGHTS = sizeof weights / sizeof *weights };

/* An expression of x, the weights and `count` names h1, h2... */
static void add_expression(char *text, int depth, int count) {
    static const char *const forms[] = {"(", " + ", ")", "(", "*", ")", "(", " - ", ")",
                                        "tanh(", "", ")", "sigmoid(", "", ")", "sin(", "", ")",
                                        "relu(", "", ")"};
    if (depth == 0) {
        uint32_t which = pick(WEIGHTS + 2 + (uint32_t)count);
        if (which < WEIGHTS) add_format(text, TEXT, "%s", weights[which]);
        else if (which < WEIGHTS + 2) add_format(text, TEXT, "x");
        else add_format(text, TEXT, "h%d", (int)(which - WEIGHTS - 1));
        return;
    }
    uint32_t form = 3 * pick(7);
    add_format(text, TEXT, "%s", forms[form]);
    add_expression(text, depth - 1, count);
    add_format(text, TEXT, "%s", forms[form + 1]);
    if (form < 9) add_expression(text, depth - 1, count);
    add_format(text, TEXT, "%s", forms[form + 2]);
}

static void add_weights(char *text) {
    for (int k = 0; k < WEIGHTS; k++)
        add_format(text, TEXT, "%s = %.3f\n", weights[k], nb_random_normal(&chance));
}

static void write_rows(char *text) {
    enum { NAMES = 5 };
    add_format(text, TEXT, "data x, t = [0.5, 1; -1, 0; 0.25, 0.5; 2, 1; -0.75, 1]\n");
    for (int k = 0; k < NAMES; k++) {
        add_format(text, TEXT, "h%d = ", k + 1);
        add_expression(text, 2, k);
        add_format(text, TEXT, "\n");
    }
    add_format(text, TEXT, "L = (h%d + h%d*x - t)^2 + 0.1*(a^2 + b^2 + c^2 + d^2)\n", NAMES,
               NAMES - 1);
}

static void write_samples(char *text) {
    add_format(text, TEXT, "f(x) = ");
    add_expression(text, 4, 0);
    add_format(text, TEXT, "\nL = 0.1*(a^2 + b^2 + c^2 + d^2)");
    for (uint32_t n = 3 + pick(20); n > 0; n--)
        add_format(text, TEXT, " + (f(%.2f) + a*%.2f - %u)^2", nb_random_normal(&chance),
               nb_random_normal(&chance), pick(2));
    add_format(text, TEXT, "\n");
}

static bool same(double x, double y) {
    return isnan(x) ? isnan(y) : x == y;
}

/* Each node of the target's, computed again from its neighbours. */
static void check_nodes(nb_session *s, nb_node target) {
    const nb_graph *g = &s->sheet.graph;
    double *sum = calloc((size_t)target + 1, sizeof *sum), *size = calloc((size_t)target + 1, 8);
    assert_non_null(sum);
    assert_non_null(size);
    assert_int_equal(g->target, target);
    sum[target] = size[target] = 1;
    for (nb_node i = target + 1; i-- > 0;) {
        double x[NB_MAX_OPERANDS] = {0};
        int arity = nb_graph_arity(g, i);
        for (int k = 0; k < arity; k++) x[k] = g->value[nb_graph_operand(g, i, k)];
        nb_op op = (nb_op)g->op[i];
        if (size[i] == 0 || op == NB_OP_CONST) continue;
        if (arity > 0) assert_true(same(g->value[i], nb_op_value(op, x[0], x[1], x[2])));
        assert_true(fabs(nb_graph_gradient(g, i) - sum[i]) <= 1e-12 * size[i]);
        for (int k = 0; k < arity; k++) {
            double slope = nb_op_partial(op, k, x[0], x[1], x[2], g->value[i]);
            sum[nb_graph_operand(g, i, k)] += sum[i] * slope;
            size[nb_graph_operand(g, i, k)] += size[i] * fabs(slope);
        }
    }
    free(sum);
    free(size);
}

static nb_session *train(const char *text, const char *engine) {
    char statement[100];
    nb_session *s = new_session();
    (void)run(s, text);
    snprintf(statement, sizeof statement,
             "set engine %s; train L over a, b, c, d with sgd(lr=0.001) epochs=%d\n", engine,
             EPOCHS);
    (void)run(s, statement);
    return s;
}

/* False where training runs away, and each epoch multiplies what rounding left. */
static bool compare(const char *text) {
    bool calm = true;
    nb_session *compiled = train(text, "compiled"), *plain = train(text, "plain");
    for (int k = 0; k < WEIGHTS; k++) {
        double found = run(compiled, weights[k]), wanted = run(plain, weights[k]);
        calm = calm && fabs(wanted) < 10;
        if (calm && !is_near(found, wanted, 1e-10 * fmax(1, fabs(wanted))))
            fail_msg("%s%s is %.17g, should be %.17g", text, weights[k], found, wanted);
    }
    nb_result_free(ask(compiled, "table L\n"));
    check_nodes(compiled, node_of(compiled, "L"));
    nb_session_free(compiled);
    nb_session_free(plain);
    return calm;
}

static void test_after_training(void **state) {
    (void)state;
    int calm = 0;
    nb_random_seed(&chance, 31);
    for (int round = 0; round < ROUNDS; round++) {
        char text[TEXT] = "";
        add_weights(text);
        (round % 2 == 0 ? write_rows : write_samples)(text);
        calm += compare(text);
    }
    assert_true(calm > ROUNDS / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_after_training)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
