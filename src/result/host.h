/* What a session asks of the program around it: memory, files, an ear for progress. */
#ifndef NABLA_RESULT_HOST_H
#define NABLA_RESULT_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include "base/memory.h"
#include "base/settings.h"
#include "result/result.h"

/* How far a training is. */
typedef struct nb_progress {
    double done;      /* epochs, with a part of the present one */
    size_t all;       /* epochs in the end */
    const nb_text *name; /* of the loss */
    double loss;      /* of the last epoch, or before the first one */
    double rate;
    bool tested;
    double test; /* the test loss, where there is one */
} nb_progress;

/* What a session asks of its host. Every callback may be NULL; the default is named. */
typedef struct nb_host {
    void *user; /* handed to each callback */
    /* Resizes memory as nb_allocate_fn says. Default: realloc. */
    nb_allocate_fn *allocate;
    bool zeroed; /* what it allocates is zero, as nb_memory.zeroed says */
    /* Reads a whole file: *bytes is allocated with `allocate`, *length without a final NUL. On
     * failure returns false and sets *reason to a static text. Default: no files. */
    bool (*load)(void *user, const char *path, char **bytes, size_t *length, const char **reason);
    /* Writes a text of another encoding as UTF-8; *text is as *bytes of `load`. On failure returns
     * false: with *reason NULL the bytes are no such text, and *text is what stands before those
     * that are none. Default: no other encodings. */
    bool (*decode)(void *user, const char *encoding, const char *bytes, size_t length, char **text,
                   size_t *text_length, const char **reason);
    /* Calls `found` with the path of each file beside `path`, to suggest one in the place of one
     * that is not there. Default: none is suggested. */
    void (*list)(void *user, const char *path, void (*found)(void *found_user, const char *path),
                 void *found_user);
    /* Is told many times a second how far a statement is that trains. Default: nothing. */
    void (*progress)(void *user, const nb_progress *progress);
    size_t memory_limit; /* bytes; 0: 2 GiB */
    size_t memory_most;  /* bytes, beyond which nobody raises the limit; 0: any number */
    nb_vectors vectors;  /* what `set vectors` begins with */
} nb_host;

#endif
