/* At the terminal a statement is typed, perhaps in several lines, and run. */
#ifndef NABLA_FRONT_TYPED_H
#define NABLA_FRONT_TYPED_H

#include "front/keep.h"
#include "front/show.h"

/* Reads a line behind the sign of the prompt, or behind what the session asks. NULL at Ctrl-D, and
 * with *abandoned at Ctrl-C. */
NB_MUST_USE char *nb_typed_read(const nb_show *show, bool *abandoned);
/* Whether the session asks something, or Enter alone means a statement. */
bool nb_typed_waits(const nb_show *show);
/* Runs a line that was typed, and frees it; while a bracket is open, reads and runs the lines that
 * continue it. Ctrl-C and Ctrl-D there forget the statement. Answers how the last line ended. */
nb_status nb_typed_run(nb_show *show, nb_keep *keep, char *line);

#endif
