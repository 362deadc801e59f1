/* Derivations: every rule of simplification keeps the value, and what `explain` prints is right,
 * typed back, for every gradient of the catalogue and for random graphs. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formulas/local.h"
#include "session/session.h"
#include "view/formula.h"
#include "ops/compute.h"

enum { ROOM = 20000, VARIABLES = 7 };

static double random_number(double low, double high) {
    return low + (high - low) * pick(1 << 24) / (1 << 24);
}

/* ---- the rules ---- */

static double value_of(const nb_term *side, const double *variables) {
    if (side->kind == NB_TERM_NUMBER) return side->number;
    if (side->kind == NB_TERM_VARIABLE) return variables[side->node];
    double x[NB_MAX_OPERANDS] = {0};
    for (int k = 0; k < nb_op_get(side->op)->arity; k++)
        x[k] = value_of(side->operands[k], variables);
    return nb_op_value(side->op, x[0], x[1], x[2]);
}

/* a b c any, m n numbers, p positive, k negative; whole numbers now and then, where powers and
 * zeros need them. */
static void test_rules(void **state) {
    (void)state;
    nb_session *s = new_session();
    nb_algebra algebra;
    assert_int_equal(nb_algebra_get(&s->sheet, &s->sheet.arena, &algebra), NB_STATUS_OK);
    assert_true(algebra.rules->count > 40);
    for (size_t i = 0; i < algebra.rules->count; i++) {
        const nb_rule *rule = &algebra.rules->rules[i];
        for (int round = 0; round < 2000; round++) {
            double x[VARIABLES];
            for (int v = 0; v < VARIABLES; v++) {
                x[v] = random_number(-3, 3);
                if (round % 3 == 0) x[v] = rint(x[v]);
            }
            x[5] = fabs(x[5]) + 0.5;
            x[6] = -fabs(x[6]) - 0.5;
            double from = value_of(rule->from, x), to = value_of(rule->to, x);
            double scale = 1;
            for (int v = 0; v < VARIABLES; v++) scale *= fmax(fabs(x[v]), 1);
            if (isnan(from) || isinf(from)) continue; /* nothing is promised there */
            if (!(fabs(from - to) <= 1e-13 * fmax(fabs(from), scale)))
                fail_msg("rule %zu: %.17g became %.17g at a = %g, b = %g", i + 1, from, to, x[0],
                         x[1]);
        }
    }
    nb_session_free(s);
}

/* ---- what is printed ---- */

static double evaluate(nb_session *s, const char *text) {
    char line[ROOM + 2];
    snprintf(line, sizeof line, "%s\n", text);
    return run(s, line);
}

/* Whether a line is refused because several nodes read the same. */
static bool is_ambiguous(nb_session *s, const char *text) {
    nb_result *result;
    char line[ROOM + 2];
    snprintf(line, sizeof line, "%s\n", text);
    nb_status status = nb_feed(s, line, strlen(line), &result);
    const nb_diagnostic *error = result != NULL ? find_diagnostic(result, NB_SEVERITY_ERROR) : NULL;
    bool ambiguous = status == NB_STATUS_ERROR && error != NULL &&
                     error->message.id == NB_MESSAGE_GRADIENT_AMBIGUOUS;
    nb_result_free(result);
    return ambiguous;
}

/* Types the right side of an equation back: names, then numbers. */
static void check_equation(nb_session *s, const nb_derivation_block *block,
                           const nb_equation *equation, bool ops) {
    static char names[ROOM], numbers[ROOM];
    double scale = 0;
    *names = *numbers = '\0';
    for (size_t i = 0; i < equation->term_count; i++) {
        const nb_chain_term *term = &equation->terms[i];
        static char local[ROOM];
        *local = '\0';
        add_pieces(local, ROOM, &term->numbers);
        scale += fabs(term->upstream * evaluate(s, local));
        add_format(names, ROOM, "%s", i > 0 ? " + " : "");
        if (term->parent.count > 0) {
            add_format(names, ROOM, "∂(");
            add_pieces(names, ROOM, &block->target);
            add_format(names, ROOM, ")/∂(");
            add_pieces(names, ROOM, &term->parent);
            add_format(names, ROOM, ") · ");
        }
        add_format(names, ROOM, "(");
        add_pieces(names, ROOM, &term->local);
        add_format(names, ROOM, ")");
        add_format(numbers, ROOM, "%s(%.17g) · (%s)", i > 0 ? " + " : "", term->upstream, local);
    }
    if (equation->term_total > equation->term_count) return;
    if (ops || is_ambiguous(s, names)) { /* single operations and calls may read the same */
        *names = '\0';
        add_format(names, ROOM, "%s", numbers);
    }
    double by_names = evaluate(s, names), by_numbers = evaluate(s, numbers);
    if (isnan(equation->value)) return;
    if (!(fabs(by_names - equation->value) <= 1e-11 * scale) && by_names != equation->value)
        fail_msg("%s is %.17g, not %.17g", names, by_names, equation->value);
    if (!(fabs(by_numbers - equation->value) <= 1e-11 * scale) && by_numbers != equation->value)
        fail_msg("%s is %.17g, not %.17g", numbers, by_numbers, equation->value);
}

/* Explains, checks each equation, and answers the gradient. */
static double explain(nb_session *s, const char *of, const char *by, const char *how) {
    char line[ROOM];
    double gradient = 0; /* a note says that there is no path */
    snprintf(line, sizeof line, "explain %s of %s %s\n", by, of, how);
    nb_result *result;
    assert_int_equal(nb_feed(s, line, strlen(line), &result), NB_STATUS_OK);
    assert_non_null(result);
    for (const nb_block *at = result->first; at != NULL; at = at->next) {
        if (at->kind != NB_BLOCK_DERIVATION) continue;
        const nb_derivation_block *block = &at->as.derivation;
        gradient = block->gradient;
        for (size_t i = 0; i < block->count; i++) {
            check_equation(s, block, &block->equations[i], strcmp(how, "ops") == 0);
        }
    }
    if (find_diagnostic(result, NB_SEVERITY_ERROR) != NULL) fail_msg("%s failed", line);
    nb_result_free(result);
    return gradient;
}

static void check_gradient(nb_session *s, const char *graph, char *rest) {
    char *of = strtok(rest, "|"), *by = strtok(NULL, "|");
    double wanted = strtod(strtok(NULL, "|"), NULL);
    of[strlen(of) - 1] = '\0';
    by[strlen(by) - 1] = '\0';
    if (strcspn(by + 1, " (+-*/^") < strlen(by + 1)) return; /* not a name */
    const char *const ways[] = {"", "ops", "latex"};
    for (int i = 0; i < 3; i++) {
        double found = explain(s, of, by + 1, i < 2 ? ways[i] : "");
        if (!(fabs(found - wanted) <= 1e-11 * fmax(fabs(wanted), 1e-3)))
            fail_msg("%s: explain %s of %s %s: %.17g, not %.17g", graph, by, of, ways[i], found,
                     wanted);
    }
}

static void test_catalogue(void **state) {
    (void)state;
    FILE *file = fopen("tests/reference/graphs.txt", "r");
    assert_non_null(file);
    nb_session *s = NULL;
    char line[4000], graph[100] = "";
    int gradients = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#') continue;
        char *word = strtok(line, " "), *rest = strtok(NULL, "\n");
        if (strcmp(word, "graph") == 0) {
            nb_session_free(s);
            s = new_session();
            snprintf(graph, sizeof graph, "%s", rest);
        } else if (strcmp(word, "leaf") == 0) {
            char *name = strtok(rest, " "), statement[200];
            snprintf(statement, sizeof statement, "%s = %s\n", name, strtok(NULL, " "));
            run(s, statement);
        } else if (strcmp(word, "do") == 0) {
            run(s, rest);
        } else if (strcmp(word, "grad") == 0) {
            check_gradient(s, graph, rest);
            gradients++;
        }
    }
    nb_session_free(s);
    fclose(file);
    assert_true(gradients > 1000);
}

/* ---- random graphs ---- */

static void add_formula(char *text, int depth, uint32_t names) {
    uint32_t form = pick(depth == 0 ? 3 : 12);
    if (form == 0) {
        add_format(text, ROOM, "%.2g", random_number(0.5, 3));
    } else if (form < 5) {
        add_format(text, ROOM, "v%u", pick(names));
    } else if (form == 5) {
        static const char *const calls[] = {"sigmoid", "tanh", "f", "sin", "exp", "atan"};
        add_format(text, ROOM, "%s(", calls[pick(6)]);
        add_formula(text, depth - 1, names);
        add_format(text, ROOM, ")");
    } else if (form == 6) {
        add_format(text, ROOM, "g(");
        add_formula(text, depth - 1, names);
        add_format(text, ROOM, ", ");
        add_formula(text, depth - 1, names);
        add_format(text, ROOM, ")");
    } else if (form == 7) {
        add_format(text, ROOM, "(-");
        add_formula(text, depth - 1, names);
        add_format(text, ROOM, ")^%u", 2 + pick(2));
    } else {
        static const char *const signs[] = {" + ", " - ", "*", "/"};
        uint32_t sign = pick(4);
        add_format(text, ROOM, "(");
        add_formula(text, depth - 1, names);
        add_format(text, ROOM, "%s%s", signs[sign], sign == 3 ? "(2 + " : "");
        add_formula(text, depth - 1, names);
        add_format(text, ROOM, sign == 3 ? "^2))" : ")");
    }
}

/* Heavy reuse: each of 12 formulas may use all that stand before it. */
static void test_random_graphs(void **state) {
    (void)state;
    static char text[ROOM];
    for (int round = 0; round < 40; round++) {
        nb_session *s = new_session();
        run(s, "f(a) = 1/(2 + a^2)\ng(a, b) = a*f(b) - b\n");
        for (uint32_t i = 0; i < 15; i++) {
            *text = '\0';
            add_format(text, ROOM, "v%u = ", i);
            if (i < 3) add_format(text, ROOM, "%.3g", random_number(-2, 2));
            else add_formula(text, 3, i);
            add_format(text, ROOM, "\n");
            run(s, text);
        }
        for (int leaf = 0; leaf < 3; leaf++) {
            char by[16], line[40];
            snprintf(by, sizeof by, "v%d", leaf);
            snprintf(line, sizeof line, "grad(v14, %s)\n", by);
            double wanted = run(s, line);
            for (int ops = 0; ops < 2; ops++) {
                double found = explain(s, "v14", by, ops ? "ops" : "");
                if (!(fabs(found - wanted) <= 1e-12 * fmax(fabs(wanted), 1)))
                    fail_msg("round %d, %s: %.17g, not %.17g", round, by, found, wanted);
            }
        }
        nb_session_free(s);
    }
}

/* ---- LaTeX ---- */

/* The row's template with the leaves' names for its operands. */
static void fill_template(const char *latex, char *text) {
    for (; *latex != '\0'; latex++)
        if (*latex != '@') *text++ = *latex;
    *text = '\0';
}

/* How a derivation writes r = op(a, b, c) in LaTeX; false: the row has no slope to derive. */
static bool latex_of(const nb_op_info *info, char text[200]) {
    nb_session *s = new_session();
    const char *leaf = info->arity == 3 ? "b" : "a"; /* a condition has no gradient */
    char statement[200] = "", arguments[40] = "";
    for (int k = 0; k < info->arity; k++) {
        add_format(statement, sizeof statement, "%c = %g\n", "abc"[k], info->samples[0][k]);
        add_format(arguments, sizeof arguments, "%s%c", k > 0 ? ", " : "", "abc"[k]);
    }
    add_format(statement, sizeof statement, "r = %s(%s)\n", info->name, arguments);
    run(s, statement);
    snprintf(statement, sizeof statement, "explain %s of r latex\n", leaf);
    nb_result *result = ask(s, statement);
    const nb_block *block = result->first;
    while (block != NULL && block->kind != NB_BLOCK_DERIVATION) block = block->next;
    bool found = block != NULL && block->as.derivation.count > 0;
    if (found) {
        const nb_equation *equation = &block->as.derivation.equations[0];
        assert_true(equation->definition_count > 0);
        nb_buffer out;
        nb_buffer_init(&out, nb_session_memory(s));
        nb_formula_add(&out, &equation->definitions[0].formula, NB_SIGNS_LATEX);
        snprintf(text, 200, "%s", out.data);
        nb_buffer_clear(&out);
    }
    nb_result_free(result);
    nb_session_free(s);
    return found;
}

/* Signs, folds and calls alike: nothing but the row says how an operator looks in LaTeX. */
static void test_latex_is_the_rows(void **state) {
    (void)state;
    int count = 0;
    for (int op = 0; op < NB_OP_COUNT; op++) {
        const nb_op_info *info = nb_op_get((nb_op)op);
        char wanted[200], text[200] = "";
        if (info->arity == 0 || !latex_of(info, text)) continue;
        fill_template(info->latex, wanted);
        if (strcmp(text, wanted) != 0) fail_msg("%s is %s, not %s", info->name, text, wanted);
        count++;
    }
    assert_true(count > NB_OP_COUNT / 2);
}

int main(void) {
    nb_random_seed(&chance, 20240917);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules),
                                       cmocka_unit_test(test_catalogue),
                                       cmocka_unit_test(test_random_graphs),
                                       cmocka_unit_test(test_latex_is_the_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
