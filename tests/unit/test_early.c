/* `stop=early`: the weights of the smallest test loss are kept, bit for bit those of a training
 * that ended there, with what the optimizer remembered then. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "learn/loss_history.h"
#include "learn/optimizer_call.h"
#include "session/session.h"

static const char *const model[] = {
    "seed 5\n",
    ("data x, t = [0, 0.1; 0.2, 0.4; 0.4, 0.2; 0.6, 0.7; 0.8, 0.5; 1, 1.1; 0.1, 0.3; 0.9, 0.8] "
     "test 37.5%\n"),
    "w = [0, 0, 0, 0]\n", "y = w[1] + w[2]*x + w[3]*x^4 + w[4]*sin(9x)\n", "L = (y - t)^2\n"};

static nb_session *open_model(const nb_host *host, const char *engine) {
    char text[40];
    nb_session *s = nb_session_new(host);
    snprintf(text, sizeof text, "set engine %s\n", engine);
    run(s, text);
    for (size_t i = 0; i < sizeof model / sizeof *model; i++) run(s, model[i]);
    return s;
}

static double train(nb_session *s, const char *how, const char *fact) {
    char text[300];
    snprintf(text, sizeof text, "train L with %s\n", how);
    nb_result *result = ask(s, text);
    double number = fact_of(result, fact);
    nb_result_free(result);
    return number;
}

static void assert_same(nb_session *a, nb_session *b) {
    for (int i = 1; i <= 4; i++) {
        char text[20];
        snprintf(text, sizeof text, "w[%d]\n", i);
        assert_true(run(a, text) == run(b, text));
    }
}

static void test_best_weights(void **state) {
    (void)state;
    static const char *const how[] = {"adam(lr=0.05)", "adam(lr=0.05) batch=2 shuffle=on",
                                      "momentum(lr=0.1) reduce=sum"};
    static const char *const engines[] = {"plain", "compiled"};
    for (size_t i = 0; i < 6; i++) {
        char text[200];
        const char *engine = engines[i % 2], *method = how[i / 2];
        const nb_host none = {.user = NULL};
        nb_session *s = open_model(&none, engine), *other = open_model(&none, engine);
        snprintf(text, sizeof text, "%s epochs=60 stop=early patience=3", method);
        double best = train(s, text, "best_epoch");
        assert_true(best > 0 && best < 57);
        snprintf(text, sizeof text, "%s epochs=%g", method, best);
        double smallest = train(other, text, "test");
        assert_same(s, other);
        const nb_history_of_loss *h = s->sheet.state.learned.history;
        for (size_t k = 0; k < h->count; k++) assert_true(h->tests[k] >= smallest);
        assert_true(h->tests[(size_t)best] == smallest);
        assert_int_equal(h->count, (size_t)best + 3 + 1);
        const nb_memory_of_steps *a = s->sheet.state.learned.steps;
        assert_true(a->steps == other->sheet.state.learned.steps->steps);
        if (i < 2) { /* without chance in it the next epochs are the same, too */
            train(s, "adam(lr=0.05) epochs=5", "after");
            train(other, "adam(lr=0.05) epochs=5", "after");
            assert_same(s, other);
        }
        run(s, "undo\n");
        if (i < 2) run(s, "undo\n");
        assert_true(run(s, "w[1]\n") == 0);
        nb_session_free(s);
        nb_session_free(other);
    }
}

/* Number k of the history is the test loss after k epochs: its mean over the rows for the test. */
static void test_history(void **state) {
    (void)state;
    const nb_host none = {.user = NULL};
    for (int epochs = 1; epochs <= 3; epochs++) {
        char text[40];
        nb_session *s = open_model(&none, "compiled");
        snprintf(text, sizeof text, "sgd(lr=0.1) epochs=%d batch=2", epochs);
        train(s, text, "test");
        const nb_history_of_loss *h = s->sheet.state.learned.history;
        nb_result *result = ask(s, "evaluate L\n");
        const nb_table_block *table = table_of(result, 0);
        assert_int_equal(h->count, epochs + 1);
        assert_true(table->cells[table->column_count + 1].number == h->tests[epochs]);
        assert_true(table->cells[1].number == h->numbers[epochs]);
        nb_result_free(result);
        nb_session_free(s);
    }
}

/* ---- Ctrl-C ---- */

static nb_session *stopped;

static void press(void *user, const nb_progress *progress) {
    (void)user;
    if (progress->done >= 3) nb_interrupt(stopped);
}

/* Stopped, it keeps the best weights that there were, and goes on from them. */
static void test_stopped(void **state) {
    (void)state;
    for (int early = 0; early < 2; early++) {
        stopped = nb_session_new(&(nb_host){.progress = press});
        run(stopped, "seed 1\n");
        run(stopped, "data x1, x2, t from moons(30000, noise=0.3) test 10%\n");
        run(stopped, "a = 0; b = 0; c = 0\n");
        run(stopped, "L = (a*x1 + b*x2 + c - t)^2\n");
        nb_result *result = ask(stopped, early ? "train L with sgd(lr=0.1) epochs=1000 stop=early\n"
                                               : "train L with sgd(lr=0.1) epochs=1000\n");
        double epochs = fact_of(result, "epochs"), test = fact_of(result, "test");
        assert_true(epochs >= 3 && epochs < 100);
        nb_result_free(result);
        nb_begin(stopped, NULL);
        result = ask(stopped, "evaluate L\n");
        const nb_table_block *table = table_of(result, 0);
        assert_true(fabs(table->cells[table->column_count + 1].number / test - 1) < 1e-12);
        nb_result_free(result);
        nb_session_free(stopped);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_best_weights),
                                       cmocka_unit_test(test_history),
                                       cmocka_unit_test(test_stopped)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
