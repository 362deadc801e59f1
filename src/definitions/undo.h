/* There and back: undoing a failed statement, a line, and redoing it. */
#ifndef NABLA_DEFINITIONS_UNDO_H
#define NABLA_DEFINITIONS_UNDO_H

#include "definitions/sheet.h"

/* Undoes all changes from `count` on. Cannot fail. */
void nb_roll_back(nb_sheet *s, size_t count);

/* Begins a line of input, to which the changes that follow belong. */
NB_MUST_USE nb_status nb_begin_line(nb_sheet *s, const char *text, size_t length);

/* Forgets what could be redone: something else was done. */
void nb_forget_undone(nb_sheet *s);

/* Undoes the last line that changed something, or redoes the last that was undone; its text, or
 * NULL when there is none. */
NB_MUST_USE nb_status nb_undo_line(nb_sheet *s, const char **text);
NB_MUST_USE nb_status nb_redo_line(nb_sheet *s, const char **text);

#endif
