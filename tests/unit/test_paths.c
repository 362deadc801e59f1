/* The paths that leaves took: trainings, updates, assignments, and what begins a new one. Gradient
 * descent on w² multiplies w by 1 − 2·lr in each step. */
#include "support.h"

#include <math.h>
#include <string.h>

#include "session/session.h"

/* The curves of a plot that are paths, at most `most`; answers how many there are. */
static size_t find_paths(nb_session *s, nb_result **result, const char *line, nb_curve *paths,
                         size_t most) {
    *result = ask(s, line);
    assert_true((*result)->ok);
    const nb_block *block = (*result)->first;
    while (block != NULL && block->kind != NB_BLOCK_PLOT) block = block->next;
    assert_non_null(block);
    size_t count = 0;
    for (size_t k = 0; k < block->as.plot.count && count < most; k++)
        if (block->as.plot.curves[k].joined) paths[count++] = block->as.plot.curves[k];
    return count;
}

/* The line's only path goes from `from`, multiplied by `factor` each time, over `count` points. */
static void check_powers(nb_session *s, const char *line, double from, double factor,
                         size_t count) {
    nb_result *result;
    nb_curve path[2];
    assert_int_equal(find_paths(s, &result, line, path, 2), count > 0);
    if (count > 0) assert_int_equal(path->count, count);
    for (size_t k = 0; k < count; k++)
        assert_true(is_near(path->x[k], from * pow(factor, (double)k), 1e-12));
    nb_result_free(result);
}

static void test_steps(void **state) {
    (void)state;
    static const char line[] = "plot L over w\n";
    nb_session *s = new_session();
    run(s, "w = 3; b = 1; L = w^2 + b^2\n");
    check_powers(s, line, 0, 0, 0);
    run(s, "repeat 5 { w -= 0.1*dL/dw }\n");
    check_powers(s, line, 3, 0.8, 6);
    run(s, "w := w - 0.1*dL/dw\n");
    run(s, "update w of L with sgd(lr=0.1)\n");
    run(s, "repeat 2 { update w of L with sgd(lr=0.1) }\n");
    check_powers(s, line, 3, 0.8, 10);
    run(s, "undo\n");
    check_powers(s, line, 3, 0.8, 8);
    run(s, "undo\n");
    check_powers(s, line, 3, 0.8, 7);
    run(s, "redo\n");
    check_powers(s, line, 3, 0.8, 8);
    run(s, "w := w\n");
    check_powers(s, line, 3, 0.8, 8);
    run(s, "w := 2\n"); /* a number that was typed is a new start */
    run(s, "repeat 3 { w -= 0.25*dL/dw }\n");
    check_powers(s, line, 2, 0.5, 4);
    run(s, "repeat 2 { w := 5; repeat 3 { w -= 0.25*dL/dw } }\n"); /* within a line, too */
    check_powers(s, line, 5, 0.5, 4);
    run(s, "w = 7\n");
    run(s, "w /= 2\n");
    check_powers(s, line, 7, 0.5, 2);
    run(s, "b -= 0.5\n"); /* from here on the curve is another one */
    check_powers(s, line, 0, 0, 0);
    run(s, "w /= 2\n");
    check_powers(s, line, 3.5, 0.5, 2);
    run(s, "M = w^4\n");
    run(s, "update w of M with sgd(lr=0.001)\n"); /* towards something else */
    check_powers(s, line, 0, 0, 0);
    run(s, "reset\n");
    run(s, "w = 3; L = w^2\n");
    check_powers(s, line, 0, 0, 0);
    nb_session_free(s);
}

/* An earlier line of a session goes on in the next one only from the number where it ended. */
static void test_training(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "w = 8; L = w^2\n");
    run(s, "train L over w with sgd(lr=0.25) epochs=2\n");
    run(s, "update w of L with sgd(lr=0.25)\n");
    check_powers(s, "plot L over w\n", 8, 0.5, 4);
    run(s, "train L over w with sgd(lr=0.25) epochs=2\n"); /* begins another one */
    check_powers(s, "plot L over w\n", 1, 0.5, 3);
    run(s, "repeat 3 { w := 8; train L over w with sgd(lr=0.25) epochs=4; }\n");
    check_powers(s, "plot L over w\n", 8, 0.5, 5);
    nb_session_free(s);
}

/* Runs with names stay, of two with the same name the later one; the steps since stand beside. */
static void test_runs(void **state) {
    (void)state;
    nb_session *s = new_session();
    nb_result *result;
    nb_curve paths[4];
    run(s, "w = 8; b = 4; L = w^2 + b^2\n");
    run(s, "train L over w, b with sgd(lr=0.25) epochs=3 as slow\n");
    run(s, "w := 8; b := 4\n");
    run(s, "train L over w, b with sgd(lr=0.3) epochs=7 as 빠름\n");
    run(s, "w := 8; b := 4\n");
    run(s, "train L over w, b with sgd(lr=0.25) epochs=2 as slow\n");
    assert_int_equal(find_paths(s, &result, "plot contour L over w, b\n", paths, 4), 2);
    assert_true(paths[0].count == 8 && paths[1].count == 3);
    assert_true(paths[1].x[2] == 2 && paths[1].y[2] == 1);
    assert_string_equal(paths[0].name.pieces[0].text, "빠름");
    nb_result_free(result);
    run(s, "repeat 4 { w -= 0.25*dL/dw; b -= 0.25*dL/db }\n"); /* one after the other: one step */
    assert_int_equal(find_paths(s, &result, "plot contour L over w, b\n", paths, 4), 3);
    assert_int_equal(paths[2].count, 5);
    for (size_t k = 0; k < 5; k++)
        assert_true(paths[2].x[k] == 2 * pow(0.5, (double)k) && paths[2].y[k] == paths[2].x[k] / 2);
    nb_result_free(result);
    run(s, "repeat 2 { w -= 0.25*dL/dw }; repeat 2 { b -= 0.25*dL/db }\n"); /* round the corner */
    assert_int_equal(find_paths(s, &result, "plot contour L over w, b\n", paths, 4), 3);
    assert_int_equal(paths[2].count, 8);
    assert_true(paths[2].y[6] == 0.03125 && paths[2].x[6] == 0.03125);
    nb_result_free(result);
    run(s, "b := 4; repeat 2 { b /= 2; w := 6; w /= 2 }\n"); /* w leaps back to 6 on the way */
    assert_int_equal(find_paths(s, &result, "plot contour L over w, b\n", paths, 4), 3);
    assert_true(paths[2].count == 2 && paths[2].x[0] == 6 && paths[2].x[1] == 3);
    assert_true(paths[2].y[0] == 1 && paths[2].y[1] == 1);
    nb_result_free(result);
    nb_session_free(s);
}

/* Every update of a batch is a point; elements of a matrix have paths of their own. */
static void test_batches(void **state) {
    (void)state;
    nb_session *s = new_session();
    nb_result *result;
    nb_curve path[2];
    run(s, "data x1, x2, t from moons(20)\n");
    run(s, "W = [1, 2; 3, 4]; q = [1, -1]\n");
    run(s, "L = (tanh([x1, x2] @ W) @ q - t)^2\n");
    run(s, "train L over W, q with sgd(lr=0.1) epochs=3 batch=4\n");
    assert_int_equal(find_paths(s, &result, "plot contour L over W[1,1], W[2,1]\n", path, 2), 1);
    assert_int_equal(path->count, 3 * 5 + 1);
    assert_true(path->x[0] == 1 && path->y[0] == 3);
    nb_result_free(result);
    run(s, "W -= 0.1*grad(L, W)\n");
    assert_int_equal(find_paths(s, &result, "plot contour L over W[1,1], W[2,1]\n", path, 2), 1);
    assert_int_equal(path->count, 3 * 5 + 2);
    nb_result_free(result);
    run(s, "q *= 2\n"); /* another step of another leaf */
    assert_int_equal(find_paths(s, &result, "plot contour L over W[1,1], W[2,1]\n", path, 2), 1);
    assert_int_equal(path->count, 3 * 5 + 2);
    nb_result_free(result);
    assert_int_equal(find_paths(s, &result, "plot contour L over W[1,1], x1\n", path, 2), 0);
    nb_result_free(result);
    nb_session_free(s);
}

/* A long way is thinned out, and ends where it ended. */
static void test_long(void **state) {
    (void)state;
    static const char *const lines[] = {
        "repeat 9001 { w -= 0.0005*dL/dw }\n", "train L over w with sgd(lr=0.0005) epochs=9001\n"};
    for (size_t i = 0; i < 2; i++) {
        nb_session *s = new_session();
        nb_result *result;
        nb_curve path[2];
        run(s, "w = 3; b = 1; L = w^2 + b^2\n");
        run(s, lines[i]);
        assert_int_equal(find_paths(s, &result, "plot L over w\n", path, 2), 1);
        assert_true(path->count > 500 && path->count <= 1001);
        assert_true(path->x[0] == 3);
        for (size_t k = 1; k < path->count; k++) assert_true(path->x[k] < path->x[k - 1]);
        assert_true(is_near(path->x[path->count - 1], 3 * pow(0.999, 9001), 1e-9));
        nb_result_free(result);
        nb_session_free(s);
    }
}

/* More numbers at once than have trails, and numbers that run away. */
static void test_limits(void **state) {
    (void)state;
    nb_session *s = new_session();
    nb_result *result;
    nb_curve path[2];
    run(s, "W = zeros(9, 9); w = 1; L = sum(W^2)\n");
    run(s, "W -= 1\n");
    assert_int_equal(find_paths(s, &result, "plot contour L over W[1,1], W[2,1]\n", path, 2), 0);
    nb_result_free(result);
    run(s, "train L over W with sgd(lr=0.1) epochs=2\n");
    assert_int_equal(find_paths(s, &result, "plot contour L over W[1,1], W[2,1]\n", path, 2), 0);
    nb_result_free(result);
    run(s, "E = w^2; repeat 30 { w := 1e12*w }\n");
    assert_int_equal(find_paths(s, &result, "plot E over w in -1..1\n", path, 2), 1);
    assert_int_equal(path->count, 26); /* the rest of them is inf */
    nb_result_free(result);
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps),   cmocka_unit_test(test_training),
        cmocka_unit_test(test_runs),    cmocka_unit_test(test_batches),
        cmocka_unit_test(test_long),    cmocka_unit_test(test_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
