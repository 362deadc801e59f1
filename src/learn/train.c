/* `train`: a loss is minimised over leaves, on a copy of its nodes. No number of the sheet changes
 * until the last update is done: then the leaves get what was learned, in one step for undo.
 *
 * What was learned is not lost: everything that must be there to keep it is there before the first
 * update, so that neither memory nor Ctrl-C can stand in the way at the end. */
#include <math.h>
#include <string.h>

#include "data/data.h"
#include "definitions/define.h"
#include "definitions/handlers.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "explore/mistake.h"
#include "formulas/cone.h"
#include "formulas/describe.h"
#include "formulas/evaluate.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "lang/commands.h"
#include "learn/chances.h"
#include "learn/early.h"
#include "learn/loss_history.h"
#include "learn/optimizer_call.h"
#include "learn/plan.h"
#include "learn/runaway.h"
#include "learn/schedule.h"
#include "learn/trails.h"
#include "learn/weights.h"

enum {
    LINES = 10,   /* of progress in all */
    CHUNK = 4096, LEAST = 16, WORK = 1 << 23 /* between looks for Ctrl-C: rows, nodes of rows */
};

static const double huge = 1e100; /* a loss that will soon be too large for a number */

typedef struct training {
    nb_sheet *s;
    nb_node target;
    nb_text loss; /* its name */
    const char *run; /* what the training is called, or NULL */
    nb_def_id *weights; /* definitions of the leaves */
    double *values;
    size_t count;
    nb_optimizer_call method;
    nb_schedule schedule; /* where method.rate is not NULL */
    nb_plan plan;
    nb_optimizer_state state;
    nb_objective objective;
    nb_trainer trainer;
    const uint32_t *rows; /* NULL: the loss is made of no data */
    size_t samples, tested; /* those that are trained on, and behind them those for the test */
    const nb_def *lost; /* NULL, or: this column is no leaf any more, so there are no data, though
                         * the loss is made of other columns of them */
    double first, last; /* losses */
    double test_first, test; /* of the rows for the test, before and now */
    nb_early early;
    nb_history_of_loss *history;
    nb_series_block *series, *test_series; /* the history's blocks in the result */
    double *numbers, *tests;               /* room for their numbers */
    bool stopped, diverged, waited; /* what ended it: Ctrl-C, numbers, patience */
    size_t huge_from; /* the epoch that ended with a huge loss first; 0: none */
    double work; /* since the host was last told how far it is: nodes that were run */
    nb_table_block *table;
} training;

/* ---- what is trained ---- */

static nb_status choose_weights(training *t, const nb_command_arg *over) {
    nb_sheet *s = t->s;
    if (over != NULL) return nb_read_weights(s, over, t->target, &t->weights, &t->count);
    nb_status status = nb_find_leaves(s, t->target, &t->weights, &t->count);
    if (status != NB_STATUS_OK) return status;
    if (t->count == 0)
        return nb_fail_plain(s, NB_SAY(TRAIN_NOTHING, NB_FORMULA(&t->loss)), NB_NO_HINT);
    if (t->rows != NULL) return NB_STATUS_OK;
    return nb_fail_plain(s, NB_PLAIN(TRAIN_OVER),
                         NB_SAY(HINT_LEAVES_OF, NB_FORMULA(&t->loss),
                                nb_join_leaves(s, t->weights, t->count)));
}

static nb_status read_clauses(training *t, const nb_statement *st) {
    nb_sheet *s = t->s;
    const nb_data *data = t->rows != NULL ? nb_find_data(s) : NULL;
    nb_status status = nb_read_optimizer_call(s, nb_clause_get(st, "with"), &t->method);
    if (status == NB_STATUS_OK) status = nb_plan_read(s, st, t->rows == NULL ? &t->loss : NULL,
                                                         &t->plan);
    if (status == NB_STATUS_OK) status = nb_early_read(s, st, data, &t->early);
    memcpy(t->plan.settings, t->method.settings, sizeof t->plan.settings);
    return status;
}

/* ---- the copy ---- */

/* Trains on the rows of the data if the loss is made of a column of them. */
static nb_status choose_rows(training *t) {
    nb_sheet *s = t->s;
    const nb_data *data = nb_find_data(s);
    const nb_def *lost = nb_find_lost(s);
    uint8_t *marks;
    uint32_t *places;
    nb_status status = nb_mark_cone(s, t->target, &marks);
    if (status == NB_STATUS_OK) status = nb_place_columns(s, &places);
    bool used = false;
    for (nb_node i = 0; status == NB_STATUS_OK && i <= t->target; i++)
        used = used || (marks[i] != 0 && s->owner[i] != NB_NO_DEF && places[s->owner[i]] != 0);
    if (status != NB_STATUS_OK) return status;
    for (size_t i = 0; lost != NULL && i < s->state.learned.data->set.columns; i++) {
        nb_node node = s->defs[s->state.learned.data->columns[i]].node;
        if (node <= t->target && marks[node] != 0) t->lost = lost;
    }
    if (!used || data == NULL) return NB_STATUS_OK;
    t->samples = data->train;
    t->tested = data->set.rows - data->train;
    t->rows = nb_data_rows(s, data);
    if (t->rows == NULL) return NB_STATUS_NO_MEMORY;
    return nb_check_chances(s, t->target, data, t->rows, t->samples);
}

static nb_status copy_graph(training *t) {
    nb_sheet *s = t->s;
    nb_node *weights = nb_arena_add(&s->scratch, t->count, sizeof *weights);
    t->values = nb_arena_add(&s->scratch, t->count, sizeof *t->values);
    if (weights == NULL || t->values == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < t->count; i++) {
        weights[i] = s->defs[t->weights[i]].node;
        t->values[i] = nb_leaf_value(s, &s->defs[t->weights[i]]);
    }
    nb_objective_plan plan = {.targets = &t->target, .target_count = 1,
                              .weights = weights, .weight_count = t->count,
                              .compiled = s->state.settings.compiled};
    return nb_begin_objective(s, t->rows != NULL ? nb_find_data(s) : NULL, &plan, &t->objective);
}

/* ---- the loop ---- */

/* Now and then the host hears how far it is. `part`: how much of the present batch is done. */
static void tell_progress(training *t, size_t rows, double part) {
    const nb_host *host = &t->s->host;
    const double often = 1e6;
    t->work += (double)rows * (double)t->objective.graph.count;
    if (host->progress == NULL || t->work < often) return;
    t->work = 0;
    size_t iterations = t->rows != NULL ? nb_batch_iterations(t->samples, t->plan.batch) : 1;
    double done = ((double)t->trainer.iteration + part) / (double)iterations;
    double loss = t->trainer.epoch > 0 ? t->trainer.loss : t->first;
    host->progress(host->user, &(nb_progress){(double)t->trainer.epoch + done, t->plan.epochs,
                                              &t->loss, loss, nb_trainer_rate(&t->trainer),
                                              t->tested > 0, t->test});
}

/* The sums that a trainer asks for; gradient NULL: only the loss. */
static nb_status gather(void *user, const double *points, const uint32_t *rows, size_t count,
                        double *loss, double *gradient) {
    training *t = user;
    size_t most = WORK / t->objective.graph.count;
    most = most > CHUNK ? CHUNK : most < LEAST ? LEAST : most;
    for (size_t first = 0, part; first < count; first += part) {
        part = count - first < most ? count - first : most;
        nb_objective_add(&t->objective, points, rows != NULL ? rows + first : NULL, part,
                         first == 0, loss, gradient);
        if (nb_poll(t->s) != NB_STATUS_OK) { /* it may have ended in the middle of it */
            t->stopped = true;
            return NB_STATUS_ERROR;
        }
        if (gradient != NULL) tell_progress(t, part, (double)(first + part) / (double)count);
    }
    return NB_STATUS_OK;
}

/* The loss that the weights have now, over all rows that are trained on. */
static nb_status find_loss(training *t, double *loss) {
    nb_status status = gather(t, t->values, t->rows, t->rows != NULL ? t->samples : 1, loss, NULL);
    if (status == NB_STATUS_OK && t->rows != NULL && !t->plan.sum) *loss /= (double)t->samples;
    return status;
}

/* The same over the rows for the test. */
static nb_status find_test(training *t) {
    double loss;
    if (t->tested == 0) return NB_STATUS_OK;
    nb_status status = gather(t, t->values, t->rows + t->samples, t->tested, &loss, NULL);
    if (status == NB_STATUS_OK) t->test = t->plan.sum ? loss : loss / (double)t->tested;
    return status;
}

/* Looks at the test loss of the epoch that has just ended, if there is one. */
static nb_status end_epoch(training *t) {
    double loss = t->trainer.epoch == 1 ? t->first : t->trainer.loss;
    nb_loss_history_add(t->history, t->trainer.epoch, loss, t->test);
    if (t->trainer.loss > huge && t->huge_from == 0) t->huge_from = t->trainer.epoch;
    nb_status status = find_test(t);
    if (t->tested == 0 || status != NB_STATUS_OK) return status;
    t->waited = nb_early_look(&t->early, t->trainer.epoch, t->test, t->values, &t->state);
    return NB_STATUS_OK;
}

/* A line of progress; the last one is what is left when the training is over. */
static nb_status add_line(training *t) {
    double loss = t->first;
    nb_status status = find_test(t);
    if (status == NB_STATUS_OK && t->trainer.epoch + t->trainer.iteration > 0)
        status = find_loss(t, &loss);
    if (status != NB_STATUS_OK) return status;
    nb_table_block *table = t->table; /* after an interrupt the last line is there already */
    size_t rows = table->row_count;
    nb_table_cell *last = table->cells + (rows > 0 ? rows - 1 : 0) * table->column_count;
    bool again = rows > 0 && last->number == (double)t->trainer.epoch;
    nb_table_cell *row = again ? last : nb_table_row(table);
    row[0] = nb_cell_number((double)t->trainer.epoch);
    row[1] = nb_cell_number(loss);
    if (t->tested > 0) row[2] = nb_cell_number(t->test);
    row[table->column_count - 1] = nb_cell_number(nb_trainer_rate(&t->trainer));
    t->last = loss;
    return NB_STATUS_OK;
}

static nb_status run_epochs(training *t) {
    nb_status status = NB_STATUS_RUNNING;
    size_t between = (t->plan.epochs + LINES - 1) / LINES;
    while (status == NB_STATUS_RUNNING && !t->waited) {
        size_t epoch = t->trainer.epoch;
        status = nb_trainer_step(&t->trainer, t->values, gather, t);
        if (status == NB_STATUS_ERROR || status == NB_STATUS_NO_MEMORY) return status;
        nb_trails_update(t->s, t->values);
        if (t->trainer.epoch == epoch) continue;
        nb_status said = end_epoch(t);
        bool last = t->trainer.epoch == t->plan.epochs || t->waited;
        if (said == NB_STATUS_OK && !last && t->trainer.epoch % between == 0) said = add_line(t);
        if (said != NB_STATUS_OK) return said;
    }
    return status;
}

/* ---- what is said ---- */

static nb_status begin_table(training *t) {
    nb_table_column columns[] = {
        {NB_COLUMN_NUMBER, "epoch", NB_PLAIN(HEAD_EPOCH), NULL},
        {NB_COLUMN_VALUE, "loss", NB_SAY(HEAD_LOSS, NB_FORMULA(&t->loss)), NULL},
        {NB_COLUMN_VALUE, "test", NB_PLAIN(HEAD_TEST), NULL},
        {NB_COLUMN_NUMBER, "rate", NB_PLAIN(HEAD_RATE), NULL}};
    if (t->tested == 0) columns[2] = columns[3];
    t->table = nb_result_table(t->s->result, columns, t->tested > 0 ? 4 : 3, LINES + 3);
    return t->table != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

static void say_plan(training *t) {
    nb_sheet *s = t->s;
    nb_arg leaves = nb_join_leaves(s, t->weights, t->count);
    size_t batch = t->plan.batch > 0 && t->plan.batch < t->samples ? t->plan.batch : t->samples;
    nb_message message = NB_SAY(TRAIN_PLAN, NB_FORMULA(&t->loss), leaves, NB_COUNT(t->count),
                                NB_COUNT(t->samples), NB_COUNT(batch));
    if (t->rows == NULL) message.id = NB_MESSAGE_TRAIN_PLAN_ALONE;
    else if (t->plan.sum) message.id = NB_MESSAGE_TRAIN_PLAN_SUM;
    if (t->lost != NULL)
        nb_result_say(s->result, NB_SEVERITY_NOTE,
                      NB_SAY(TRAIN_LOST, NB_TEXT(nb_def_name(s, &s->scratch, t->lost))));
    if (nb_is_unseen(s)) return;
    nb_result_prose(s->result, message);
    const nb_optimizer_info *info = nb_optimizer_get(t->method.optimizer);
    if (t->state.steps > 0 && (t->method.rate != NULL || t->plan.warmup > 0))
        nb_result_prose(s->result, NB_SAY(TRAIN_COUNTS_ON, NB_TEXT(info->name),
                                          NB_COUNT(t->state.epochs), NB_COUNT(t->state.steps)));
    else if (t->state.steps > 0 && info->slot_count > 0)
        nb_result_prose(s->result, NB_SAY(TRAIN_GOES_ON, NB_TEXT(info->name),
                                          NB_COUNT(t->state.steps)));
}

/* How the test loss went, and which weights are kept for it. */
static void say_test(const training *t) {
    const nb_early *early = &t->early;
    if (t->tested == 0 || isinf(early->best)) return;
    if (t->waited)
        nb_result_prose(t->s->result, NB_SAY(TRAIN_WAITED, NB_COUNT(t->trainer.epoch),
                                             NB_COUNT(early->patience)));
    nb_message message = NB_SAY(TRAIN_TEST, NB_NUMBER(t->test_first), NB_NUMBER(t->test),
                                NB_COUNT(early->best_epoch), NB_NUMBER(early->best));
    if (early->stops) message.id = NB_MESSAGE_TRAIN_TEST_KEPT;
    nb_result_prose(t->s->result, message);
}

static void say_outcome(training *t) {
    nb_sheet *s = t->s;
    size_t iterations = t->rows != NULL ? nb_batch_iterations(t->samples, t->plan.batch) : 1;
    double updates = (double)t->trainer.epoch * (double)iterations + (double)t->trainer.iteration;
    const nb_fact facts[] = {{"epochs", (double)t->trainer.epoch},
                             {"iterations", (double)iterations}, {"updates", updates},
                             {"before", t->first}, {"after", t->last}};
    for (size_t i = 0; i < 5; i++) nb_table_fact(t->table, facts[i].key, facts[i].number);
    if (t->tested > 0) nb_table_fact(t->table, "test", t->test);
    if (t->tested > 0 && isfinite(t->early.best))
        nb_table_fact(t->table, "best_epoch", (double)t->early.best_epoch);
    if (t->history->every > 1) nb_table_fact(t->table, "every", (double)t->history->every);
    if (t->stopped)
        nb_result_say(s->result, NB_SEVERITY_NOTE,
                      NB_SAY(TRAIN_STOPPED, NB_COUNT(t->trainer.epoch), NB_COUNT(t->plan.epochs)));
    nb_say_spared(s, NB_MESSAGE_NOTE_TRAINED_RIGHT);
    nb_message message = NB_SAY(TRAIN_DONE, NB_COUNT(t->trainer.epoch), NB_COUNT(iterations),
                                NB_COUNT(updates), NB_FORMULA(&t->loss), NB_NUMBER(t->first),
                                NB_NUMBER(t->last));
    if (t->trainer.iteration > 0) message.id = NB_MESSAGE_TRAIN_DONE_PART;
    nb_result_prose(s->result, message);
    say_test(t);
    bool flat = t->trainer.epoch > 0 && t->first == t->last;
    for (size_t i = 0; flat && i < t->count; i++) flat = t->trainer.gradient[i] == 0;
    if (flat)
        nb_result_say(s->result, NB_SEVERITY_NOTE, NB_SAY(TRAIN_FLAT, NB_FORMULA(&t->loss)));
}

static nb_runaway runaway_of(training *t) {
    return (nb_runaway){.s = t->s, .objective = &t->objective, .loss = &t->loss,
                        .points = t->trainer.points, .weights = t->values, .rows = t->rows,
                        .samples = t->samples, .rate = nb_trainer_rate(&t->trainer)};
}

/* It will not be finite for long, or is no longer. */
static void say_runaway(training *t) {
    nb_runaway r = runaway_of(t);
    if (t->last > huge && t->huge_from == 0) t->huge_from = t->trainer.epoch;
    if (t->huge_from > 0 && t->last > t->first) nb_say_huge(&r, t->huge_from, huge, !t->diverged);
    if (t->diverged) nb_say_diverged(&r, t->trainer.epoch + 1);
}

static nb_status fail_at_start(training *t) {
    if (t->count > 0) memcpy(t->trainer.points, t->values, t->count * sizeof *t->values);
    nb_runaway r = runaway_of(t);
    return nb_fail_runaway(&r, t->target, t->first);
}

/* ---- what is kept ---- */

static nb_status add_series(training *t, size_t room, nb_text name, nb_series_block **series,
                            double **numbers) {
    *numbers = nb_result_array(t->s->result, room, sizeof **numbers);
    nb_block *block = nb_result_add(t->s->result, NB_BLOCK_SERIES);
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    *series = &block->as.series;
    (*series)->name = name;
    return NB_STATUS_OK;
}

/* Makes room for all that is kept in the end, by keeping the present numbers once. */
static nb_status make_room(training *t) {
    nb_sheet *s = t->s;
    size_t room = (t->plan.epochs < NB_MOST_LOSSES ? t->plan.epochs : NB_MOST_LOSSES) + 1;
    size_t iterations = t->rows != NULL ? nb_batch_iterations(t->samples, t->plan.batch) : 1;
    nb_history_plan p = {&t->loss, t->run, room, t->tested > 0};
    nb_status status = nb_loss_history_begin(s, &p, &t->history);
    if (status == NB_STATUS_OK)
        status = nb_trails_train(s, &t->loss, t->run, t->weights, t->values, t->count,
                                 t->plan.epochs * iterations);
    if (status == NB_STATUS_OK) status = nb_store_weights(s, t->weights, t->values, t->count);
    if (status == NB_STATUS_OK) status = nb_remember(s, t->weights, &t->state);
    if (status != NB_STATUS_OK) return status;
    status = add_series(t, room, t->loss, &t->series, &t->numbers);
    if (status != NB_STATUS_OK || t->tested == 0) return status;
    return add_series(t, room, nb_test_loss_name(s, t->loss), &t->test_series, &t->tests);
}

/* In the room that was made: nothing of this needs more memory. */
static nb_status keep_all(training *t) {
    nb_sheet *s = t->s;
    nb_history_of_loss *h = t->history;
    memcpy(t->numbers, h->numbers, h->count * sizeof *h->numbers);
    *t->series = (nb_series_block){t->series->name, t->numbers, h->count};
    if (h->tests != NULL) {
        memcpy(t->tests, h->tests, h->count * sizeof *h->tests);
        *t->test_series = (nb_series_block){t->test_series->name, t->tests, h->count};
    }
    nb_status status = nb_store_weights(s, t->weights, t->values, t->count);
    if (status != NB_STATUS_OK || (t->diverged && !t->early.stops)) s->state.learned.steps = NULL;
    else status = nb_remember(s, t->weights, &t->state);
    return status;
}

/* ---- the command ---- */

/* Ctrl-C and divergence end the loop and keep what was learned. `status`: what ended it. */
static nb_status finish(training *t, nb_status status) {
    bool was_stopped = t->stopped, far = t->samples + t->tested > WORK / t->objective.graph.count;
    nb_trails_end(t->s, t->values);
    t->diverged = status == NB_STATUS_ERROR && !was_stopped && !t->schedule.failed;
    atomic_store(&t->s->interrupted, false); /* for the last line; what follows is stopped again */
    t->last = t->trainer.epoch > 0 ? t->trainer.loss : t->first;
    /* Ctrl-C again, or once where it is far: the loss of the last epoch will do */
    bool said = !(was_stopped && far) && add_line(t) == NB_STATUS_OK;
    nb_loss_history_end(t->history, t->last, t->test);
    if (nb_early_restore(&t->early, t->values, &t->state)) {
        t->test = t->early.best;
        said = said && find_loss(t, &t->last) == NB_STATUS_OK;
    }
    if (was_stopped || !said) atomic_store(&t->s->interrupted, true);
    status = keep_all(t);
    if (status != NB_STATUS_OK) return status;
    say_runaway(t);
    if (t->schedule.failed) nb_warn_schedule(t->s, &t->schedule);
    say_outcome(t);
    t->s->result->failed = false; /* what was learned stays, though words for it found no memory */
    return status;
}

static nb_status begin_schedule(training *t) {
    t->plan.rate = nb_schedule_rate;
    t->plan.user = &t->schedule;
    return nb_schedule_begin(t->s, t->method.rate, &t->schedule);
}

static nb_status run_training(training *t) {
    nb_status status = nb_trainer_begin(&t->trainer, &t->plan, &t->state, t->rows, t->samples);
    if (t->schedule.failed) return nb_fail_schedule(t->s, t->method.rate, &t->schedule);
    if (status != NB_STATUS_OK) return status;
    status = find_loss(t, &t->first);
    if (status == NB_STATUS_OK && !isfinite(t->first)) {
        status = fail_at_start(t);
    } else if (status == NB_STATUS_OK) {
        say_plan(t);
        status = begin_table(t);
        if (status == NB_STATUS_OK) status = nb_early_begin(&t->early, t->s, &t->state);
        if (status == NB_STATUS_OK) status = add_line(t);
        t->test_first = t->test;
        if (status == NB_STATUS_OK && t->tested > 0)
            (void)nb_early_look(&t->early, 0, t->test, t->values, &t->state);
        if (status == NB_STATUS_OK) status = make_room(t);
        if (status == NB_STATUS_OK) status = finish(t, run_epochs(t));
    }
    nb_trainer_clear(&t->trainer);
    return status;
}

NB_COMMAND(TRAIN) {
    const nb_command_arg *run = nb_clause_get(st, "as");
    training t = {.s = s, .run = run != NULL ? run->text : NULL};
    nb_status status = nb_choose_target(s, st, NB_TARGET_TRAINED, &t.target);
    if (status == NB_STATUS_OK) t.loss = nb_describe(s, t.target);
    if (status == NB_STATUS_OK) status = choose_rows(&t);
    if (status == NB_STATUS_OK) status = choose_weights(&t, nb_clause_get(st, "over"));
    if (status == NB_STATUS_OK) status = read_clauses(&t, st);
    if (status != NB_STATUS_OK) return status;
    bool fresh = nb_clause_get(st, "fresh") != NULL;
    status = nb_recall(s, &t.method, t.weights, t.count, fresh, &t.state);
    if (status != NB_STATUS_OK) return status;
    status = copy_graph(&t);
    if (status == NB_STATUS_OK && t.method.rate != NULL) status = begin_schedule(&t);
    if (status == NB_STATUS_OK) status = run_training(&t);
    if (t.schedule.nodes.graph.memory != NULL) nb_schedule_clear(&t.schedule);
    if (t.objective.graph.memory != NULL) nb_kept_put(&s->kept, &t.objective);
    nb_early_clear(&t.early);
    nb_optimizer_state_clear(&t.state);
    return status;
}
