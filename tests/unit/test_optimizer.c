/* The optimizers: the reference catalogue's trajectories step by step, and a walk over every row of
 * optimizers.def: its texts against its machine code, many weights against one, gradients of 0. */
#include "support.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/session.h"
#include "train/optimizer.h"
#include "graph/passes.h"
#include "train/optimizer_step.h"

enum { ROOM = 16 };

/* ---- the catalogue ---- */

typedef struct trainer {
    nb_session *session;
    char name[100];
    nb_optimizer optimizer;
    double settings[NB_MAX_PARAMETERS];
    nb_node loss, nodes[ROOM];
    size_t count;
    double weights[ROOM], state[ROOM * NB_MAX_SLOTS], largest[ROOM];
    long step;
    int trajectories, rows;
} trainer;

/* sgd(lr=0.1), nag(lr=0.1, momentum=0.9, point=base) */
static void read_optimizer(trainer *t, char *text) {
    char *key = strtok(text, "(");
    assert_true(nb_optimizer_find(key, strlen(key), &t->optimizer));
    nb_parameter_defaults(nb_optimizer_get(t->optimizer)->parameters, t->settings);
    while ((key = strtok(NULL, " ,=)")) != NULL) {
        char *value = strtok(NULL, ",)");
        size_t k = nb_parameter_find(nb_optimizer_get(t->optimizer)->parameters, key, strlen(key));
        if (k == NB_MAX_PARAMETERS) assert_true(nb_optimizer_choose(&t->optimizer, key, value));
        else t->settings[k] = strtod(value, NULL);
    }
}

/* L over w, b with sgd(lr=0.1) */
static void read_train(trainer *t, char *rest) {
    char *with = strstr(rest, " with "), *over = strstr(rest, " over ");
    *with = *over = '\0';
    t->loss = node_of(t->session, rest);
    t->count = 0;
    for (char *w = strtok(over + 6, ", "); w != NULL; w = strtok(NULL, ", ")) {
        assert_true(t->count < ROOM);
        nb_node node = t->nodes[t->count] = node_of(t->session, w);
        t->weights[t->count] = t->session->sheet.graph.value[node];
        t->largest[t->count++] = 0;
    }
    read_optimizer(t, with + 6);
    memset(t->state, 0, sizeof t->state);
    t->step = 0;
}

static double loss_at(trainer *t, const double *weights) {
    nb_graph *graph = &t->session->sheet.graph;
    for (size_t i = 0; i < t->count; i++) nb_graph_set(graph, t->nodes[i], weights[i]);
    nb_graph_forward(graph, t->loss + 1);
    return graph->value[t->loss];
}

static void make_step(trainer *t) {
    double points[ROOM], gradient[ROOM];
    nb_optimizer_ahead(t->optimizer, t->settings, t->count, t->weights, t->state, points);
    loss_at(t, points);
    nb_graph_backward(&t->session->sheet.graph, t->loss);
    for (size_t i = 0; i < t->count; i++)
        gradient[i] = nb_graph_gradient(&t->session->sheet.graph, t->nodes[i]);
    (void)nb_optimizer_step(t->optimizer, t->settings, (double)++t->step, t->count, 1, gradient,
                            t->weights, points, t->state);
    for (size_t i = 0; i < t->count; i++)
        t->largest[i] = fmax(t->largest[i], fabs(t->weights[i]));
}

/* A weight may be off by a relative 1e-10, and by what each step's rounding adds up to; the loss by
 * what that makes of it: its slope times that, and where it has none its curvature, below 100 in
 * all of these, times the square. */
static void check_row(trainer *t, char *rest) {
    long step = strtol(strtok(rest, " "), NULL, 10);
    double loss = strtod(strtok(NULL, " "), NULL);
    while (t->step < step) make_step(t);
    double found = loss_at(t, t->weights), allowed = 1e-10 * fabs(loss);
    nb_graph_backward(&t->session->sheet.graph, t->loss);
    for (size_t i = 0; i < t->count; i++) {
        double wanted = strtod(strtok(NULL, " \n"), NULL);
        double off = 1e-10 * fabs(wanted) + (double)step * DBL_EPSILON * t->largest[i];
        if (!(fabs(t->weights[i] - wanted) <= off))
            fail_msg("%s, step %ld: weight %zu is %.17g, not %.17g", t->name, step, i,
                     t->weights[i], wanted);
        double slope = nb_graph_gradient(&t->session->sheet.graph, t->nodes[i]);
        allowed += fabs(slope) * off + 50 * off * off;
    }
    if (!(fabs(found - loss) <= allowed))
        fail_msg("%s, step %ld: the loss is %.17g, not %.17g", t->name, step, found, loss);
    t->rows++;
}

static void read_line(trainer *t, char *line) {
    char *word = strtok(line, " "), *rest = strtok(NULL, "\n"), statement[200];
    if (strcmp(word, "trajectory") == 0) {
        nb_session_free(t->session);
        t->session = nb_session_new(&(nb_host){.user = NULL});
        assert_non_null(t->session);
        snprintf(t->name, sizeof t->name, "%s", rest);
        t->trajectories++;
    } else if (strcmp(word, "leaf") == 0) {
        char *name = strtok(rest, " "), *number = strtok(NULL, " ");
        snprintf(statement, sizeof statement, "%s = %s", name, number);
        run(t->session, statement);
    } else if (strcmp(word, "do") == 0) {
        run(t->session, rest);
    } else if (strcmp(word, "train") == 0) {
        read_train(t, rest);
    } else if (strcmp(word, "row") == 0) {
        check_row(t, rest);
    }
}

static void test_trajectories(void **state) {
    (void)state;
    FILE *file = fopen("tests/reference/trajectories.txt", "r");
    assert_non_null(file);
    trainer t = {.session = NULL};
    char line[1000];
    while (fgets(line, sizeof line, file) != NULL)
        if (line[0] != '#') read_line(&t, line);
    nb_session_free(t.session);
    fclose(file);
    assert_int_equal(t.trajectories, 41); /* one record of the catalogue holds two */
    assert_true(t.rows > 480);
}

/* ---- every row ---- */

/* The slots: the first holds `first`, each next one half of the one before. */
static const struct situation {
    double w, g, t, first;
} situations[] = {
    {0.45, 0.0259229, 1, 0},
    {-1.5, 2.25, 7, 0.125},
    {3, -0.001, 100, 0.75},
};
enum { SITUATIONS = sizeof situations / sizeof *situations };

static void fill_slots(const struct situation *at, double slots[NB_MAX_SLOTS]) {
    for (int k = 0; k < NB_MAX_SLOTS; k++) slots[k] = ldexp(at->first, -k);
}

static void store(nb_session *s, const char *name, double value) {
    char statement[80];
    snprintf(statement, sizeof statement, "%s := %.17g", name, value);
    run(s, statement);
}

/* The taught text of one line, evaluated by nabla. At these points no intermediate result is much
 * larger than 1 or the result, so that rounding stays below 16 units; 1 - pow(beta2, t) makes them
 * 2^10 times as large. */
static void check_text(nb_session *s, const char *text, double wanted) {
    double found = run(s, text);
    if (!(fabs(found - wanted) <= 16384 * DBL_EPSILON * fmax(1e-3, fabs(wanted))))
        fail_msg("%s is %.17g, but %.17g was computed", text, found, wanted);
}

static void check_texts(nb_session *s, nb_optimizer optimizer, const struct situation *at) {
    const nb_optimizer_info *info = nb_optimizer_get(optimizer);
    double settings[NB_MAX_PARAMETERS], values[NB_MAX_LINES], point, slots[NB_MAX_SLOTS];
    nb_parameter_defaults(info->parameters, settings);
    fill_slots(at, slots);
    for (size_t k = 0; info->parameters[k].parameter != NB_PARAMETER_COUNT; k++)
        store(s, nb_parameter_get(info->parameters[k].parameter)->name, settings[k]);
    for (size_t k = 0; k < info->slot_count; k++) store(s, info->slots[k], slots[k]);
    store(s, "w", at->w);
    store(s, "g", at->g);
    store(s, "t", at->t);
    nb_optimizer_ahead(optimizer, settings, 1, &at->w, slots, &point);
    if (info->ahead != NULL) check_text(s, info->ahead, point);
    else assert_true(point == at->w);
    nb_optimizer_trace(optimizer, settings, at->t, at->w, at->g, slots, values);
    for (size_t k = 0; k < info->line_count; k++) {
        check_text(s, info->lines[k].formula, values[k]);
        store(s, info->lines[k].name, values[k]);
    }
}

static void test_texts(void **state) {
    (void)state;
    nb_session *s = nb_session_new(&(nb_host){.user = NULL});
    assert_non_null(s);
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++)
        for (int k = 0; k < SITUATIONS; k++) check_texts(s, (nb_optimizer)i, &situations[k]);
    nb_session_free(s);
}

/* The line that keeps a slot. */
static size_t line_of(const nb_optimizer_info *info, size_t slot) {
    for (size_t line = info->line_count; line-- > 0;)
        if (info->lines[line].kind == NB_LINE_KEEP &&
            strcmp(info->lines[line].name, info->slots[slot]) == 0)
            return line;
    fail_msg("%s: no line keeps the slot %s", info->name, info->slots[slot]);
    return 0;
}

/* A step for several weights is what trace says of each, its slots included. */
static void test_step_is_the_trace(void **state) {
    (void)state;
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
        double settings[NB_MAX_PARAMETERS], w[SITUATIONS], g[SITUATIONS];
        double slots[NB_MAX_SLOTS * SITUATIONS], values[SITUATIONS][NB_MAX_LINES];
        double alone[NB_MAX_SLOTS];
        nb_parameter_defaults(info->parameters, settings);
        for (size_t k = 0; k < SITUATIONS; k++) {
            const struct situation *at = &situations[k];
            w[k] = at->w;
            g[k] = at->g;
            fill_slots(at, alone);
            for (size_t j = 0; j < info->slot_count; j++) slots[j * SITUATIONS + k] = alone[j];
            nb_optimizer_trace((nb_optimizer)i, settings, 5, at->w, at->g, alone, values[k]);
        }
        double sums[SITUATIONS], before[SITUATIONS];
        for (size_t k = 0; k < SITUATIONS; k++) sums[k] = 4 * g[k];
        assert_true(nb_optimizer_step((nb_optimizer)i, settings, 5, SITUATIONS, 4, sums, w,
                                      before, slots));
        for (size_t k = 0; k < SITUATIONS; k++) {
            assert_true(w[k] == values[k][info->line_count - 1]);
            assert_true(before[k] == situations[k].w && sums[k] == g[k]);
            for (size_t j = 0; j < info->slot_count; j++)
                assert_true(slots[j * SITUATIONS + k] == values[k][line_of(info, j)]);
        }
    }
}

/* Where there never was a slope a weight stays, without eps too; nan is not hidden. */
static void test_no_slope(void **state) {
    (void)state;
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        const nb_optimizer_info *info = nb_optimizer_get((nb_optimizer)i);
        double settings[NB_MAX_PARAMETERS], slots[2 * NB_MAX_SLOTS] = {0};
        double w[2] = {3, 3}, g[2] = {0, NAN}, before[2];
        nb_parameter_defaults(info->parameters, settings);
        size_t eps = nb_parameter_find(info->parameters, "eps", 3);
        size_t decay = nb_parameter_find(info->parameters, "weight_decay", 12);
        if (eps < NB_MAX_PARAMETERS) settings[eps] = 0;
        settings[decay] = 0; /* adamw's weights shrink without a slope, too */
        for (int t = 1; t < 4; t++) {
            assert_false(nb_optimizer_step((nb_optimizer)i, settings, t, 2, 1, g, w, before,
                                           slots));
            assert_true(w[0] == 3);
            assert_true(isnan(w[1]));
        }
    }
}

/* Nor does a slope that never changes lead out of the numbers: where its variance is measured, that
 * rounds to a little more or less than 0. */
static void test_constant_slope(void **state) {
    (void)state;
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) {
        double settings[NB_MAX_PARAMETERS], slots[NB_MAX_SLOTS] = {0}, w = 3, g = 0.1, before;
        nb_parameter_defaults(nb_optimizer_get((nb_optimizer)i)->parameters, settings);
        for (int t = 1; t < 20000; t++) {
            assert_true(nb_optimizer_step((nb_optimizer)i, settings, t, 1, 1, &g, &w, &before,
                                          slots));
            assert_true(isfinite(w));
        }
        assert_true(w < 3);
    }
}

static void check_row_of_table(nb_optimizer optimizer) {
    const nb_optimizer_info *info = nb_optimizer_get(optimizer);
    nb_optimizer found;
    assert_true(nb_optimizer_find(info->name, strlen(info->name), &found));
    assert_true(found <= optimizer);
    for (const nb_choice *c = info->choices; c->option != NULL; c++) {
        assert_true(nb_optimizer_choose(&found, c->option, c->choice));
        assert_string_equal(nb_optimizer_choice(info, c->option), c->choice);
    }
    assert_int_equal(found, optimizer); /* and so each form can be had, under one name */
    assert_true(strlen(info->help) > 10);
    for (size_t k = 0; info->parameters[k].parameter != NB_PARAMETER_COUNT; k++) {
        const char *name = nb_parameter_get(info->parameters[k].parameter)->name;
        assert_int_equal(nb_parameter_find(info->parameters, name, strlen(name)), k);
        assert_true(nb_parameter_allows(info->parameters[k].parameter, info->parameters[k].value));
    }
    assert_true(info->line_count > 0 && info->line_count <= NB_MAX_LINES);
    assert_true(info->slot_count <= NB_MAX_SLOTS);
    for (size_t k = 0; k < info->line_count; k++)
        assert_int_equal(info->lines[k].kind == NB_LINE_STEP, k + 1 == info->line_count);
    assert_null(info->slots[info->slot_count]);
}

static void test_rows(void **state) {
    (void)state;
    for (int i = 0; i < NB_OPTIMIZER_COUNT; i++) check_row_of_table((nb_optimizer)i);
    nb_optimizer optimizer;
    assert_false(nb_optimizer_find("ada", 3, &optimizer));
    assert_true(nb_optimizer_find("adam", 4, &optimizer));
    assert_false(nb_optimizer_choose(&optimizer, "bias_correction", "maybe"));
    assert_false(nb_optimizer_choose(&optimizer, "point", "base"));
    assert_true(nb_optimizer_find("sgd", 3, &optimizer));
    assert_false(nb_optimizer_choose(&optimizer, "bias_correction", "on"));
}

static void test_ranges(void **state) {
    (void)state;
    assert_true(nb_parameter_allows(NB_PARAMETER_lr, 1e-300));
    assert_false(nb_parameter_allows(NB_PARAMETER_lr, 0));
    assert_false(nb_parameter_allows(NB_PARAMETER_lr, -0.1));
    assert_false(nb_parameter_allows(NB_PARAMETER_lr, INFINITY));
    assert_false(nb_parameter_allows(NB_PARAMETER_lr, NAN));
    assert_true(nb_parameter_allows(NB_PARAMETER_eps, 0));
    assert_false(nb_parameter_allows(NB_PARAMETER_eps, -1e-8));
    assert_true(nb_parameter_allows(NB_PARAMETER_beta1, 0));
    assert_false(nb_parameter_allows(NB_PARAMETER_beta1, 1));
    assert_false(nb_parameter_allows(NB_PARAMETER_classes, 2.5));
    for (int i = 0; i < NB_PARAMETER_COUNT; i++) {
        assert_false(nb_parameter_allows((nb_parameter)i, NAN));
        assert_true(strlen(nb_parameter_get((nb_parameter)i)->range) > 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trajectories), cmocka_unit_test(test_texts),
        cmocka_unit_test(test_step_is_the_trace), cmocka_unit_test(test_no_slope),
        cmocka_unit_test(test_constant_slope), cmocka_unit_test(test_rows),
        cmocka_unit_test(test_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
