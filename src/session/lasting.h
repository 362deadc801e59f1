/* Inside session/: what goes on from statement to statement beside the definitions. Walks over the
 * passes, questions about gradients, and passes that are wrong on purpose. */
#ifndef NABLA_SESSION_LASTING_H
#define NABLA_SESSION_LASTING_H

#include "session/internal.h"

/* ---- subject.c ---- */
/* A subject that is `node`, which belongs to a definition. */
NB_MUST_USE nb_status nb_subject_set(nb_session *s, nb_subject *subject, nb_node node);
/* Its node by now, NB_NO_NODE when there is none any more; *changed: something about it is not as
 * it was when this was asked last. */
NB_MUST_USE nb_status nb_subject_find(nb_session *s, nb_subject *subject, nb_node *node,
                                      bool *changed);

/* ---- walk.c ---- */
NB_MUST_USE nb_status nb_step(nb_session *s, const nb_statement *st);
/* Begins a walk anew whose nodes the statement has changed. */
NB_MUST_USE nb_status nb_walk_check(nb_session *s);
/* What a walk has come to: 1 for each node of `target` whose value or gradient is known; NULL where
 * no walk over `target` is on. Both live in the scratch arena. */
typedef struct nb_reach {
    uint8_t *value, *gradient;
    nb_node current; /* where the walk is; NB_NO_NODE: before the first node */
} nb_reach;
NB_MUST_USE nb_status nb_walk_reach(nb_session *s, nb_node target, nb_reach *reach);

/* ---- predict.c ---- */
NB_MUST_USE nb_status nb_predict_begin(nb_session *s, const nb_command_arg *arg);
/* Whether an expression that runs now answers a question. */
bool nb_takes_answer(const nb_session *s);
NB_MUST_USE nb_status nb_predict_answer(nb_session *s, const nb_expr *expr);
NB_MUST_USE nb_status nb_predict_hint(nb_session *s);
/* Goes on to the next question; `show`: after the solution of this one. */
NB_MUST_USE nb_status nb_predict_skip(nb_session *s, bool show);
/* Leaves the questions, with the score. */
NB_MUST_USE nb_status nb_predict_end(nb_session *s);
/* Begins the questions anew when the statement has changed what they are about. */
NB_MUST_USE nb_status nb_predict_check(nb_session *s);
/* Keeps what is asked for the prompt, once a statement has succeeded. */
void nb_predict_keep_asked(nb_session *s);

/* ---- mistake.c ---- */
NB_MUST_USE nb_status nb_break(nb_session *s, const nb_command_arg *arg);
void nb_repair(nb_session *s);
/* The command that broke the passes, as the session's state has it; NULL: they are right. */
const char *nb_mistake_command(const nb_session *s);
/* Adds a note where the passes are broken: for every answer that shows gradients. */
void nb_say_mistake(nb_session *s);
/* Breaks the graph's passes as the state says. */
void nb_follow_mistake(nb_session *s);
/* What passes left in the leaves, for a statement that may fail. */
typedef struct nb_sum {
    double left, total; /* as in nb_broken */
    bool reached;       /* by the last pass */
} nb_sum;
typedef struct nb_sums {
    nb_node target; /* of the last pass */
    nb_def_id target_def;
    nb_sum *of;     /* each definition; NULL: nothing is left */
    size_t count;
} nb_sums;
NB_MUST_USE nb_status nb_keep_sums(nb_session *s, nb_sums *sums);
void nb_restore_sums(nb_session *s, const nb_sums *sums);

/* ---- report.c ---- */
/* Row number `step`, from 1, of the table that nb_report makes. */
NB_MUST_USE nb_status nb_report_step(nb_session *s, nb_nodes_kind kind, nb_node target,
                                     size_t step);

#endif
