/* Saying a message of messages.def that is no part of a result. */
#ifndef NABLA_FRONT_TERMINAL_SAY_H
#define NABLA_FRONT_TERMINAL_SAY_H

#include <stdio.h>

#include "result/message.h"
#include "view/view.h"

/* Prints a message and a newline, behind `front` and ": " unless that is NULL. At a terminal, lines
 * end between words. */
void nb_say(FILE *file, const nb_view *view, const char *front, nb_message message);
/* The same on standard error, behind the program's name. `view` NULL: as before any option. */
void nb_complain(const nb_view *view, nb_message message);
/* Prints bytes at once. */
void nb_say_bytes(FILE *file, const nb_buffer *bytes);
/* Tells that standard output could not be written, as errno says; once. A reader that has gone
 * away is no error. */
void nb_say_unwritten(void);
#endif
