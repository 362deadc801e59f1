/* An optimizer with its settings, as a statement names it, and what it remembers from one
 * statement to the next. */
#ifndef NABLA_LEARN_OPTIMIZER_CALL_H
#define NABLA_LEARN_OPTIMIZER_CALL_H

#include "definitions/sheet.h"
#include "train/optimizer.h"
#include "train/trainer.h"
#include "train/parameter.h"

/* An optimizer with its settings, as a statement names it. */
typedef struct nb_optimizer_call {
    nb_optimizer optimizer;
    double settings[NB_MAX_PARAMETERS];
} nb_optimizer_call;

/* What an optimizer remembers between two statements, in the session's arena. Only the statement
 * that made it changes it: undo may need it later. */
struct nb_memory_of_steps {
    uint32_t statement; /* nb_session.statement */
    nb_optimizer optimizer;
    const nb_def_id *weights; /* leaves */
    size_t count;             /* of them */
    double *slots;            /* as optimizer.h says */
    double steps;             /* updates made */
};

/* sgd(0.1), adam(lr=0.01, bias_correction=off); NULL: sgd with its defaults. */
NB_MUST_USE nb_status nb_read_optimizer_call(nb_sheet *s, const nb_command_arg *with,
                                             nb_optimizer_call *method);

/* Begins an optimizer's state, which the caller clears: where the last one stood when it was of the
 * same optimizer for the same leaves, in whatever order, unless it is to be fresh. The leaves
 * differ from each other. On failure there is nothing to clear. */
NB_MUST_USE nb_status nb_recall(nb_sheet *s, const nb_optimizer_call *method,
                                const nb_def_id *weights,
                                size_t count, bool fresh, nb_optimizer_state *state);

/* Keeps a state for the next statement. Within a statement, once it succeeded for a state, it does
 * so for all that follow: they take its place. */
NB_MUST_USE nb_status nb_remember(nb_sheet *s, const nb_def_id *weights,
                                  const nb_optimizer_state *state);

/* The statement that sets what is remembered. */
void nb_list_steps(nb_sheet *s, nb_buffer *out);

#endif
