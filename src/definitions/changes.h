/* The record of changes that `undo` goes back along: what each definition meant, and what the state
 * was, before a statement. */
#ifndef NABLA_DEFINITIONS_CHANGES_H
#define NABLA_DEFINITIONS_CHANGES_H

#include "definitions/sheet.h"

/* Records what a definition meant before. Room for one change more is made, too, so that recording
 * the former state at the statement's end cannot fail. Without memory nothing is recorded. */
NB_MUST_USE nb_status nb_log_meaning(nb_sheet *s, nb_def_id def, nb_meaning former);

/* Records the state before the statement. */
NB_MUST_USE nb_status nb_log_state(nb_sheet *s, const nb_state *former);

#endif
