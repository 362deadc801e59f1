/* Files: reading a whole one, and writing one at once or not at all, inside the folders that the
 * text being run may write to. */
#ifndef NABLA_FRONT_SYSTEM_FILES_H
#define NABLA_FRONT_SYSTEM_FILES_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "result/message.h"

/* Where files may be written. Guarded: only below the current folder and below those allowed, and
 * nothing hidden. */
typedef struct nb_write_rule {
    bool guarded;
    const char *const *allowed; /* paths of folders */
    size_t allowed_count;
} nb_write_rule;

/* A place where a file may be written: its folder is held open. */
typedef struct nb_spot {
    int folder; /* -1: none */
    const char *path, *base; /* as given */
} nb_spot;

/* Some of a file's bytes. */
typedef struct nb_part {
    const char *bytes;
    size_t length;
} nb_part;

/* Finds the place that a path names. Links in the folder's path count as what they lead to. Makes
 * no folders. On failure there is nothing to close, and *why, whose texts are `path` and static
 * ones, is FILE_OUTSIDE, FILE_HIDDEN, FILE_NAME, FILE_NO_FOLDER, FILE_FOLDER or FILE_WRITE. */
NB_MUST_USE bool nb_spot_open(const nb_write_rule *rule, const char *path, nb_spot *spot,
                              nb_message *why);
void nb_spot_close(nb_spot *spot);
/* Opens what is there for reading, unless that is a link; -1 when it cannot. */
NB_MUST_USE int nb_spot_look(const nb_spot *spot);
/* Whether nothing is there. */
NB_MUST_USE bool nb_spot_is_free(const nb_spot *spot);
/* Files that are written and not yet in their places. Zeros: none. */
typedef struct nb_draft nb_draft;
typedef struct nb_drafts {
    nb_draft *first;
} nb_drafts;

/* Writes a file that is to stand there, and takes the spot over. A link in its place will be
 * replaced. It can never be executed. On failure *why is FILE_WRITE. */
NB_MUST_USE bool nb_spot_draft(nb_spot *spot, const nb_part *parts, size_t count,
                               nb_drafts *drafts, nb_message *why);
/* Puts all of them in their places, or, with FILE_WRITE in *why, none; there are no drafts then. */
NB_MUST_USE bool nb_drafts_place(nb_drafts *drafts, nb_message *why);
void nb_drafts_drop(nb_drafts *drafts);
/* Writes one file at once: it is complete afterwards, or as it was before. */
NB_MUST_USE bool nb_file_write(const nb_write_rule *rule, const char *path, const char *bytes,
                               size_t length, nb_message *why);

/* nb_host.load: reads a whole regular file of at most 256 MB; its size is looked at first. *bytes
 * is allocated with nb_system_allocate and has a NUL behind its *length bytes. */
NB_MUST_USE bool nb_file_load(void *user, const char *path, char **bytes, size_t *length,
                              const char **reason);
/* The same for a file that the user named on the command line: it may be a pipe or a device. */
NB_MUST_USE bool nb_file_load_named(const char *path, char **bytes, size_t *length,
                                    const char **reason);

/* nb_host.list: the files in the folder of `path`, spelled as it is. */
void nb_file_list(void *user, const char *path, void (*found)(void *found_user, const char *path),
                  void *found_user);

/* Writes all of the bytes to an open file, waiting where it has to. On failure errno says why; it
 * is EINTR when a signal handler has set *stop (NULL: none does), whatever was written by then. */
NB_MUST_USE bool nb_file_send(int fd, const char *bytes, size_t length,
                              const volatile sig_atomic_t *stop);

#endif
