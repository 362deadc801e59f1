/* The journal: what was entered and succeeded since the prompt began, kept on disk until it ends
 * well. A journal that nobody has locked belongs to a process that is no more. */
#ifndef NABLA_FRONT_STATE_JOURNAL_H
#define NABLA_FRONT_STATE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "front/system/folders.h"
#include "result/result.h"

typedef struct nb_journal {
    char folder[NB_PATH_ROOM]; /* "": nothing is kept */
    char path[NB_PATH_ROOM];
    int fd;        /* locked; -1: there is no file yet */
    size_t length; /* of the file, in whole lines */
} nb_journal;

/* A journal without a file, which the first statement makes. `folder` NULL: nothing is kept. */
void nb_journal_init(nb_journal *journal, const char *folder);
/* Writes a statement that succeeded, at once and at the end. `instead`: what will be run in its
 * place; NULL: itself. False with errno when that failed: the journal is as it was, and keeps
 * nothing from here on. */
NB_MUST_USE bool nb_journal_add(nb_journal *journal, const nb_result *result,
                                const nb_buffer *instead);
/* Ends it; with `remove` it leaves no file. */
void nb_journal_end(nb_journal *journal, bool remove);

/* The newest journal in `folder` whose process is no more, locked; the number of its statements.
 * Empty ones are removed. 0: there is none. */
size_t nb_journal_find(const char *folder, nb_journal *found);
/* Makes the found journal that of this process: what was kept stays kept. Its text, to be freed,
 * is for nb_journal_read; NULL with errno when it cannot be read. */
NB_MUST_USE char *nb_journal_adopt(nb_journal *journal, size_t *length);
/* Takes the next line from a journal's text, as it was entered and as it is to be run; the number
 * of its statements, 0 at the end. Both buffers are filled anew. */
size_t nb_journal_read(const char *text, size_t length, size_t *at, nb_buffer *entered,
                       nb_buffer *line);

#endif
