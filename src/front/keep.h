/* What a prompt keeps on disk: the history of what was typed, and the journal of what succeeded. */
#ifndef NABLA_FRONT_KEEP_H
#define NABLA_FRONT_KEEP_H

#include <signal.h>

#include "front/show.h"
#include "front/state/journal.h"

typedef struct nb_keep {
    char folder[NB_PATH_ROOM]; /* "": nothing can be kept */
    char history[NB_PATH_ROOM]; /* the file; "": none */
    nb_journal journal;
    nb_session *session; /* whose statements are kept; NULL: none yet */
} nb_keep;

/* Keeps nothing beyond this process. */
void nb_keep_init(nb_keep *keep);
/* Finds the folder and loads the history. What cannot be kept is no error: it is told, once. */
void nb_keep_begin(nb_keep *keep);
/* After a `clean` end nothing is to be restored: the journal is removed. */
void nb_keep_end(nb_keep *keep, bool clean);

/* Remembers a line that was entered; it may continue a statement. */
void nb_keep_line(nb_keep *keep, const char *line, bool continues);
/* Remembers a statement that succeeded; `user` is the nb_keep. For nb_show.ran. */
void nb_keep_result(void *user, nb_result *result);

/* The journal of a process that is no more; the number of its statements, 0 when there is none.
 * Then nb_keep_restore runs it without showing results until *stop, answering how many statements
 * succeeded; or nb_journal_end lets go of it. */
size_t nb_keep_find(nb_keep *keep, nb_journal *found);
size_t nb_keep_restore(nb_keep *keep, nb_journal *found, nb_session *session,
                       const volatile sig_atomic_t *stop);

#endif
