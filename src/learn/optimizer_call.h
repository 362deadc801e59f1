/* An optimizer with its settings, as a statement names it, and what it remembers from one
 * statement to the next. */
#ifndef NABLA_LEARN_OPTIMIZER_CALL_H
#define NABLA_LEARN_OPTIMIZER_CALL_H

#include "definitions/sheet.h"
#include "train/optimizer.h"
#include "train/trainer.h"
#include "train/parameter.h"

typedef struct nb_optimizer_call {
    nb_optimizer optimizer;
    double settings[NB_MAX_PARAMETERS];
    const nb_expr *rate; /* lr, where it is a formula of `epoch` or `step`; else NULL */
} nb_optimizer_call;

/* What an optimizer remembers between two statements, in the sheet's arena. Only the statement that
 * made it changes it: undo may need it later. */
struct nb_memory_of_steps {
    uint32_t statement; /* nb_sheet.statement */
    nb_optimizer optimizer;
    const nb_def_id *weights; /* leaves */
    size_t count;             /* of them */
    double *slots;            /* as optimizer.h says */
    double steps;             /* updates made */
    double epochs;            /* finished ones */
};

/* Reads an optimizer: sgd(0.1), adam(lr=0.01, bias_correction=off); NULL: sgd with its defaults. */
NB_MUST_USE nb_status nb_read_optimizer_call(nb_sheet *s, const nb_command_arg *with,
                                             nb_optimizer_call *method);

/* Begins an optimizer's state for `count` leaves, no two of which are the same. If what is
 * remembered is of the same optimizer and the same leaves, in whatever order, the state goes on
 * there, unless it is to be `fresh`. The caller clears it; on failure there is nothing to clear. */
NB_MUST_USE nb_status nb_recall(nb_sheet *s, const nb_optimizer_call *method,
                                const nb_def_id *weights,
                                size_t count, bool fresh, nb_optimizer_state *state);

/* Keeps a copy of a state for the next statement. Where the running statement has kept one of the
 * same optimizer and leaves already, the copy takes its place, and memory cannot run out. */
NB_MUST_USE nb_status nb_remember(nb_sheet *s, const nb_def_id *weights,
                                  const nb_optimizer_state *state);

/* Appends the statement that sets what is remembered, if all its leaves are still leaves. */
void nb_list_steps(nb_sheet *s, nb_buffer *out);

#endif
