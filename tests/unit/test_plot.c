/* Plots: the numbers of their curves against plain C, gaps where functions are broken, the paths of
 * trainings, and text within its columns. */
#include "support.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "base/ticks.h"
#include "base/utf8.h"
#include "session/session.h"
#include "view/text.h"

static const nb_plot_block *plot_of(const nb_result *result) {
    assert_true(result->ok);
    const nb_block *block = result->first;
    while (block != NULL && block->kind != NB_BLOCK_PLOT) block = block->next;
    assert_non_null(block);
    return &block->as.plot;
}

/* How many gaps there are between finite numbers, and where the first of them is. Around a pole
 * that is a sample there are two, which count once. */
static size_t count_gaps(const nb_curve *curve, double *before) {
    size_t gaps = 0;
    for (size_t i = 1; i + 1 < curve->count; i++) {
        if (isfinite(curve->y[i]) || !isfinite(curve->y[i - 1])) continue;
        if (i > 1 && !isfinite(curve->y[i - 2])) continue;
        if (gaps++ == 0) *before = curve->x[i];
    }
    return gaps;
}

static double half_sine(double x) {
    return sin(x) / 2;
}

static double sigmoid_slope(double x) {
    double y = 1 / (1 + exp(-x));
    return y * (1 - y);
}

static double twice_slope(double x) {
    return 6 * x;
}

static void test_numbers(void **state) {
    (void)state;
    static const struct {
        const char *plotted;
        double (*function)(double x);
    } rows[] = {{"sin(x)/k", half_sine},         {"tanh(x)", tanh},
                {"sigmoid'(x)", sigmoid_slope},  {"dsigmoid(x)/dx", sigmoid_slope},
                {"∂φ(x)/∂x", sigmoid_slope},     {"∂²c(x)/∂x²", twice_slope},
                {"c''(x)", twice_slope},         {"d(x^3)/dx * 2/x", twice_slope}};
    nb_session *s = new_session();
    run(s, "x = 100; k = 2\n");
    run(s, "φ(a) = sigmoid(a)\n");
    run(s, "c(a) = a^3\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[100] = "";
        add_format(text, sizeof text, "plot %s for x in -3.7..5\n", rows[i].plotted);
        nb_result *result = ask(s, text);
        const nb_plot_block *plot = plot_of(result);
        const nb_curve *curve = plot->curves;
        assert_true(plot->count == 1 && curve->count >= 400);
        assert_true(curve->x[0] == -3.7 && curve->x[curve->count - 1] == 5);
        for (size_t k = 0; k < curve->count; k++) /* a few roundings of numbers below 30 */
            assert_true(is_near(curve->y[k], rows[i].function(curve->x[k]), 1e-13));
        assert_true(plot->y.low <= curve->y[0] && plot->y.high >= curve->y[curve->count - 1]);
        nb_result_free(result);
    }
    assert_true(run(s, "x\n") == 100);
    nb_session_free(s);
}

static void test_gaps(void **state) {
    (void)state;
    static const struct {
        const char *plotted;
        size_t gaps;
        double at;
    } rows[] = {{"1/(x - 0.3)", 1, 0.3},  {"step(x - 0.3)", 1, 0.3}, {"tan(x)", 2, -1.5708},
                {"1/(x - 0.3)^2", 1, 0.3}, {"tanh(100000*(x - 0.3))", 0, 0}, {"abs(x)", 0, 0},
                {"sin(20x)", 0, 0},       {"exp(x^2)", 0, 0},        {"sqrt(x)", 0, 0},
                {"where(x < 0.3, x, 2)", 1, 0.3}, {"floor(x)", 4, -1}, {"1/x", 1, 0}};
    nb_session *s = new_session();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[100] = "";
        double at = 0;
        add_format(text, sizeof text, "plot %s for x in -2..2\n", rows[i].plotted);
        nb_result *result = ask(s, text);
        size_t gaps = count_gaps(plot_of(result)->curves, &at);
        if (gaps != rows[i].gaps || !is_near(at, rows[i].at, 0.01))
            fail_msg("%s: %zu gaps, the first at %g", text, gaps, at);
        nb_result_free(result);
    }
    nb_session_free(s);
}

/* A pole does not flatten the rest of the curve. */
static void test_poles(void **state) {
    (void)state;
    nb_session *s = new_session();
    nb_result *result = ask(s, "plot 1/x for x in -5..5\n");
    assert_true(plot_of(result)->y.high < 20 && plot_of(result)->y.low > -20);
    nb_result_free(result);
    result = ask(s, "plot exp(x) for x in 0..10\n"); /* no pole: all of it is shown */
    assert_true(plot_of(result)->y.high >= exp(10));
    nb_result_free(result);
    nb_session_free(s);
}

static void test_ticks(void **state) {
    (void)state;
    static const double rows[][3] = {{10, 5, 2}, {1, 10, 0.1}, {0.7, 7, 0.1}, {12, 12, 1},
                                     {13, 12, 2}, {6.28, 12, 1}, {4500, 10, 500}, {3e-7, 3, 1e-7}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double step = nb_tick_step(rows[i][0], rows[i][1]);
        assert_true(is_near(step / rows[i][2], 1, 1e-12));
    }
    assert_true(nb_tick(0.1, 3) == 0.3 && nb_tick(0.2, -3) == -0.6 && nb_tick(500, 3) == 1500);
}

/* Gradient descent on w²: w is multiplied by 1 − 2·lr in each step. */
static void test_path(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "w = 8; b = 0\n");
    run(s, "L = w^2 + b^2\n");
    run(s, "train L over w with sgd(lr=0.25) epochs=4\n");
    nb_result *result = ask(s, "plot L over w\n");
    const nb_plot_block *plot = plot_of(result);
    const nb_curve *path = &plot->curves[1];
    assert_true(plot->count == 2 && path->joined && path->count == 5);
    for (size_t k = 0; k < 5; k++)
        assert_true(path->x[k] == 8 / pow(2, (double)k) && path->y[k] == path->x[k] * path->x[k]);
    assert_true(plot->x.low <= 0.5 && plot->x.high >= 8);
    nb_result_free(result);
    run(s, "w = 8; b = 4\n");
    run(s, "train L over w, b with sgd(lr=0.25) epochs=3 as slow\n");
    run(s, "train L over w, b with sgd(lr=0.5) epochs=1\n");
    result = ask(s, "plot contour L over b, w\n");
    plot = plot_of(result);
    path = &plot->curves[1]; /* behind the one with a name */
    assert_true(plot->kind == NB_PLOT_MAP && plot->count == 2 && path->count == 2);
    assert_true(plot->curves[0].count == 4 && plot->curves[0].y[3] == 1);
    assert_true(path->x[0] == 0.5 && path->y[0] == 1 && path->x[1] == 0 && path->y[1] == 0);
    assert_true(is_near(plot->cells[0], pow(plot->x.low, 2) + pow(plot->y.low, 2), 1e-12));
    nb_result_free(result);
    result = ask(s, "plot loss\n");
    plot = plot_of(result);
    assert_true(plot->count == 2 && plot->curves[0].count == 4 && plot->curves[1].count == 2);
    assert_true(plot->curves[0].y[0] == 80 && plot->curves[0].y[1] == 20);
    nb_result_free(result);
    nb_session_free(s);
}

/* The map of losses is the mean over the rows that are trained on. */
static void test_mean(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "data x, t = [1, 2; 2, 6]\n");
    run(s, "w = 1\n");
    run(s, "L = (w*x - t)^2\n");
    nb_result *result = ask(s, "plot L over w in 0..4\n");
    const nb_curve *curve = plot_of(result)->curves;
    for (size_t k = 0; k < curve->count; k++) {
        double w = curve->x[k], mean = (pow(w - 2, 2) + pow(2 * w - 6, 2)) / 2;
        assert_true(is_near(curve->y[k], mean, 1e-12));
    }
    nb_result_free(result);
    nb_session_free(s);
}

/* h[i] = tanh(w·h[i-1]): each step multiplies the gradient by w·(1 − h²). Of data, the mean over
 * the rows; of a matrix, the mean of the absolute values. */
static void test_gradients(void **state) {
    (void)state;
    nb_session *s = new_session();
    run(s, "w = 0.3; h[0] = 1\n");
    run(s, "for i in 1..6 { h[i] = tanh(w*h[i-1]) }\n");
    run(s, "L = 2*h[6]\n");
    nb_result *result = ask(s, "plot gradients over h[0], h\n");
    const nb_plot_block *plot = plot_of(result);
    double h[7] = {1}, gradient = 2;
    assert_true(plot->kind == NB_PLOT_BARS && plot->count == 1 && plot->curves[0].count == 7);
    assert_true(plot->y.logarithmic && plot->y.low < plot->curves[0].y[0]);
    for (size_t i = 1; i < 7; i++) h[i] = tanh(0.3 * h[i - 1]);
    for (size_t i = 7; i-- > 0;) {
        assert_true(is_near(plot->curves[0].y[i], gradient, 1e-12));
        gradient *= 0.3 * (1 - h[i] * h[i]);
    }
    nb_result_free(result);
    run(s, "data x, t = [1, 2; 2, 6; 3, 1]\n");
    run(s, "V = [1, -2]; M = (V[1]*x + V[2] - t)^2\n");
    result = ask(s, "plot gradients of M over V, x\n");
    assert_true(plot_of(result)->curves[0].y[1] == 6); /* of row 1: -3·2, by x */
    nb_result_free(result);
    result = ask(s, "plot gradients of M\n");
    plot = plot_of(result);
    assert_true(plot->curves[0].count == 1 && !plot->y.logarithmic);
    /* 2·(−3·1 − 6·2 + 0·3)/3 = −10 by V[1], 2·(−3 − 6 + 0)/3 = −6 by V[2] */
    assert_true(is_near(plot->curves[0].y[0], (10 + 6) / 2.0, 1e-12));
    nb_result_free(result);
    nb_session_free(s);
}

/* Every line of every kind keeps within its columns; 200 × 200 places of a network are fast. */
static void test_text(void **state) {
    (void)state;
    static const char *const lines[] = {
        "plot sigmoid(사과), tanh(사과) for 사과 in -6..6 title \"사과의 함수\"\n",
        "plot 1e6*x, x^9 for x in -1e3..1e3\n", "plot [1, -2], [3e-7, 4, 5]\n",
        "plot 1000000 + x for x in 0..0.001\n", "plot gradients\n",
        "plot gradients of y over V[1,1], V, U[2,3]\n", "plot x for x in 1e300..1e307\n",
        "plot boundary y over x1, x2\n", "plot contour y over x1, x2\n"};
    static const size_t widths[] = {20, 40, 80, 200};
    nb_session *s = new_session();
    run(s, "data x1, x2, t from moons(100)\n");
    run(s, "V = normal(2, 16); U = normal(16, 16); q = normal(16)\n");
    run(s, "y = sigmoid(tanh(tanh([x1, x2] @ V) @ U) @ q)\n");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        clock_t begin = clock();
        nb_result *result = ask(s, lines[i]);
        assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 2); /* with sanitizers, too */
        assert_true(result->ok);
        for (size_t k = 0; k < 8; k++) {
            nb_buffer out, errors;
            nb_view view = {.digits = 6, .width = widths[k / 2], .ascii = k % 2 == 1};
            nb_buffer_init(&out, &(nb_memory){.allocate = plain_allocate, .limit = 1 << 24});
            nb_buffer_init(&errors, out.memory);
            nb_view_text(result, &view, &out, &errors);
            assert_int_equal(errors.length, 0);
            for (const char *line = out.data; *line != '\0';) {
                size_t length = strcspn(line, "\n");
                if (nb_utf8_width(line, length) > view.width && view.width > 20)
                    fail_msg("%zu columns: %.*s", view.width, (int)length, line);
                for (size_t b = 0; view.ascii && b < length; b++) assert_true(line[b] > 0);
                line += length + 1;
            }
            nb_buffer_clear(&out);
        }
        nb_result_free(result);
    }
    nb_session_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_gaps), cmocka_unit_test(test_poles),
        cmocka_unit_test(test_ticks),   cmocka_unit_test(test_path), cmocka_unit_test(test_mean),
        cmocka_unit_test(test_gradients),
        cmocka_unit_test(test_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
