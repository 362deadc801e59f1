/* Save points: all that a statement may change, saved, compared and restored in one place. */
#ifndef NABLA_SESSION_SAVE_POINT_H
#define NABLA_SESSION_SAVE_POINT_H

#include "explore/mistake.h"
#include "quiz/quiz.h"

typedef struct nb_save_point {
    size_t changes;   /* how many were recorded */
    nb_node nodes;    /* how many the graph had, and what was built then */
    uint32_t rebuilt;
    nb_state state;
    nb_walk walk;
    nb_predict predict;
    nb_sums sums;     /* in the scratch arena: for the statement that runs only */
} nb_save_point;

/* The present moment, before a statement; and the same without the sums, for after it. Without
 * memory for the sums that broken passes leave: NB_STATUS_NO_MEMORY. */
NB_MUST_USE nb_status nb_save_point_take(nb_sheet *s, nb_save_point *point);
void nb_save_point_mark(const nb_sheet *s, nb_save_point *point);
/* Whether the state, or a definition, has changed since. */
bool nb_save_point_state_changed(const nb_sheet *s, const nb_save_point *point);
bool nb_save_point_changed(const nb_sheet *s, const nb_save_point *point);
/* Records the change of the state, as undo needs it. */
NB_MUST_USE nb_status nb_save_point_log(nb_sheet *s, const nb_save_point *point);
/* Puts everything back. It cannot fail. */
void nb_save_point_restore(nb_sheet *s, const nb_save_point *point);
/* The same once the statement is over, whose scratch arena is gone. */
void nb_save_point_return(nb_sheet *s, const nb_save_point *point);
/* A statement has failed before which the result stood at `told`: what it has said may be half
 * made. The statement that it is part of drops no more than it has. */
void nb_drop_unfinished(nb_sheet *s, nb_result_mark told);

#endif
