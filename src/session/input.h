/* Text in, statements out: what nb_feed and nb_resume of nabla.h do, and text within a
 * statement. */
#ifndef NABLA_SESSION_INPUT_H
#define NABLA_SESSION_INPUT_H

#include "session/session.h"

/* A statement has failed before which the result stood at `told`. */
void nb_drop_unfinished(nb_sheet *s, nb_result_mark told);

/* Runs all statements of a text, that of the file `name`, as part of the running statement. Stops
 * at the first that fails; its problem has then been added to the result, with its place. */
NB_MUST_USE nb_status nb_run_text(nb_sheet *s, const char *name, const char *text, size_t length);

#endif
