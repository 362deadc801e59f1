/* Where numbers are not finite, and what helps. See runaway.h. */
#include "learn/runaway.h"

#include <math.h>

#include "definitions/problem.h"
#include "explore/warn.h"
#include "formulas/table_cells.h"

/* The first node that is not finite for some row; NB_NO_NODE: none is. */
static nb_node find_infinite(const nb_runaway *r, uint32_t *row) {
    nb_objective *o = r->objective;
    size_t count = r->rows != NULL ? r->samples : 1;
    nb_objective_set_weights(o, r->points);
    for (int turn = 0; turn < 2; turn++) { /* where the gradient was taken, and at the weights */
        for (size_t k = 0; k < count; k++) {
            *row = r->rows != NULL ? r->rows[k] : 0;
            nb_objective_run(o, *row);
            for (nb_node i = 0; i < o->graph.count; i++)
                if (!isfinite(o->graph.value[i])) return o->origin[i];
        }
        nb_objective_set_weights(o, r->weights);
    }
    return NB_NO_NODE;
}

nb_status nb_fail_runaway(const nb_runaway *r, nb_node target, double first) {
    nb_sheet *s = r->s;
    uint32_t row = 0;
    nb_node node = find_infinite(r, &row);
    nb_message message = NB_SAY(TRAIN_NOT_FINITE, NB_FORMULA(r->loss), NB_NUMBER(first),
                                NB_TEXT(""), NB_COUNT(row + 1));
    if (node != NB_NO_NODE && r->rows != NULL) {
        message.id = NB_MESSAGE_TRAIN_NOT_FINITE_ROW;
        message.args[2] = nb_node_arg(s, node);
        return nb_fail_plain(s, message, NB_NO_HINT);
    }
    nb_status status = nb_warn_value(s, target);
    return status == NB_STATUS_OK ? nb_fail_plain(s, message, NB_NO_HINT) : status;
}

static void hint_rate(const nb_runaway *r) {
    bool scalable = r->rows != NULL && r->s->state.learned.data->before == NULL;
    nb_message hint = NB_SAY(HINT_SMALLER_RATE, NB_NUMBER(r->rate / 10));
    if (scalable) hint.id = NB_MESSAGE_HINT_RATE_OR_SCALE;
    nb_result_hint(r->s->result, hint);
}

void nb_say_huge(const nb_runaway *r, size_t epoch, double huge, bool hint) {
    nb_result_say(r->s->result, NB_SEVERITY_WARNING,
                  NB_SAY(TRAIN_HUGE, NB_COUNT(epoch), NB_FORMULA(r->loss), NB_NUMBER(huge)));
    if (hint) hint_rate(r);
}

void nb_say_diverged(const nb_runaway *r, size_t epoch) {
    nb_sheet *s = r->s;
    uint32_t row = 0;
    nb_node node = find_infinite(r, &row);
    nb_message message = NB_SAY(TRAIN_DIVERGED, NB_COUNT(epoch),
                                node != NB_NO_NODE ? nb_node_arg(s, node) : NB_TEXT(""),
                                NB_COUNT(row + 1));
    if (node == NB_NO_NODE) message.id = NB_MESSAGE_TRAIN_DIVERGED_UPDATE;
    else if (r->rows == NULL) message.id = NB_MESSAGE_TRAIN_DIVERGED_ALONE;
    nb_result_say(s->result, NB_SEVERITY_WARNING, message);
    hint_rate(r);
}
