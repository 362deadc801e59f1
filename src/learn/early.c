/* Stopping early. See early.h. */
#include "learn/early.h"

#include <math.h>
#include <string.h>

#include "definitions/problem.h"
#include "formulas/evaluate.h"
#include "learn/plan.h"

static const double usual_patience = 5;

/* A clause that counts for nothing unless the training stops early. */
static nb_status read_number(nb_sheet *s, const nb_statement *st, const char *key, bool whole,
                             const nb_early *early, double *value) {
    const double most = 1e9;
    const nb_command_arg *arg = nb_clause_get(st, key);
    if (arg == NULL) return NB_STATUS_OK;
    if (!early->stops)
        return nb_fail_place(s, arg->span, NB_SAY(TRAIN_EARLY_ONLY, NB_TEXT(key)),
                             NB_PLAIN(HINT_EARLY));
    nb_status status = nb_eval(s, &arg->expr, s->env, value);
    if (status != NB_STATUS_OK) return status;
    if (whole && !(*value >= 1 && *value <= most && *value == rint(*value)))
        return nb_fail_at(s, &arg->expr, arg->span,
                          NB_SAY(TRAIN_WHOLE, NB_TEXT(key), NB_NUMBER(*value)), NB_NO_HINT);
    if (!(*value >= 0) || isinf(*value))
        return nb_fail_at(s, &arg->expr, arg->span,
                          NB_SAY(PARAMETER_RANGE, NB_TEXT(key), NB_SAID(RANGE_NOT_NEGATIVE),
                                 NB_NUMBER(*value)), NB_NO_HINT);
    return NB_STATUS_OK;
}

nb_status nb_early_read(nb_sheet *s, const nb_statement *st, const nb_data *data,
                        nb_early *early) {
    double patience = usual_patience;
    const nb_command_arg *stop = nb_clause_get(st, "stop");
    nb_status status = nb_plan_read_word(s, st, "stop", &early->stops);
    if (status != NB_STATUS_OK) return status;
    if (early->stops && data == NULL)
        return nb_fail_place(s, stop->span, NB_PLAIN(TRAIN_EARLY_ALONE), NB_NO_HINT);
    if (early->stops && data->train == data->set.rows) return nb_fail_no_test(s, data, stop->span);
    status = read_number(s, st, "patience", true, early, &patience);
    if (status == NB_STATUS_OK)
        status = read_number(s, st, "min_delta", false, early, &early->min_delta);
    early->patience = (size_t)patience;
    early->best = INFINITY;
    return status;
}

nb_status nb_early_begin(nb_early *early, nb_sheet *s, const nb_optimizer_state *state) {
    if (!early->stops) return NB_STATUS_OK;
    nb_status status = nb_optimizer_state_init(&early->state, &s->memory, state->optimizer,
                                               state->weights);
    if (status != NB_STATUS_OK) return status;
    early->weights = nb_arena_add(&s->scratch, state->weights, sizeof *early->weights);
    return early->weights != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

void nb_early_clear(nb_early *early) {
    if (early->state.slots != NULL) nb_optimizer_state_clear(&early->state);
}

/* What is nan is never smaller. */
bool nb_early_look(nb_early *early, size_t epoch, double test, const double *weights,
                   const nb_optimizer_state *state) {
    early->waited++;
    if (!(test < early->best - (isinf(early->best) ? 0 : early->min_delta)))
        return early->stops && early->waited >= early->patience;
    early->best = test;
    early->best_epoch = epoch;
    early->waited = 0;
    if (early->weights == NULL) return false;
    memcpy(early->weights, weights, state->weights * sizeof *weights);
    nb_optimizer_state_copy(&early->state, state);
    return false;
}

bool nb_early_restore(const nb_early *early, double *weights, nb_optimizer_state *state) {
    if (early->weights == NULL || isinf(early->best)) return false;
    memcpy(weights, early->weights, state->weights * sizeof *weights);
    nb_optimizer_state_copy(state, &early->state);
    return true;
}
