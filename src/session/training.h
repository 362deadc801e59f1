/* Private to session/: data, and what is learned from them. */
#ifndef NABLA_SESSION_TRAINING_H
#define NABLA_SESSION_TRAINING_H

#include "session/internal.h"
#include "train/dataset.h"
#include "train/objective.h"
#include "train/trainer.h"

/* ---- data ---- */

/* Samples: rows of numbers, each column of which belongs on a leaf. It never changes once it is
 * there; a statement makes another one. All of it lives in the session's arena. */
struct nb_data {
    nb_dataset set;
    const nb_def_id *columns; /* of each column its leaf */
    const uint32_t *rows;     /* all rows: first those that are trained on; NULL: in order */
    size_t train;             /* how many are trained on */
    const char *source;       /* the statement that makes it again, for `list`: a line... */
    const nb_data *before;    /* ...behind those of these data, which it scaled; NULL: none */
};

/* An optimizer with its settings, as a statement names it. */
typedef struct nb_method {
    nb_optimizer optimizer;
    double settings[NB_MAX_PARAMETERS];
} nb_method;

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

/* Of the last `train`: the mean loss of every epoch, each batch where its gradient was taken, and
 * the loss at the end. With full batches number k, from 0, is the loss after k updates. A long
 * training keeps only every second epoch, every fourth, and so on, and the loss at the end. Lives
 * and changes as what an optimizer remembers does. */
enum { NB_MOST_LOSSES = 100000 };
struct nb_history_of_loss {
    uint32_t statement;
    nb_text name;
    double *numbers;
    size_t room, count;
    size_t every; /* epochs from one number to the next */
};

/* ---- method.c ---- */
/* sgd(0.1), adam(lr=0.01, bias_correction=off); NULL: sgd with its defaults. */
NB_MUST_USE nb_status nb_read_method(nb_session *s, const nb_command_arg *with, nb_method *method);
/* Begins an optimizer's state, which the caller clears: where the last one stood when it was of the
 * same optimizer for the same leaves, in whatever order, unless it is to be fresh. The leaves
 * differ from each other. On failure there is nothing to clear. */
NB_MUST_USE nb_status nb_recall(nb_session *s, const nb_method *method, const nb_def_id *weights,
                                size_t count, bool fresh, nb_optimizer_state *state);
/* Keeps a state for the next statement. Within a statement, once it succeeded for a state, it does
 * so for all that follow: they take its place. */
NB_MUST_USE nb_status nb_remember(nb_session *s, const nb_def_id *weights,
                                  const nb_optimizer_state *state);

/* Sets what an optimizer remembers, as `save` writes it. */
NB_MUST_USE nb_status nb_restore_steps(nb_session *s, const nb_statement *st);
void nb_list_steps(nb_session *s, nb_buffer *out);

/* ---- train.c ---- */
NB_MUST_USE nb_status nb_train(nb_session *s, const nb_statement *st);

/* ---- weights.c ---- */
/* The leaves that the target is made of, or of these those that a list names; columns of data are
 * left out, or an error. In the scratch arena. */
NB_MUST_USE nb_status nb_find_leaves(nb_session *s, nb_node target, nb_def_id **leaves,
                                     size_t *count);
NB_MUST_USE nb_status nb_read_weights(nb_session *s, const nb_command_arg *over, nb_node target,
                                      nb_def_id **weights, size_t *count);
/* Their names, in the result's arena; all elements of a name are the name. */
nb_arg nb_join_leaves(nb_session *s, const nb_def_id *leaves, size_t count);
/* Stores numbers in leaves. Done twice in a statement, the second time it succeeds. */
NB_MUST_USE nb_status nb_store_weights(nb_session *s, const nb_def_id *weights,
                                       const double *numbers, size_t count);

/* ---- update.c ---- */
NB_MUST_USE nb_status nb_update(nb_session *s, const nb_statement *st);

/* ---- data.c, rows.c ---- */
NB_MUST_USE nb_status nb_read_data(nb_session *s, const nb_statement *st);
/* Puts the numbers of a row, from 1, on the leaves. */
NB_MUST_USE nb_status nb_put_row(nb_session *s, const nb_data *data, size_t row);
/* The data, while every column is still a leaf; or NULL. */
const nb_data *nb_find_data(const nb_session *s);
/* A column of the data that is no leaf any more, so that there are none; or NULL. */
const nb_def *nb_find_lost(const nb_session *s);
bool nb_is_column(const nb_session *s, nb_def_id def);
/* All rows, those that are trained on first: in the scratch arena, or the data's own; NULL: no
 * memory. */
const uint32_t *nb_data_rows(nb_session *s, const nb_data *data);
/* Begins an objective of the session's graph, on these data or, where they are NULL, on none;
 * targets and weights are the plan's. The caller clears it. */
NB_MUST_USE nb_status nb_begin_objective(nb_session *s, const nb_data *data,
                                         nb_objective_plan *plan, nb_objective *objective);
NB_MUST_USE nb_status nb_choose_row(nb_session *s, const nb_command_arg *arg);
NB_MUST_USE nb_status nb_scale_data(nb_session *s, const nb_statement *st);
NB_MUST_USE nb_status nb_accuracy(nb_session *s, const nb_command_arg *arg);
NB_MUST_USE nb_status nb_list_data(nb_session *s, nb_buffer *out);

#endif
