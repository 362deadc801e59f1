/* Text in, statements out: what nb_feed and nb_resume of nabla.h do, and text within a
 * statement. */
#ifndef NABLA_SESSION_INPUT_H
#define NABLA_SESSION_INPUT_H

#include "session/session.h"

/* Lines may end in CR alone, as old programs write them: each becomes a newline. */
void nb_end_lines(char *text, size_t length);

/* Runs all statements of a text, that of the file `name`, as part of the running statement. Stops
 * at the first that fails; its problem has then been added to the result, with its place. `opens`:
 * the statement is open, which does not show them. */
NB_MUST_USE nb_status nb_run_text(nb_sheet *s, const char *name, const char *text, size_t length,
                                  bool opens);

#endif
