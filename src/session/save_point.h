/* Save points: all that a statement may change, saved, compared and restored in one place. */
#ifndef NABLA_SESSION_SAVE_POINT_H
#define NABLA_SESSION_SAVE_POINT_H

#include "explore/mistake.h"
#include "quiz/quiz.h"

typedef struct nb_save_point {
    size_t changes;   /* how many were recorded */
    size_t undone;    /* how many changes can be done again */
    nb_node nodes;    /* how many the graph had */
    uint32_t rebuilt; /* nb_sheet.rebuilt */
    nb_state state;
    nb_walk walk;
    nb_predict predict;
    nb_sums sums;     /* in the scratch arena: for the statement that runs only */
} nb_save_point;

/* Saves everything as it is before a statement, to be restored if that fails; memory may run out
 * for the sums that broken passes leave. */
NB_MUST_USE nb_status nb_save_point_take(nb_sheet *s, nb_save_point *point);

/* The same without the sums, which cannot fail: to return to after the statement is over. */
void nb_save_point_mark(const nb_sheet *s, nb_save_point *point);

/* Whether the state has changed since. */
bool nb_save_point_state_changed(const nb_sheet *s, const nb_save_point *point);

/* Whether a change has been recorded since, of a definition or of the state. */
bool nb_save_point_changed(const nb_sheet *s, const nb_save_point *point);

/* Records the change of the state, as undo needs it. */
NB_MUST_USE nb_status nb_save_point_log(nb_sheet *s, const nb_save_point *point);

/* After the running statement failed: puts everything back, the graph's nodes and the sums too. It
 * cannot fail. */
void nb_save_point_restore(nb_sheet *s, const nb_save_point *point);

/* Puts back what nb_save_point_mark saved, once the statement is over and its scratch arena gone.
 * It cannot fail. */
void nb_save_point_return(nb_sheet *s, const nb_save_point *point);
/* A statement has failed before which the result stood at `told`: what it has said may be half
 * made. The statement that it is part of drops no more than it has. */
void nb_drop_unfinished(nb_sheet *s, nb_result_mark told);

#endif
