/* There and back: undoing a failed statement, a line, and redoing it. */
#ifndef NABLA_DEFINITIONS_UNDO_H
#define NABLA_DEFINITIONS_UNDO_H

#include "definitions/sheet.h"

/* Undoes the changes from number `count` on, the last one first, and forgets them. Cannot fail. */
void nb_roll_back(nb_sheet *s, size_t count);

/* Begins a line of input, to which the changes that follow belong. Of a text of several lines the
 * first is kept as its name. */
NB_MUST_USE nb_status nb_begin_line(nb_sheet *s, const char *text, size_t length);

/* Forgets what could be redone: something else was done. */
void nb_forget_undone(nb_sheet *s);

/* Undoes the last line that changed something, or redoes the last that was undone. *text: that
 * line, in the sheet's arena, or NULL when there is none. Without memory, or stopped by
 * Ctrl-C where it may be, nothing has changed. */
NB_MUST_USE nb_status nb_undo_line(nb_sheet *s, bool may_stop, const char **text);
NB_MUST_USE nb_status nb_redo_line(nb_sheet *s, bool may_stop, const char **text);

#endif
