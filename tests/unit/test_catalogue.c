/* The scalar graphs of the reference catalogue through the language itself: every value, gradient
 * and local gradient. A gradient may differ by 1e-12 of the sum of the absolute contributions
 * that it is made of: that is what rounding in another order can change. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/internal.h"

typedef struct counts {
    int graphs, numbers;
} counts;

/* NAN allowed: tolerance of a value is relative, of a gradient as said above. */
static void check_number(const char *graph, const char *what, double found, double wanted,
                         double tolerance) {
    if (fabs(found - wanted) <= tolerance) return;
    fail_msg("%s: %s is %.17g, not %.17g (tolerance %.3g)", graph, what, found, wanted, tolerance);
}

static void check_gradient(nb_session *s, const char *graph, char *rest) {
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
        check_gradient(*s, graph, rest);
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
    counts n = {0, 0};
    char line[4000], graph[100] = "";
    while (fgets(line, sizeof line, file) != NULL)
        if (line[0] != '#') run_line(&s, line, graph, &n);
    nb_session_free(s);
    fclose(file);
    assert_int_equal(n.graphs, 98);
    assert_true(n.numbers > 3000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_graphs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
