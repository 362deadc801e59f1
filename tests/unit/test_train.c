/* `train` through the language: the trajectories of the reference catalogue, the course's networks,
 * what undo brings back, and what an interrupt leaves. */
#define _DEFAULT_SOURCE
#include "support.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "learn/loss_history.h"
#include "learn/optimizer_call.h"
#include "session/session.h"
#include "graph/passes.h"

static const char *engine; /* all tests are run with each */

static nb_session *begin(const nb_host *host) {
    char text[40];
    nb_session *s = nb_session_new(host);
    snprintf(text, sizeof text, "set engine %s\n", engine);
    run(s, text);
    return s;
}

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
    nb_graph *graph = &t->s->sheet.graph;
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
        t->s = begin(&(nb_host){.user = NULL});
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

static void check_file(const char *name, int trajectories, int rows) {
    trajectory t = {.s = NULL};
    char line[2000];
    FILE *file = fopen(name, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) check_line(&t, line);
    fclose(file);
    assert_int_equal(t.trajectories, trajectories);
    assert_true(t.rows >= rows);
}

static void test_trajectories(void **state) {
    (void)state;
    check_file("tests/reference/trajectories.txt", 41, 200);
    check_file("tests/reference/optimizers.txt", 88, 88 * 11);
}

/* ---- undo ---- */

static void test_undo(void **state) {
    (void)state;
    nb_session *s = begin(&(nb_host){.user = NULL});
    run(s, "w = 0; x = 2\n");
    run(s, "L = (w*x - 6)^2\n");
    run(s, "train L over w with adam(lr=0.1) epochs=5\n");
    double first = run(s, "w\n");
    const nb_memory_of_steps *steps = s->sheet.state.learned.steps;
    run(s, "train L over w with adam(lr=0.1) epochs=5\n");
    double second = run(s, "w\n");
    assert_true(steps->steps == 5 && s->sheet.state.learned.steps->steps == 10);
    run(s, "undo\n");
    assert_true(run(s, "w\n") == first && s->sheet.state.learned.steps == steps);
    run(s, "redo\n");
    assert_true(run(s, "w\n") == second && s->sheet.state.learned.steps->steps == 10);
    run(s, "undo\n");
    run(s, "train L over w with adam(lr=0.1) epochs=5\n"); /* and bit for bit the same again */
    assert_true(run(s, "w\n") == second);
    run(s, "train L over w with adam(lr=0.1) epochs=2 fresh\n");
    assert_true(s->sheet.state.learned.steps->steps == 2);
    nb_session_free(s);
}

/* ---- data ---- */

static const char *const xor_net[] = {
    "data x1, x2, t = [0,0,0; 0,1,1; 1,0,1; 1,1,0]\n", "seed 1\n", "W1 = normal(2,4)\n",
    "b1 = zeros(4)\n", "W2 = normal(4)\n", "b2 = 0\n", "h = sigmoid([x1,x2] @ W1 + b1)\n",
    "y = sigmoid(h @ W2 + b2)\n", "L = binary_cross_entropy(y, t)\n"};

static nb_session *open_xor(void) {
    nb_session *s = begin(&(nb_host){.user = NULL});
    for (size_t i = 0; i < sizeof xor_net / sizeof *xor_net; i++) run(s, xor_net[i]);
    return s;
}

/* The right answers are learned, the row is still on the leaves, batches change nothing of that. */
static void test_xor(void **state) {
    (void)state;
    static const char *const how[] = {"train L with adam(lr=0.05) epochs=500\n",
                                      "train L with adam(lr=0.05) epochs=500 batch=1 shuffle=on\n",
                                      "train L with sgd(lr=1) epochs=2000 batch=3 reduce=sum\n"};
    for (size_t i = 0; i < sizeof how / sizeof *how; i++) {
        nb_session *s = open_xor();
        run(s, "row 3\n");
        run(s, how[i]);
        assert_true(run(s, "x1\n") == 1 && run(s, "x2\n") == 0 && run(s, "t\n") == 1);
        nb_result *result = ask(s, "accuracy y\n");
        assert_true(fact_of(result, "train") == 1);
        nb_result_free(result);
        nb_session_free(s);
    }
}

/* With full batches number k of the history is the mean loss after k updates. */
static void test_history(void **state) {
    (void)state;
    nb_session *s = open_xor();
    run(s, "train L with sgd(lr=0.5) epochs=3\n");
    const nb_history_of_loss *history = s->sheet.state.learned.history;
    assert_int_equal(history->count, 4);
    double mean = 0;
    for (int row = 1; row <= 4; row++) {
        char text[20];
        snprintf(text, sizeof text, "row %d\n", row);
        run(s, text);
        mean += run(s, "L\n") / 4;
    }
    assert_true(fabs(history->numbers[3] - mean) < 1e-15);
    assert_true(history->numbers[0] > history->numbers[3]);
    nb_session_free(s);
}

/* Of a long training every second epoch is kept, every fourth, and so on. */
static void test_long_history(void **state) {
    (void)state;
    nb_session *s = begin(&(nb_host){.user = NULL});
    run(s, "w = 1\n");
    run(s, "L = 1 + w^2\n");
    nb_result *result = ask(s, "train L over w with sgd(lr=1e-6) epochs=250000\n");
    const nb_history_of_loss *history = s->sheet.state.learned.history;
    assert_true(history->every == 4 && fact_of(result, "every") == 4);
    assert_int_equal(history->count, 62500 + 1);
    for (size_t i = 0; i <= 62500; i++) {
        double w = pow(1 - 2e-6, 4.0 * (double)i); /* each update is w - lr·2w */
        assert_true(fabs(history->numbers[i] - 1 - w * w) < 1e-9);
    }
    nb_result_free(result);
    nb_session_free(s);
}

/* ---- nothing that was learned is lost ---- */

static void end_memory(void *user, const nb_progress *progress) {
    (void)progress;
    *(long *)user = 0; /* it may grow no more */
}

static void test_memory_ends(void **state) {
    (void)state;
    long growths = LONG_MAX;
    nb_session *s = begin(&(nb_host){.user = NULL});
    nb_session *poor = begin(&(nb_host){.user = &growths, .allocate = plain_allocate,
                                        .progress = end_memory});
    static const char *const lines[] = {
        "data x, t = [1, 3; 2, 6; 3, 9]\n", "w = zeros(3000)\n", "L = (sum(w)*x - t)^2\n",
        "train L with adam(lr=0.1) epochs=1000 batch=1 shuffle=on\n"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        run(s, lines[i]);
        run(poor, lines[i]);
    }
    assert_true(growths <= 0);
    growths = LONG_MAX;
    assert_true(run(poor, "sum(w)\n") == run(s, "sum(w)\n"));
    assert_true(poor->sheet.state.learned.steps->steps == 3000);
    assert_int_equal(poor->sheet.state.learned.history->count, 1001);
    run(poor, "undo\n");
    assert_true(run(poor, "sum(w)\n") == 0 && poor->sheet.state.learned.steps == NULL);
    nb_session_free(poor);
    nb_session_free(s);
}

static nb_session *impatient;

static void interrupt(int number) {
    (void)number;
    nb_interrupt(impatient);
}

/* Ctrl-C again and again, from the first progress on. */
static void press_often(void *user, const nb_progress *progress) {
    (void)user, (void)progress;
    const struct itimerval often = {{0, 100}, {0, 100}}; /* microseconds */
    assert_int_equal(setitimer(ITIMER_REAL, &often, NULL), 0);
}

static void test_interrupted_twice(void **state) {
    (void)state;
    impatient = begin(&(nb_host){.progress = press_often});
    assert_true(signal(SIGALRM, interrupt) != SIG_ERR);
    run(impatient, "data x1, x2, t from moons(20000, noise=0.1)\n");
    run(impatient, "a = 0; b = 0\n");
    run(impatient, "L = (a*x1 + b*x2 - t)^2\n");
    nb_result *result = ask(impatient, "train L with adam(lr=0.1) epochs=1e6 batch=10000\n");
    assert_int_equal(setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {0, 0}}, NULL), 0);
    assert_true(fact_of(result, "updates") > 0 && fact_of(result, "epochs") < 1e6);
    assert_true(fact_of(result, "after") < fact_of(result, "before"));
    nb_result_free(result);
    nb_begin(impatient, NULL);
    assert_true(run(impatient, "a\n") != 0);
    nb_session_free(impatient);
}

/* ---- loops ---- */

/* A loop takes no more memory for more turns; what it has to tell gets a part of the memory. */
static void test_loops(void **state) {
    (void)state;
    static const char *const bodies[] = {"update w of L with adam", "train L over w with adam",
                                         "train L over v with adam fresh", "row 2",
                                         "scale x zscore", "forward L"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char text[100];
        nb_session *s = begin(&(nb_host){.memory_limit = 1 << 22});
        run(s, "data x, t = [1, 3; 2, 6; 3, 9]\n");
        run(s, "w = 1; v = zeros(40)\n");
        run(s, "L = (w*x + sum(v) - t)^2\n");
        snprintf(text, sizeof text, "repeat 3000 { %s }\n", bodies[i]);
        nb_result *result = ask(s, text);
        const nb_diagnostic *note = find_diagnostic(result, NB_SEVERITY_NOTE);
        assert_non_null(note);
        assert_int_equal(note->message.id, NB_MESSAGE_LOOP_UNTOLD);
        assert_true(note->message.args[0].number > 1000);
        nb_result_free(result);
        /* scale keeps the data of each turn, for undo, and 16 bytes a column of what it did */
        assert_true(s->sheet.memory.used < 1000000 + 3000 * 2 * 16);
        nb_session_free(s);
    }
}

static bool load_loops(void *user, const char *path, char **bytes, size_t *length,
                       const char **reason) {
    static const char loops[] = "repeat 9000 { L }\nrepeat 2 { y = 3 }\n";
    (void)user, (void)path;
    *length = strlen(loops);
    *bytes = malloc(*length + 1);
    assert_non_null(*bytes);
    memcpy(*bytes, loops, *length + 1);
    *reason = "";
    return true;
}

/* Each loop counts the answers that it leaves out itself. */
static void test_loops_of_a_file(void **state) {
    (void)state;
    nb_session *s = begin(&(nb_host){.memory_limit = 1 << 22, .load = load_loops});
    run(s, "x = 2; L = x^2\n");
    nb_result *result = ask(s, "run loops.nabla\n");
    size_t notes = 0;
    for (const nb_block *b = result->first; b != NULL; b = b->next)
        notes += b->kind == NB_BLOCK_DIAGNOSTIC;
    assert_int_equal(notes, 1);
    nb_result_free(result);
    nb_session_free(s);
}

/* Of a loop that has too much to tell, what it asks of the host is not left out. */
static void test_requests_of_a_loop(void **state) {
    (void)state;
    nb_session *s = begin(&(nb_host){.memory_limit = 1 << 22});
    run(s, "x = 2; L = x^2\n");
    nb_result *result = ask(s, "repeat 1500 { forward L; save s.nabla }\n");
    const nb_diagnostic *note = find_diagnostic(result, NB_SEVERITY_NOTE);
    assert_non_null(note);
    assert_int_equal(note->message.id, NB_MESSAGE_LOOP_UNTOLD);
    size_t files = 0;
    for (const nb_block *b = result->first; b != NULL; b = b->next)
        files += b->kind == NB_BLOCK_FILE;
    assert_int_equal(files, 1500);
    nb_result_free(result);
    nb_session_free(s);
}

/* A seed repeats the shuffles; another one gives others. */
static void test_shuffle(void **state) {
    (void)state;
    double found[3];
    for (int i = 0; i < 3; i++) {
        nb_session *s = open_xor();
        run(s, i < 2 ? "seed 5\n" : "seed 6\n");
        run(s, "train L with sgd(lr=0.5) epochs=20 batch=1 shuffle=on\n");
        found[i] = run(s, "L\n");
        nb_session_free(s);
    }
    assert_true(found[0] == found[1] && found[0] != found[2]);
}

/* y = 3x and y = a·x1 + b·x2 + c from points that lie on them. */
static void test_regression(void **state) {
    (void)state;
    nb_session *s = begin(&(nb_host){.user = NULL});
    run(s, "data x, t = [1, 3; 2, 6; 3, 9]\n");
    run(s, "w = 0\n");
    run(s, "L = (w*x - t)^2\n");
    run(s, "train L with sgd(lr=0.1) epochs=100\n");
    assert_true(fabs(run(s, "w\n") - 3) < 1e-12);
    run(s, "data x1, x2, u = [0, 0, 1; 1, 0, 3; 0, 1, -2; 1, 1, 0; 2, 1, 2]\n");
    run(s, "a = 0; b = 0; c = 0\n");
    run(s, "M = (a*x1 + b*x2 + c - u)^2\n");
    run(s, "train M with momentum(lr=0.1) epochs=1000\n");
    assert_true(fabs(run(s, "a\n") - 2) < 1e-9 && fabs(run(s, "b\n") + 3) < 1e-9 &&
                fabs(run(s, "c\n") - 1) < 1e-9);
    nb_session_free(s);
}

/* Softmax and its loss learn three heaps of points. */
static void test_softmax(void **state) {
    (void)state;
    nb_session *s = begin(&(nb_host){.user = NULL});
    run(s, "seed 2\n");
    run(s, "data x[1..2], t from blobs(60, noise=0.5, classes=3) onehot t test 25%\n");
    run(s, "scale x zscore\n");
    run(s, "W = zeros(2, 3)\n");
    run(s, "b = zeros(3)\n");
    run(s, "a = x @ W + b\n");
    run(s, "L = softmax_cross_entropy(a, t)\n");
    run(s, "train L with adam(lr=0.1) epochs=200 batch=10\n");
    nb_result *result = ask(s, "accuracy a\n");
    assert_true(fact_of(result, "train") == 1 && fact_of(result, "test") == 1);
    nb_result_free(result);
    nb_session_free(s);
}

/* ---- save and open ---- */

static char saved[100000];

/* What was saved goes on bit for bit: weights, data, the optimizer's memory, random numbers. */
static void test_goes_on(void **state) {
    (void)state;
    static const char how[] = "train L with adam(lr=0.05) epochs=5 batch=3 shuffle=on\n";
    nb_session *s = open_xor(), *other = begin(&(nb_host){.user = saved, .load = load_text});
    run(s, "scale x1 zscore\n");
    run(s, how);
    nb_result *result = ask(s, "save file.nabla\n");
    for (const nb_block *block = result->first; block != NULL; block = block->next)
        if (block->kind == NB_BLOCK_FILE)
            snprintf(saved, sizeof saved, "%s", block->as.file.bytes);
    nb_result_free(result);
    run(other, "open file.nabla\n");
    char *first = list_of(s), *second = list_of(other);
    assert_string_equal(first, second);
    free(first);
    free(second);
    run(s, how);
    run(other, how);
    assert_true(other->sheet.state.learned.steps->steps == s->sheet.state.learned.steps->steps);
    first = list_of(s), second = list_of(other);
    assert_string_equal(first, second);
    free(first);
    free(second);
    nb_session_free(s);
    nb_session_free(other);
}

/* The memory belongs to the leaves, in whatever order they are named. */
static void test_order(void **state) {
    (void)state;
    static const char *const over[] = {"w, v\n", "v, w\n", "v[2], w, v[1]\n"};
    double found[3];
    for (size_t i = 0; i < 3; i++) {
        char text[100] = "train L with adam(lr=0.1) epochs=5 over ";
        nb_session *s = begin(&(nb_host){.user = NULL});
        run(s, "w = 1; v = [2, 3]; L = w^2*v[1] + sin(v[2])*w\n");
        run(s, "train L over w, v with adam(lr=0.1) epochs=5\n");
        add_format(text, sizeof text, "%s", over[i]);
        run(s, text);
        assert_true(s->sheet.state.learned.steps->steps == 10);
        found[i] = run(s, "L\n");
        nb_session_free(s);
    }
    assert_true(found[0] == found[1] && found[1] == found[2]);
}

/* ---- divergence ---- */

static void test_divergence(void **state) {
    (void)state;
    nb_session *s = begin(&(nb_host){.user = NULL});
    run(s, "w = 1\n");
    run(s, "L = w^4\n");
    nb_result *result = ask(s, "train L over w with sgd(lr=3) epochs=100\n");
    const nb_diagnostic *warning = find_diagnostic(result, NB_SEVERITY_WARNING);
    assert_non_null(warning);
    assert_true(warning->message.id == NB_MESSAGE_TRAIN_HUGE);
    for (const nb_block *b = result->first; b != NULL; b = b->next)
        if (b->kind == NB_BLOCK_DIAGNOSTIC) warning = &b->as.diagnostic;
    assert_true(warning->hint.id == NB_MESSAGE_HINT_SMALLER_RATE);
    assert_true(fact_of(result, "epochs") < 20);
    nb_result_free(result);
    assert_true(isfinite(run(s, "w\n")));
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trajectories), cmocka_unit_test(test_undo),
        cmocka_unit_test(test_xor), cmocka_unit_test(test_history), cmocka_unit_test(test_shuffle),
        cmocka_unit_test(test_goes_on), cmocka_unit_test(test_order),
        cmocka_unit_test(test_regression),
        cmocka_unit_test(test_softmax),
        cmocka_unit_test(test_divergence),
        cmocka_unit_test(test_long_history), cmocka_unit_test(test_memory_ends),
        cmocka_unit_test(test_interrupted_twice), cmocka_unit_test(test_loops),
        cmocka_unit_test(test_requests_of_a_loop), cmocka_unit_test(test_loops_of_a_file)};
    engine = "plain";
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    engine = "compiled";
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
