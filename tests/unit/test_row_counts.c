/* Sums over rows in lanes against the same row by row, for every number of rows that fills lanes or
 * does not, with every kind of vectors; and graphs that are hardly any. */
#include "support.h"

#include <math.h>
#include <stdio.h>

#include "data/data.h"
#include "learn/weights.h"
#include "session/session.h"

enum { ROWS = 70, MOST = 400 };

typedef struct both {
    nb_objective plain, lanes;
    size_t count; /* weights */
    double at[MOST];
} both;

static void begin(both *b, nb_sheet *s, nb_node target, const nb_data *data, nb_vectors vectors) {
    nb_def_id *leaves;
    nb_node weights[MOST];
    s->state.settings.vectors = (int)vectors;
    assert_int_equal(nb_find_leaves(s, target, &leaves, &b->count), NB_STATUS_OK);
    assert_true(b->count <= MOST);
    for (size_t i = 0; i < b->count; i++) {
        weights[i] = s->defs[leaves[i]].node;
        b->at[i] = s->graph.value[weights[i]];
    }
    nb_objective_plan plan = {.targets = &target, .target_count = 1, .weights = weights,
                              .weight_count = b->count};
    assert_int_equal(nb_begin_objective(s, data, &plan, &b->plain), NB_STATUS_OK);
    plan.compiled = true;
    assert_int_equal(nb_begin_objective(s, data, &plan, &b->lanes), NB_STATUS_OK);
}

/* What is compared with is added row by row; rounding in another order changes it by some 1e-16 of
 * the sum of what is added, and along the paths of one row as little. */
static void compare(both *b, const uint32_t *rows, size_t count) {
    double sum = 0, size = 0, loss, gradient[MOST], wanted[MOST] = {0}, sizes[MOST] = {0};
    for (size_t r = 0; r < count; r++) {
        nb_objective_add(&b->plain, b->at, rows != NULL ? rows + r : NULL, 1, true, &loss,
                         gradient);
        sum += loss;
        size += fabs(loss);
        for (size_t i = 0; i < b->count; i++) {
            wanted[i] += gradient[i];
            sizes[i] += fabs(gradient[i]);
        }
    }
    nb_objective_add(&b->lanes, b->at, rows, count, true, &loss, gradient);
    assert_true(fabs(loss - sum) <= 1e-12 * size);
    for (size_t i = 0; i < b->count; i++)
        if (!(fabs(gradient[i] - wanted[i]) <= 1e-12 * sizes[i]))
            fail_msg("%zu rows, weight %zu: %.17g and not %.17g", count, i, gradient[i],
                     wanted[i]);
    nb_objective_add(&b->lanes, b->at, rows, count, true, &loss, NULL);
    assert_true(fabs(loss - sum) <= 1e-12 * size);
}

static void end(both *b, nb_sheet *s) {
    nb_objective_clear(&b->plain);
    nb_kept_put(&s->kept, &b->lanes);
}

/* Widths of layers that fill registers, and leave some over. */
static void test_counts(void **state) {
    (void)state;
    nb_session *session = new_session();
    nb_sheet *s = &session->sheet;
    run(session, "seed 2; data x1, x2, t from moons(70); x = [x1, x2, x1*x2, x1^2, sin(x2), x1-x2,"
                 " x1+x2, 1-x1, x2^2, cos(x1), x1/3]; W = glorot(13, 11);"
                 " b = uniform(1, 13);"
                 " h = relu(W @ x + b[1,:]); V = glorot(3, 13); z = softmax(V @ h);"
                 " L = xlogy(t, z[1]) - z[2]*tanh(z[3]) + where(x1 > 0, V[1,1], W[1,1])\n");
    const nb_data *data = nb_find_data(s);
    assert_non_null(data);
    nb_random random;
    nb_random_seed(&random, 5);
    for (nb_vectors vectors = NB_VECTORS_AUTO; vectors <= NB_VECTORS_AVX512; vectors++) {
        both b;
        begin(&b, s, node_of(session, "L"), data, vectors);
        for (size_t count = 1; count <= ROWS; count++) {
            uint32_t rows[ROWS];
            for (size_t r = 0; r < count; r++) rows[r] = nb_random_below(&random, ROWS);
            compare(&b, rows, count);
        }
        end(&b, s);
    }
    nb_session_free(session);
}

/* A loss that is a column, a leaf, or one step from one; without data, too. */
static void test_one_node(void **state) {
    static const char *const losses[] = {"a", "x1", "a*x1", "-a", "a + 0*x1", "x1 - x2"};
    static const uint32_t rows[] = {4, 0, 4, 2, 1};
    (void)state;
    nb_session *session = new_session();
    nb_sheet *s = &session->sheet;
    run(session, "data x1, x2 = [1, 2; 3, 4; -5, 6; 0, 8; 9, 0.5]; a = 1.5;\n");
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        char line[80];
        snprintf(line, sizeof line, "L = %s;\n", losses[i]);
        run(session, line);
        for (size_t count = 0; count <= 5; count++) {
            both b;
            begin(&b, s, node_of(session, "L"), count > 0 ? nb_find_data(s) : NULL,
                  NB_VECTORS_AUTO);
            compare(&b, count > 0 ? rows : NULL, count > 0 ? count : 1);
            end(&b, s);
        }
    }
    nb_session_free(session);
}

/* An interrupted graph is not compiled, and nothing of it is left. */
static void test_interrupted(void **state) {
    (void)state;
    nb_session *session = new_session();
    nb_sheet *s = &session->sheet;
    run(session, "v = uniform(1, 3000); L = sum(v^2);\n");
    nb_node target = node_of(session, "L");
    atomic_bool interrupted = true;
    s->graph.interrupted = &interrupted;
    for (int compiled = 0; compiled < 2; compiled++) {
        nb_objective objective;
        size_t used = s->memory.used;
        nb_objective_plan plan = {.graph = &s->graph, .targets = &target, .target_count = 1,
                                  .compiled = compiled};
        assert_int_equal(nb_objective_init(&objective, &s->memory, &plan), NB_STATUS_ERROR);
        assert_int_equal(s->memory.used, used);
    }
    nb_lanes *lanes;
    nb_lanes_plan plan = {.target = target};
    assert_int_equal(nb_lanes_new(&s->memory, &s->graph, &plan, &lanes), NB_STATUS_ERROR);
    s->graph.interrupted = &s->interrupted;
    nb_session_free(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_counts),
                                       cmocka_unit_test(test_one_node),
                                       cmocka_unit_test(test_interrupted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
