/* The record of changes that `undo` goes back along: what each definition meant, and what the state
 * was, before a statement. */
#ifndef NABLA_DEFINITIONS_CHANGES_H
#define NABLA_DEFINITIONS_CHANGES_H

#include "definitions/sheet.h"

/* Records what a definition meant before. Room for the change of the state at the statement's end
 * is made, too: that then cannot fail. */
NB_MUST_USE nb_status nb_log_meaning(nb_sheet *s, nb_def_id def, nb_meaning former);

/* Records a former state. */
NB_MUST_USE nb_status nb_log_state(nb_sheet *s, const nb_state *former);

#endif
