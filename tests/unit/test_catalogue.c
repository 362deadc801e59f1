/* The scalar graphs of the reference catalogue through the language itself: every value, gradient
 * and local gradient; `check` finds none of them wrong, and the paths to every node add up to its
 * gradient. A gradient may differ by 1e-12 of the sum of the absolute contributions that it is made
 * of: that is what rounding in another order can change. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/session.h"

typedef struct counts {
    int graphs, numbers, checked, hidden, paths;
    char target[100]; /* of the last gradient */
} counts;

/* NAN allowed: tolerance of a value is relative, of a gradient as said above. */
static void check_number(const char *graph, const char *what, double found, double wanted,
                         double tolerance) {
    if (fabs(found - wanted) <= tolerance) return;
    fail_msg("%s: %s is %.17g, not %.17g (tolerance %.3g)", graph, what, found, wanted, tolerance);
}

/* Any wrong gradient fails; one that differences cannot tell is counted. */
static void check_check(nb_session *s, const char *graph, const char *of, counts *n) {
    char statement[2000];
    snprintf(statement, sizeof statement, "check %s\n", of);
    nb_result *result = ask(s, statement);
    if (fact_of(result, "wrong") != 0) fail_msg("%s: %s finds errors", graph, statement);
    n->checked += (int)fact_of(result, "checked");
    n->hidden += (int)fact_of(result, "hidden");
    nb_result_free(result);
}

/* The last line is the sum, the lines before it the products of the paths, if there are several. */
static void check_paths(nb_session *s, const char *graph, const char *of, const char *by,
                        double gradient, double tolerance, counts *n) {
    char statement[2000];
    snprintf(statement, sizeof statement, "paths (%s) (%s)\n", of, by);
    nb_result *result = ask(s, statement);
    bool none = result->first->kind == NB_BLOCK_DIAGNOSTIC;
    const nb_table_block *table = none ? NULL : table_of(result, 0);
    double paths = none ? 0 : fact_of(result, "paths"), sum = 0;
    size_t count = none ? 0 : table->row_count;
    for (size_t i = 0; i < count; i++) sum += table->cells[3 * i + 2].number;
    if (count > 0) check_number(graph, statement, table->cells[3 * count - 1].number, gradient,
                                tolerance);
    if (count > 1 && paths == (double)count - 1)
        check_number(graph, statement, sum / 2, gradient, tolerance);
    if (none) assert_true(gradient == 0);
    n->paths += paths < 1e6 ? (int)paths : 0;
    nb_result_free(result);
}

static void check_gradient(nb_session *s, const char *graph, char *rest, counts *n) {
    char *of = strtok(rest, "|"), *by = strtok(NULL, "|");
    double wanted = strtod(strtok(NULL, "|"), NULL);
    char statement[2000];
    of[strlen(of) - 1] = '\0';
    by[strlen(by) - 1] = '\0';
    snprintf(statement, sizeof statement, "grad(%s, %s)\n", of, by + 1);
    double found = run(s, statement);
    nb_node target = node_of(s, of), node = node_of(s, by + 1);
    double scale = node != NB_NO_NODE ? absolute_gradient(s, target, node) : fabs(wanted);
    check_number(graph, statement, found, wanted, 1e-12 * scale);
    bool is_node = node != NB_NO_NODE || wanted != 0; /* a formula of another graph is none */
    if (is_node) check_paths(s, graph, of, by + 1, wanted, 1e-12 * scale, n);
    if (strcmp(n->target, of) != 0) check_check(s, graph, of, n);
    snprintf(n->target, sizeof n->target, "%s", of);
}

/* The formula that `local` prints, typed back. */
static void check_formula(nb_session *s, const char *graph, const char *statement,
                          double wanted) {
    char text[4000] = "";
    nb_result *result;
    assert_int_equal(nb_feed(s, statement, strlen(statement), &result), NB_STATUS_OK);
    for (const nb_block *at = result->first; at != NULL; at = at->next)
        if (at->kind == NB_BLOCK_LOCAL) add_pieces(text, sizeof text - 1, &at->as.local.formula);
    nb_result_free(result);
    if (*text == '\0') return; /* it goes along several wires */
    add_format(text, sizeof text, "\n");
    double typed = run(s, text);
    if (isfinite(typed)) check_number(graph, text, typed, wanted, 1e-11 * fmax(fabs(wanted), 1e-3));
}

static void check_local(nb_session *s, const char *graph, char *rest) {
    char *node = strtok(rest, "|"), *input = strtok(NULL, "|");
    double wanted = strtod(strtok(NULL, "|"), NULL);
    char statement[2000];
    node[strlen(node) - 1] = '\0';
    input[strlen(input) - 1] = '\0';
    snprintf(statement, sizeof statement, "local (%s) (%s)\n", node, input + 1);
    double found = run(s, statement);
    check_number(graph, statement, found, wanted, 1e-12 * fabs(wanted));
    check_formula(s, graph, statement, wanted);
}

static void check_value(nb_session *s, const char *graph, char *rest) {
    char *expr = strtok(rest, "|");
    double wanted = strtod(strtok(NULL, "|"), NULL);
    char statement[2000];
    snprintf(statement, sizeof statement, "%s\n", expr);
    check_number(graph, statement, run(s, statement), wanted, 1e-12 * fmax(fabs(wanted), 1e-3));
}

static void run_line(nb_session **s, char *line, char graph[100], counts *n) {
    char *word = strtok(line, " "), *rest = strtok(NULL, "\n");
    if (strcmp(word, "graph") == 0) {
        nb_session_free(*s);
        *s = nb_session_new(&(nb_host){.user = NULL});
        assert_non_null(*s);
        snprintf(graph, 100, "%s", rest);
        n->target[0] = '\0';
        n->graphs++;
    } else if (strcmp(word, "leaf") == 0) {
        char *name = strtok(rest, " "), *number = strtok(NULL, " "), statement[200];
        snprintf(statement, sizeof statement, "%s = %s\n", name, number);
        run(*s, statement);
    } else if (strcmp(word, "do") == 0) {
        run(*s, rest);
    } else if (strcmp(word, "value") == 0) {
        check_value(*s, graph, rest);
        n->numbers++;
    } else if (strcmp(word, "grad") == 0) {
        check_gradient(*s, graph, rest, n);
        n->numbers++;
    } else if (strcmp(word, "local") == 0) {
        check_local(*s, graph, rest);
        n->numbers++;
    }
}

static void test_graphs(void **state) {
    (void)state;
    FILE *file = fopen("tests/reference/graphs.txt", "r");
    assert_non_null(file);
    nb_session *s = NULL;
    counts n = {.graphs = 0};
    char line[4000], graph[100] = "";
    while (fgets(line, sizeof line, file) != NULL)
        if (line[0] != '#') run_line(&s, line, graph, &n);
    nb_session_free(s);
    fclose(file);
    assert_int_equal(n.graphs, 98);
    assert_true(n.numbers > 3000);
    print_message("%d gradients checked, %d hidden by rounding, %d paths\n", n.checked, n.hidden,
                  n.paths);
    assert_true(n.checked > 1000 && n.hidden < n.checked / 50);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_graphs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
