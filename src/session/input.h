/* Text in, statements out. */
#ifndef NABLA_SESSION_INPUT_H
#define NABLA_SESSION_INPUT_H

#include "session/session.h"

/* Where the running statement stands, for a block that the host will carry out. */
void nb_set_place(nb_sheet *s, nb_block *block);

/* Runs all statements of a text as part of the running statement. */
NB_MUST_USE nb_status nb_run_text(nb_sheet *s, const char *name, const char *text, size_t length);

#endif
