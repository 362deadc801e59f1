/* Where something stands in the text being read. */
#ifndef NABLA_SESSION_PLACE_H
#define NABLA_SESSION_PLACE_H

#include "session/session.h"

/* A statement's first line without the blanks around it and its semicolon. */
nb_span nb_whole_span(const char *text, size_t length);
/* Whether a file is one of statements: its ending says so, or a statement that was right. Then what
 * it says may be shown; else the problem is that it is none. */
bool nb_is_script(const nb_source *source);
void nb_set_no_script(nb_sheet *s, const nb_source *source);
/* Answers with the running statement's problem. The statement begins at this byte. */
void nb_add_problem(nb_sheet *s, const nb_source *source, size_t statement_at);
/* Where the running statement stands, for a block that the host will carry out. */
void nb_set_place(nb_sheet *s, nb_block *block);

#endif
