/* Files: reading a whole one, and writing one at once or not at all, inside the folders that the
 * text being run may write to. */
#ifndef NABLA_FRONT_FILES_H
#define NABLA_FRONT_FILES_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "result/message.h"

/* Where files may be written. Guarded: only below the current folder and below those allowed. */
typedef struct nb_write_rule {
    bool guarded;
    const char *const *allowed; /* paths of folders */
    size_t allowed_count;
} nb_write_rule;

/* Writes a file: it is there completely afterwards, or as it was before. Links in the folder's
 * path count as what they lead to; a link in the place of the file is replaced. Makes no folders.
 * On failure returns false and sets *why, whose texts are `path` and static ones, to
 * FILE_OUTSIDE or FILE_WRITE. */
NB_MUST_USE bool nb_file_write(const nb_write_rule *rule, const char *path, const char *bytes,
                               size_t length, nb_message *why);

/* nb_host.load: reads a whole regular file, pipe or device of at most 256 MB. *bytes is allocated
 * with nb_system_allocate and has a NUL behind its *length bytes. */
NB_MUST_USE bool nb_file_load(void *user, const char *path, char **bytes, size_t *length,
                              const char **reason);

/* nb_host.list: the files in the folder of `path`, spelled as it is. */
void nb_file_list(void *user, const char *path, void (*found)(void *found_user, const char *path),
                  void *found_user);

/* Writes all of the bytes to an open file, waiting where it has to. On failure errno says why; it
 * is EINTR when a signal handler has set *stop (NULL: none does), whatever was written by then. */
NB_MUST_USE bool nb_file_send(int fd, const char *bytes, size_t length,
                              const volatile sig_atomic_t *stop);

#endif
