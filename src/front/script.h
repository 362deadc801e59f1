/* Text sources run from their beginning to their end: files, -e, standard input. */
#ifndef NABLA_FRONT_SCRIPT_H
#define NABLA_FRONT_SCRIPT_H

#include "front/show.h"

/* All of them show each result and stop at the first error. They answer the last status:
 * NB_STATUS_OK, NB_STATUS_QUIT, or what stopped them. A file that cannot be read is an error; one
 * that the user named on the command line may be a pipe. */
nb_status nb_script_text(nb_show *show, const char *name, nb_origin origin, const char *text,
                         size_t length);
nb_status nb_script_file(nb_show *show, const char *path, bool named);
nb_status nb_script_stdin(nb_show *show);

/* Feeds text and shows results until no more is queued; the prompt uses it, too. */
nb_status nb_script_feed(nb_show *show, const char *text, size_t length);
/* The same for one statement beside an unfinished one. */
nb_status nb_script_aside(nb_show *show, const char *text, size_t length);

#endif
