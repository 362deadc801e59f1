/* The history of the prompt: readline's list, and the file that several prompts share. */
#ifndef NABLA_FRONT_STATE_HISTORY_H
#define NABLA_FRONT_STATE_HISTORY_H

#include <stdbool.h>

#include "base/status.h"

enum {
    NB_HISTORY_LINES = 10000,
    NB_HISTORY_BYTES = 4 << 20,  /* of the file, when nabla starts */
    NB_HISTORY_LONGEST = 1 << 16 /* bytes of an entry; longer ones are not written to the file */
};

/* Fills readline's list from the file, whose oldest entries are dropped where it is too long.
 * `path` NULL or no such file: nothing. False with errno when it cannot be read. */
NB_MUST_USE bool nb_history_load(const char *path);

/* Adds a line that was entered to the list and to the end of the file (unless `path` is NULL), or,
 * where it continues a statement, to the entry before it. Blank lines and the same line again are
 * passed over. False with errno when it cannot be written. */
NB_MUST_USE bool nb_history_add(const char *path, const char *line, bool continues);

/* Puts the list aside for an empty one, for a lesson; and gets it back. NULL: there was no memory,
 * and there is one list for both. */
NB_MUST_USE void *nb_history_put_aside(void);
void nb_history_get_back(void *aside);

#endif
