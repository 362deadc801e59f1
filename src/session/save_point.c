/* A statement that fails, or whose files the host cannot write, leaves nothing behind. What else a
 * statement may change is added to nb_save_point, to its mark and to its return. */
#include "session/save_point.h"

#include <assert.h>

#include "data/data.h"
#include "definitions/changes.h"
#include "definitions/state.h"
#include "definitions/undo.h"
#include "formulas/build.h"
#include "session/session.h"

void nb_save_point_mark(const nb_sheet *s, nb_save_point *point) {
    *point = (nb_save_point){.changes = s->done.count, .undone = s->undone.count,
                             .nodes = s->graph.count, .rebuilt = s->rebuilt, .state = s->state,
                             .walk = s->quiz->walk, .predict = s->quiz->predict};
}

nb_status nb_save_point_take(nb_sheet *s, nb_save_point *point) {
    nb_save_point_mark(s, point);
    return nb_keep_sums(s, &point->sums);
}

bool nb_save_point_state_changed(const nb_sheet *s, const nb_save_point *point) {
    return nb_state_differs(&point->state, &s->state);
}

bool nb_save_point_changed(const nb_sheet *s, const nb_save_point *point) {
    return s->done.count != point->changes;
}

nb_status nb_save_point_log(nb_sheet *s, const nb_save_point *point) {
    return nb_log_state(s, &point->state);
}

/* What undo or redo has moved goes back to where there is still room for it. Neither stands in a
 * block, so that nothing else has changed. */
static void move_back(nb_sheet *s, const nb_save_point *point) {
    const char *text;
    nb_status status = NB_STATUS_OK;
    if (s->undone.count > point->undone) status = nb_redo_line(s, false, &text);
    else if (s->undone.count < point->undone) status = nb_undo_line(s, false, &text);
    assert(status == NB_STATUS_OK);
    (void)status;
}

void nb_save_point_return(nb_sheet *s, const nb_save_point *point) {
    nb_roll_back(s, point->changes);
    nb_state_set(s, &point->state);
    nb_restore_cells(s);
    s->quiz->walk = point->walk;
    s->quiz->predict = point->predict;
}

void nb_save_point_restore(nb_sheet *s, const nb_save_point *point) {
    move_back(s, point);
    nb_roll_back(s, point->changes);
    if (s->graph.count > point->nodes) nb_truncate(s, point->nodes, point->rebuilt);
    nb_save_point_return(s, point);
    s->block_depth = 0;
    nb_restore_sums(s, &point->sums);
}

void nb_drop_unfinished(nb_sheet *s, nb_result_mark told) {
    if (!s->session->dropped) nb_result_drop(s->result, told);
    s->session->dropped = true;
}
