/* The training loop on y = w·x, whose gradients are written down here: how epochs, batches and
 * iterations follow each other, what is reported, what ends it. */
#include "support.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train/trainer.h"

/* y = 3x at x = 1, 2, 3...: the loss of a row is (3x - w·x)². */
typedef struct line {
    size_t calls;
    uint32_t seen[100]; /* rows in the order in which they came */
    size_t count;
    double batches[100];
    nb_status answer;
} line;

static nb_status slope(void *user, const double *points, const uint32_t *rows, size_t count,
                       double *loss, double *gradient) {
    line *l = user;
    *loss = *gradient = 0;
    for (size_t i = 0; i < count; i++) {
        double x = (rows != NULL ? rows[i] : 0) + 1.0, off = (3 - points[0]) * x;
        *loss += off * off;
        *gradient -= 2 * x * off;
        if (rows != NULL && l->count < 100) l->seen[l->count++] = rows[i];
    }
    if (l->calls < 100) l->batches[l->calls] = (double)count;
    l->calls++;
    return l->answer;
}

typedef struct run_of {
    long left;
    nb_memory memory;
    nb_optimizer_state state;
    nb_trainer trainer;
    line line;
    double w;
} run_of;

static const uint32_t rows[100] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

static void begin(run_of *r, nb_optimizer optimizer, const nb_plan *plan, size_t samples) {
    *r = (run_of){.left = LONG_MAX, .w = 1};
    r->memory = (nb_memory){.allocate = plain_allocate, .user = &r->left, .limit = 1 << 20};
    assert_int_equal(nb_optimizer_state_init(&r->state, &r->memory, optimizer, 1), NB_STATUS_OK);
    assert_int_equal(
        nb_trainer_begin(&r->trainer, plan, &r->state, samples > 0 ? rows : NULL, samples),
        NB_STATUS_OK);
}

static nb_status step(run_of *r) {
    return nb_trainer_step(&r->trainer, &r->w, slope, &r->line);
}

static void end(run_of *r) {
    nb_trainer_clear(&r->trainer);
    nb_optimizer_state_clear(&r->state);
    assert_int_equal(r->memory.used, 0);
}

static void near(double found, double wanted) {
    if (!(fabs(found - wanted) <= 1e-12 * fmax(1e-3, fabs(wanted))))
        fail_msg("%.17g should be %.17g", found, wanted);
}

/* ---- the catalogue's epoch of each kind: N = 4, w = 1, lr = 0.01 ---- */

static void check_epoch(size_t batch, size_t updates, double w) {
    run_of r;
    const nb_plan plan = {.settings = {0.01}, .decay = 1, .epochs = 1, .batch = batch};
    begin(&r, NB_OPTIMIZER_SGD, &plan, 4);
    assert_true(isnan(r.trainer.loss));
    for (size_t i = 1; i < updates; i++) {
        assert_int_equal(step(&r), NB_STATUS_RUNNING);
        assert_int_equal(r.trainer.iteration, i);
    }
    assert_int_equal(step(&r), NB_STATUS_OK);
    assert_true(r.trainer.epoch == 1 && r.trainer.iteration == 0);
    assert_true(r.state.steps == (double)updates && r.line.calls == updates);
    near(r.w, w);
    end(&r);
}

static void test_epoch_of_each(void **state) {
    (void)state;
    check_epoch(0, 1, 1.3);
    check_epoch(4, 1, 1.3);
    check_epoch(1000, 1, 1.3);
    check_epoch(2, 2, 1.575);
    check_epoch(1, 4, 1.99453568);
}

/* ---- what is reported ---- */

static void test_loss(void **state) {
    (void)state;
    run_of r;
    nb_plan plan = {.settings = {0.01}, .decay = 1, .epochs = 2};
    begin(&r, NB_OPTIMIZER_SGD, &plan, 4);
    assert_int_equal(step(&r), NB_STATUS_RUNNING);
    near(r.trainer.loss, 4 * (1 + 4 + 9 + 16) / 4.0); /* at w = 1 */
    assert_int_equal(step(&r), NB_STATUS_OK);
    near(r.trainer.loss, 21.675); /* at w = 1.3 */
    end(&r);
    /* batches of 3 and 1: a mean over samples, not over batches */
    plan.batch = 3;
    plan.epochs = 1;
    begin(&r, NB_OPTIMIZER_SGD, &plan, 4);
    assert_int_equal(step(&r), NB_STATUS_RUNNING);
    double w = r.w;
    near(w, 1 + 0.01 * 4 * (1 + 4 + 9) / 3.0);
    assert_int_equal(step(&r), NB_STATUS_OK);
    near(r.trainer.loss, (4 * (1 + 4 + 9) + (3 - w) * (3 - w) * 16) / 4);
    near(r.w, w + 0.01 * 2 * 16 * (3 - w));
    assert_true(r.line.batches[0] == 3 && r.line.batches[1] == 1);
    end(&r);
    plan.sum = true;
    begin(&r, NB_OPTIMIZER_SGD, &plan, 4);
    assert_int_equal(step(&r), NB_STATUS_RUNNING);
    w = r.w;
    near(w, 1 + 0.01 * 4 * (1 + 4 + 9));
    assert_int_equal(step(&r), NB_STATUS_OK);
    near(r.trainer.loss, 4 * (1 + 4 + 9) + (3 - w) * (3 - w) * 16);
    end(&r);
}

static void test_no_data(void **state) {
    (void)state;
    run_of r;
    const nb_plan plan = {.settings = {0.1}, .decay = 1, .epochs = 3, .batch = 2, .shuffle = true};
    begin(&r, NB_OPTIMIZER_SGD, &plan, 0);
    for (int i = 0; i < 3; i++) {
        double w = r.w;
        assert_int_equal(step(&r), i < 2 ? NB_STATUS_RUNNING : NB_STATUS_OK);
        near(r.trainer.loss, (3 - w) * (3 - w));
        near(r.w, w + 0.1 * 2 * (3 - w));
        assert_int_equal(r.trainer.epoch, i + 1);
    }
    end(&r);
}

static void test_decay(void **state) {
    (void)state;
    run_of r;
    const nb_plan plan = {.settings = {0.1, 0}, .decay = 0.5, .epochs = 3, .batch = 1};
    begin(&r, NB_OPTIMIZER_MOMENTUM, &plan, 2);
    static const double rates[] = {0.1, 0.1, 0.05, 0.05, 0.025, 0.025};
    for (size_t i = 0; i < 6; i++) {
        double w = r.w, x = i % 2 == 0 ? 1 : 2;
        assert_int_equal(step(&r), i < 5 ? NB_STATUS_RUNNING : NB_STATUS_OK);
        near(nb_trainer_rate(&r.trainer), rates[i]);
        near(r.w, w + rates[i] * 2 * x * x * (3 - w));
    }
    end(&r);
}

/* A formula's rate, with decay and warm-up; the state counts on when another training begins. */
static nb_status rate(void *user, double epoch, double count, double *value) {
    const double *stop = user;
    *value = epoch + count / 16;
    return count < *stop ? NB_STATUS_OK : NB_STATUS_ERROR;
}

static void test_rate(void **state) {
    (void)state;
    run_of r;
    double stop = 9;
    const nb_plan plan = {.settings = {7}, .rate = rate, .user = &stop, .decay = 0.5, .warmup = 4,
                          .epochs = 3, .batch = 1};
    static const double rates[] = {1.0625 / 4, 1.125 * 2 / 4, 2.1875 * 0.5 * 3 / 4, 2.25 * 0.5,
                                   3.3125 * 0.25, 3.375 * 0.25, 4.4375, 4.5};
    begin(&r, NB_OPTIMIZER_SGD, &plan, 2);
    near(nb_trainer_rate(&r.trainer), rates[0]);
    for (size_t i = 0; i < 8; i++) {
        double w = r.w, x = i % 2 == 0 ? 1 : 2;
        assert_int_equal(step(&r), i == 5 ? NB_STATUS_OK : NB_STATUS_RUNNING);
        near(nb_trainer_rate(&r.trainer), rates[i]);
        near(r.w, w + rates[i] * 2 * x * x * (3 - w));
        if (i != 5) continue;
        nb_trainer_clear(&r.trainer);
        assert_int_equal(nb_trainer_begin(&r.trainer, &plan, &r.state, rows, 2), NB_STATUS_OK);
    }
    assert_true(r.state.epochs == 4 && r.state.steps == 8);
    double w = r.w;
    assert_int_equal(step(&r), NB_STATUS_ERROR);
    assert_true(r.w == w && r.state.steps == 8);
    end(&r);
}

/* ---- the order of rows ---- */

static void test_order(void **state) {
    (void)state;
    run_of r, again;
    nb_plan plan = {.settings = {1e-6}, .decay = 1, .epochs = 3, .batch = 4};
    begin(&r, NB_OPTIMIZER_SGD, &plan, 10);
    while (step(&r) == NB_STATUS_RUNNING) continue;
    for (size_t i = 0; i < 30; i++) assert_int_equal(r.line.seen[i], i % 10);
    end(&r);
    plan.shuffle = true;
    plan.seed = 5;
    begin(&r, NB_OPTIMIZER_SGD, &plan, 10);
    begin(&again, NB_OPTIMIZER_SGD, &plan, 10);
    while (step(&r) == NB_STATUS_RUNNING) assert_int_equal(step(&again), NB_STATUS_RUNNING);
    assert_int_equal(step(&again), NB_STATUS_OK);
    assert_memory_equal(r.line.seen, again.line.seen, sizeof r.line.seen);
    assert_true(r.w == again.w);
    for (size_t epoch = 0; epoch < 3; epoch++) { /* every row once an epoch */
        size_t seen[10] = {0};
        for (size_t i = 0; i < 10; i++) seen[r.line.seen[10 * epoch + i]]++;
        for (size_t i = 0; i < 10; i++) assert_int_equal(seen[i], 1);
    }
    assert_true(memcmp(r.line.seen, rows, 10 * sizeof *rows) != 0);
    assert_true(memcmp(r.line.seen, r.line.seen + 10, 10 * sizeof *rows) != 0);
    end(&r);
    end(&again);
}

/* ---- the optimizer's state ---- */

/* Two trainers with one state are one that goes on; a new state is another path. */
static void test_state_stays(void **state) {
    (void)state;
    run_of whole, parts, fresh;
    nb_plan plan = {.settings = {0.01, 0.9, 0.999, 1e-8}, .decay = 1, .epochs = 10};
    begin(&whole, NB_OPTIMIZER_ADAM, &plan, 4);
    while (step(&whole) == NB_STATUS_RUNNING) continue;
    plan.epochs = 5;
    begin(&parts, NB_OPTIMIZER_ADAM, &plan, 4);
    while (step(&parts) == NB_STATUS_RUNNING) continue;
    nb_trainer_clear(&parts.trainer);
    assert_int_equal(nb_trainer_begin(&parts.trainer, &plan, &parts.state, rows, 4), NB_STATUS_OK);
    begin(&fresh, NB_OPTIMIZER_ADAM, &plan, 4);
    fresh.w = parts.w;
    while (step(&parts) == NB_STATUS_RUNNING) continue;
    while (step(&fresh) == NB_STATUS_RUNNING) continue;
    assert_true(whole.w == parts.w && whole.state.steps == parts.state.steps);
    assert_true(fresh.w != parts.w);
    end(&whole);
    end(&parts);
    end(&fresh);
}

/* nag(point=base) is told the gradient of a point ahead of its weights: the catalogue's first
 * steps of y = 3x, x = 1, 2, 3. */
static void test_looking_ahead(void **state) {
    (void)state;
    run_of r;
    const nb_plan plan = {.settings = {0.1, 0.9}, .decay = 1, .epochs = 3};
    begin(&r, NB_OPTIMIZER_NAG_BASE, &plan, 3);
    assert_int_equal(step(&r), NB_STATUS_RUNNING);
    near(r.w, 1 + 28.0 / 15);
    double w = r.w, v = w - 1, ahead = w + 0.9 * v;
    assert_int_equal(step(&r), NB_STATUS_RUNNING);
    near(r.w, w + 0.9 * v + 0.1 * 28.0 / 3 * (3 - ahead));
    near(r.trainer.loss, 14.0 / 3 * (3 - ahead) * (3 - ahead));
    end(&r);
}

/* ---- what ends it ---- */

static void test_divergence(void **state) {
    (void)state;
    run_of r;
    const nb_plan plan = {.settings = {10}, .decay = 1, .epochs = 1000};
    begin(&r, NB_OPTIMIZER_SGD, &plan, 10);
    nb_status status = NB_STATUS_RUNNING;
    double before = 0;
    while (status == NB_STATUS_RUNNING) {
        before = r.w;
        status = step(&r);
    }
    assert_int_equal(status, NB_STATUS_ERROR);
    assert_true(isfinite(r.w) && r.w == before && fabs(r.w) > 1e100);
    assert_true(r.trainer.epoch > 10 && r.trainer.epoch < 1000);
    end(&r);
}

static nb_status steep(void *user, const double *points, const uint32_t *list, size_t count,
                       double *loss, double *gradient) {
    (void)points, (void)list, (void)count;
    *loss = 0;
    *gradient = *(double *)user;
    return NB_STATUS_OK;
}

static void test_not_finite(void **state) {
    (void)state;
    static double bad[] = {INFINITY, NAN, -1e308}; /* the last is too much only once multiplied */
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        run_of r;
        const nb_plan plan = {.settings = {10}, .decay = 1, .epochs = 10};
        begin(&r, NB_OPTIMIZER_SGD, &plan, 0);
        assert_int_equal(nb_trainer_step(&r.trainer, &r.w, steep, &bad[i]), NB_STATUS_ERROR);
        assert_true(r.w == 1);
        end(&r);
    }
}

static void test_answer_is_handed_on(void **state) {
    (void)state;
    run_of r;
    const nb_plan plan = {.settings = {0.01}, .decay = 1, .epochs = 2};
    begin(&r, NB_OPTIMIZER_SGD, &plan, 4);
    r.line.answer = NB_STATUS_NO_MEMORY;
    assert_int_equal(step(&r), NB_STATUS_NO_MEMORY);
    assert_true(r.w == 1 && r.state.steps == 0 && r.trainer.iteration == 0);
    r.line.answer = NB_STATUS_OK;
    assert_int_equal(step(&r), NB_STATUS_RUNNING);
    near(r.w, 1.3);
    end(&r);
}

static void test_no_memory(void **state) {
    (void)state;
    const nb_plan plan = {.settings = {0.01}, .decay = 1, .epochs = 2};
    int refused = 0;
    for (long n = 0;; n++) {
        run_of r = {.left = n};
        r.memory = (nb_memory){.allocate = plain_allocate, .user = &r.left, .limit = 1 << 20};
        nb_status status = nb_optimizer_state_init(&r.state, &r.memory, NB_OPTIMIZER_ADAM, 500);
        bool begun = status == NB_STATUS_OK;
        if (begun) status = nb_trainer_begin(&r.trainer, &plan, &r.state, rows, 100);
        if (status == NB_STATUS_OK) nb_trainer_clear(&r.trainer);
        if (begun) nb_optimizer_state_clear(&r.state);
        assert_int_equal(r.memory.used, 0);
        if (status == NB_STATUS_OK) break;
        assert_int_equal(status, NB_STATUS_NO_MEMORY);
        refused++;
    }
    assert_true(refused >= 3);
    run_of r = {.left = LONG_MAX};
    r.memory = (nb_memory){.allocate = plain_allocate, .user = &r.left, .limit = 1 << 20};
    assert_int_equal(nb_optimizer_state_init(&r.state, &r.memory, NB_OPTIMIZER_ADAM, SIZE_MAX / 2),
                     NB_STATUS_NO_MEMORY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_epoch_of_each), cmocka_unit_test(test_loss),
        cmocka_unit_test(test_no_data),       cmocka_unit_test(test_decay),
        cmocka_unit_test(test_rate),          cmocka_unit_test(test_order),
        cmocka_unit_test(test_state_stays),   cmocka_unit_test(test_looking_ahead),
        cmocka_unit_test(test_divergence),    cmocka_unit_test(test_not_finite),
        cmocka_unit_test(test_answer_is_handed_on), cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
