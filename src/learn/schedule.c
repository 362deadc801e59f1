/* Learning rates that are formulas of what an optimizer counts. See schedule.h. */
#include "learn/schedule.h"

#include <math.h>
#include <string.h>

#include "definitions/names.h"
#include "definitions/owner.h"
#include "definitions/problem.h"
#include "formulas/build.h"
#include "graph/passes.h"
#include "lang/counters.h"

enum { COUNTERS = NB_ALL_LOCALS - NB_MAX_LOCALS };

bool nb_counts(const nb_expr *expr) {
    bool counts = false;
    for (uint32_t i = 0; i < expr->count; i++)
        counts = counts || (expr->codes[i].kind == NB_CODE_LOCAL &&
                            expr->codes[i].count >= NB_MAX_LOCALS);
    return counts;
}

void nb_note_counters(nb_sheet *s, const nb_expr *expr) {
    const char *counter;
    for (uint32_t local = NB_MAX_LOCALS; (counter = nb_counter_get(local)) != NULL; local++)
        for (uint32_t i = 0; i < expr->count; i++) {
            const nb_code *code = &expr->codes[i];
            if (code->kind != NB_CODE_NAME ||
                strcmp(s->names.text(s->names.user, code->symbol), counter) != 0) continue;
            nb_result_say(s->result, NB_SEVERITY_NOTE, NB_SAY(NOTE_OWN_COUNTER, NB_TEXT(counter)));
            break;
        }
}

nb_status nb_schedule_begin(nb_sheet *s, const nb_expr *formula, nb_schedule *schedule) {
    nb_node before = s->graph.count, counters[COUNTERS], rate;
    uint32_t rebuilt = s->rebuilt;
    nb_status status = NB_STATUS_OK;
    *schedule = (nb_schedule){.epoch = 0};
    for (size_t k = 0; k < COUNTERS && status == NB_STATUS_OK; k++)
        status = nb_add_number(s, NB_OP_LEAF, 1, &counters[k]);
    if (status == NB_STATUS_OK) status = nb_build_counted(s, formula, s->env, counters, &rate);
    if (status == NB_STATUS_OK) {
        nb_objective_plan plan = {.graph = &s->graph, .targets = &rate, .target_count = 1,
                                  .weights = counters, .weight_count = COUNTERS};
        nb_graph_forward(&s->graph, s->graph.count);
        status = nb_objective_init(&schedule->nodes, &s->memory, &plan);
        if (status == NB_STATUS_ERROR) status = nb_poll(s);
    }
    nb_truncate(s, before, rebuilt);
    return status;
}

void nb_schedule_clear(nb_schedule *schedule) {
    nb_objective_clear(&schedule->nodes);
}

nb_status nb_schedule_rate(void *user, double epoch, double step, double *rate) {
    nb_schedule *schedule = user;
    nb_objective *nodes = &schedule->nodes;
    const double counters[COUNTERS] = {epoch, step};
    nb_objective_set_weights(nodes, counters);
    nb_objective_run(nodes, 0);
    *rate = nodes->graph.value[nodes->target];
    schedule->epoch = epoch;
    schedule->step = step;
    schedule->rate = *rate;
    schedule->failed = !isfinite(*rate) || *rate < 0;
    return schedule->failed ? NB_STATUS_ERROR : NB_STATUS_OK;
}

void nb_warn_schedule(nb_sheet *s, const nb_schedule *schedule) {
    nb_result_say(s->result, NB_SEVERITY_WARNING,
                  NB_SAY(TRAIN_RATE, NB_NUMBER(schedule->rate), NB_COUNT(schedule->epoch),
                         NB_COUNT(schedule->step)));
    nb_result_hint(s->result, NB_PLAIN(HINT_RATE_ABOVE));
}

nb_status nb_fail_schedule(nb_sheet *s, const nb_expr *formula, const nb_schedule *schedule) {
    return nb_fail_at(s, formula, formula->span,
                      NB_SAY(BAD_RATE, NB_NUMBER(schedule->rate), NB_COUNT(schedule->epoch),
                             NB_COUNT(schedule->step)), NB_PLAIN(HINT_RATE_ABOVE));
}
