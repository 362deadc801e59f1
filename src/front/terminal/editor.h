/* Lines typed at the terminal, with GNU readline, and what Ctrl-C does meanwhile. There is one
 * terminal, and one editor on it. */
#ifndef NABLA_FRONT_TERMINAL_EDITOR_H
#define NABLA_FRONT_TERMINAL_EDITOR_H

#include <signal.h>
#include <stdio.h>

#include "nabla.h"

/* Takes the terminal for a session: Ctrl-C stops its statements and Tab completes its names. The
 * editor writes to `out`, or to standard error where that is no terminal. `plain`: no redrawing.
 * Answers the session that had the terminal before, NULL when none had; nb_editor_end gives it
 * back to that one. */
nb_session *nb_editor_begin(nb_session *session, FILE *out, bool plain);
void nb_editor_end(nb_session *before);
/* Where a session has the terminal, another one has it from now on; answers that one, or NULL. */
nb_session *nb_editor_turn(nb_session *session);
/* Where the editor writes; what is said about a line belongs there, too. */
FILE *nb_editor_stream(void);

/* Reads a line behind `sign`; to be freed. NULL at Ctrl-D, and with *abandoned at Ctrl-C. */
NB_MUST_USE char *nb_editor_read(const char *sign, bool *abandoned);

/* What was typed already, at most so many bytes: the next line begins with it. */
enum { NB_LINE_BEGIN = 256 };
void nb_editor_begin_line(const char *bytes, size_t length);

/* What was read from the terminal for another purpose: it is typed all the same, before what comes
 * later. Once; at most so many bytes. */
enum { NB_AHEAD_ROOM = 8192 };
void nb_editor_put_back(const char *bytes, size_t length);
/* The terminal may still answer what it was asked: that is nothing typed. */
void nb_editor_expect_replies(void);

/* Whether PgDn on an empty line is Enter and PgUp there enters `back`: in a lesson. */
void nb_editor_page_keys(bool on);

/* Called once if a signal is about to end the program while a line is edited (the window was
 * closed): what would be lost can be written. NULL: nothing is. */
void nb_editor_before_end(void (*end)(void *user), void *user);

/* Whether a whole line waits that nobody has read yet. */
bool nb_editor_typed_ahead(void);

/* errno, when a line was NULL because the terminal cannot be read any more; 0: it can. */
int nb_editor_error(void);

/* Between these two statements run: Ctrl-C stops them. One that came right behind Enter, before
 * they began, counts as well. */
void nb_editor_begin_work(void);
void nb_editor_end_work(void);
/* Not 0 when Ctrl-C came since the last line was begun. */
const volatile sig_atomic_t *nb_editor_stopped(void);
/* Where it has, ends the line in which the terminal has shown ^C; once. */
void nb_editor_end_line(void);

#endif
