/* `train` through the language: the trajectories of the reference catalogue, the course's networks,
 * what undo brings back, and what an interrupt leaves. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/internal.h"

/* ---- the reference catalogue ---- */

typedef struct trajectory {
    nb_session *s;
    char id[100], weights[40][20];
    char loss[100], over[400], with[200];
    size_t count;
    int trajectories, rows;
    double steps, largest[40];
} trajectory;

static void near(const trajectory *t, const char *what, double found, double wanted,
                 double allowed) {
    if (fabs(found - wanted) <= allowed) return;
    fail_msg("%s, step %g: %s is %.17g, not %.17g", t->id, t->steps, what, found, wanted);
}

/* train LOSS over W, ... with OPTIMIZER */
static void read_train(trajectory *t, char *rest) {
    char *over = strstr(rest, " over "), *with = strstr(rest, " with ");
    *over = *with = '\0';
    snprintf(t->loss, sizeof t->loss, "%s", rest);
    snprintf(t->over, sizeof t->over, "%s", over + 6);
    snprintf(t->with, sizeof t->with, "%s", with + 6);
    t->count = 0;
    for (char *name = strtok(over + 6, ", "); name != NULL; name = strtok(NULL, ", "))
        snprintf(t->weights[t->count++], sizeof t->weights[0], "%s", name);
    t->steps = 0;
}

/* row STEP LOSS WEIGHT...: the training goes on from the row before. What may be off, and why, says
 * test_optimizer.c. */
static void check_row(trajectory *t, const char *rest) {
    char *end;
    double step = strtod(rest, &end), loss = strtod(end, &end);
    char text[1000];
    if (step > t->steps) {
        snprintf(text, sizeof text, "train %s over %s with %s epochs=%g\n", t->loss, t->over,
                 t->with, step - t->steps);
        run(t->s, text);
    }
    t->steps = step;
    nb_graph *graph = &t->s->graph;
    nb_node target = node_of(t->s, t->loss);
    double allowed = 1e-10 * fabs(loss);
    nb_graph_forward(graph, target + 1);
    nb_graph_backward(graph, target);
    for (size_t i = 0; i < t->count; i++) {
        nb_node node = node_of(t->s, t->weights[i]);
        double wanted = strtod(end, &end), found = graph->value[node];
        t->largest[i] = fmax(step == 0 ? 0 : t->largest[i], fabs(found));
        double off = 1e-10 * fabs(wanted) + step * DBL_EPSILON * t->largest[i];
        near(t, t->weights[i], found, wanted, off);
        allowed += fabs(nb_graph_gradient(graph, node)) * off + 50 * off * off;
    }
    near(t, t->loss, graph->value[target], loss, allowed);
    t->rows++;
}

static void check_line(trajectory *t, char *line) {
    char *rest = line + strcspn(line, " \n"), text[1000];
    if (*rest == ' ') *rest++ = '\0';
    rest[strcspn(rest, "\n")] = '\0';
    if (strcmp(line, "trajectory") == 0) {
        t->s = nb_session_new(&(nb_host){.user = NULL});
        snprintf(t->id, sizeof t->id, "%s", rest);
        t->trajectories++;
    }
    if (strcmp(line, "leaf") == 0) {
        char *value = strchr(rest, ' ');
        *value++ = '\0';
        snprintf(text, sizeof text, "%s = %s\n", rest, value);
        run(t->s, text);
    }
    if (strcmp(line, "do") == 0) {
        snprintf(text, sizeof text, "%s\n", rest);
        run(t->s, text);
    }
    if (strcmp(line, "train") == 0) read_train(t, rest);
    if (strcmp(line, "row") == 0) check_row(t, rest);
    if (strcmp(line, "end") == 0) nb_session_free(t->s);
}

static void test_trajectories(void **state) {
    (void)state;
    trajectory t = {.s = NULL};
    char line[2000];
    FILE *file = fopen("tests/reference/trajectories.txt", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) check_line(&t, line);
    fclose(file);
    assert_int_equal(t.trajectories, 41);
    assert_true(t.rows > 200);
}

/* ---- undo ---- */

static void test_undo(void **state) {
    (void)state;
    nb_session *s = nb_session_new(&(nb_host){.user = NULL});
    run(s, "w = 0; x = 2\n");
    run(s, "L = (w*x - 6)^2\n");
    run(s, "train L over w with adam(lr=0.1) epochs=5\n");
    double first = run(s, "w\n");
    const nb_memory_of_steps *steps = s->state.steps;
    run(s, "train L over w with adam(lr=0.1) epochs=5\n");
    double second = run(s, "w\n");
    assert_true(steps->steps == 5 && s->state.steps->steps == 10);
    run(s, "undo\n");
    assert_true(run(s, "w\n") == first && s->state.steps == steps);
    run(s, "redo\n");
    assert_true(run(s, "w\n") == second && s->state.steps->steps == 10);
    run(s, "undo\n");
    run(s, "train L over w with adam(lr=0.1) epochs=5\n"); /* and bit for bit the same again */
    assert_true(run(s, "w\n") == second);
    run(s, "train L over w with adam(lr=0.1) epochs=2 fresh\n");
    assert_true(s->state.steps->steps == 2);
    nb_session_free(s);
}

/* ---- divergence ---- */

static void test_divergence(void **state) {
    (void)state;
    nb_session *s = nb_session_new(&(nb_host){.user = NULL});
    run(s, "w = 1\n");
    run(s, "L = w^4\n");
    nb_result *result = ask(s, "train L over w with sgd(lr=3) epochs=100\n");
    const nb_diagnostic *warning = find_diagnostic(result, NB_SEVERITY_WARNING);
    assert_non_null(warning);
    assert_true(warning->hint.id == NB_MESSAGE_HINT_SMALLER_RATE);
    assert_true(fact_of(result, "epochs") < 20);
    nb_result_free(result);
    assert_true(isfinite(run(s, "w\n")));
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trajectories), cmocka_unit_test(test_undo),
        cmocka_unit_test(test_divergence)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
