/* Inside session/: a file that is run shows its lines, as if they had been typed. */
#ifndef NABLA_SESSION_ECHO_H
#define NABLA_SESSION_ECHO_H

#include "session/session.h"

/* What has been shown of a file that is run. */
typedef struct nb_echo {
    bool shows;   /* else nothing is */
    size_t until; /* the byte behind it */
} nb_echo;

/* Of the file that the running statement runs; `opens`: it is open, which is silent. */
nb_echo nb_echo_begin(const nb_sheet *s, bool opens);
/* Adds the comments before the next line, and the line, if `source` has come to one. */
NB_MUST_USE nb_status nb_echo_line(nb_sheet *s, nb_echo *echo, const nb_source *source);
/* Adds the comments at the end. */
NB_MUST_USE nb_status nb_echo_end(nb_sheet *s, const nb_echo *echo, const nb_source *source);

#endif
