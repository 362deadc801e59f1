/* Where something stands in the text being read. */
#ifndef NABLA_SESSION_PLACE_H
#define NABLA_SESSION_PLACE_H

#include "session/session.h"

/* The bytes of a statement's first line, without the blanks around it and its semicolon. */
nb_span nb_whole_span(const char *text, size_t length);

/* Whether a file is one of statements: its ending says so, or a statement that was right. Then what
 * it says may be shown; else the problem is that it is none. */
bool nb_is_script(const nb_source *source);
void nb_set_no_script(nb_sheet *s, const nb_source *source);

/* Adds s->problem to the result, which is not ok then, with its place in the source; the statement
 * begins at byte `statement_at` of that. */
void nb_add_problem(nb_sheet *s, const nb_source *source, size_t statement_at);

/* Gives a block, which the host will carry out, the place of the running statement, in case that
 * fails. */
void nb_set_place(nb_sheet *s, nb_block *block);

#endif
