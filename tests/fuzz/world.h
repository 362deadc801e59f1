/* What the fuzz targets share: a session whose host lives in memory, whose work is bounded by
 * counting and never by a clock, and whose every answer is rendered by every view.
 *
 * A target is one LLVMFuzzerTestOneInput. Linked with libFuzzer it looks for inputs; linked with
 * replay.c it runs those that are kept. What is wrong it tells on standard error, and aborts. */
#ifndef NABLA_TESTS_FUZZ_WORLD_H
#define NABLA_TESTS_FUZZ_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nabla.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* What stands before a statement in the target's inputs, for mutate.c; NULL: they hold none. */
extern const char *const fuzz_sign;

/* Tells what is wrong and aborts. */
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2), noreturn))
#endif
void fuzz_fail(const char *format, ...);
#define FUZZ_CHECK(condition)                                                                      \
    do {                                                                                           \
        if (!(condition)) fuzz_fail("%s:%d: %s", __FILE__, __LINE__, #condition);                  \
    } while (0)

typedef struct fuzz_world {
    nb_session *session;
    size_t work;      /* of the line that runs: calls of nb_poll and of the allocator, weighted */
    size_t bytes;     /* that the session holds */
    bool stopped;     /* a line took too much of either, and was interrupted; or memory ran out */
    const char *file; /* what any file that is read holds */
    size_t file_length;
    const char *saved; /* what s.nabla holds instead; NULL: that */
    size_t saved_length;
} fuzz_world;

#define FUZZ_SAVED "s.nabla"

/* A session without files. */
void fuzz_open(fuzz_world *world);
/* Also checks that nothing leaked. */
void fuzz_close(fuzz_world *world);

/* A line's outcome. */
typedef struct fuzz_answer {
    nb_status status;  /* of the last statement */
    size_t statements; /* how many were run, the one that failed included */
    char *file;        /* what the last file block holds; NULL: there was none. To be freed */
    size_t file_length;
    double wrong;      /* what the last table counts under this key: gradients, for `check` */
} fuzz_answer;

/* Feeds text and runs it to its end or first error, each answer rendered and checked. */
fuzz_answer fuzz_feed(fuzz_world *world, const char *text, size_t length);
/* The same, where only success matters: nothing is rendered and nothing kept. */
nb_status fuzz_run(fuzz_world *world, const char *text);

/* Renders a result in every view and checks what no output may lack: it is UTF-8, holds no control
 * characters, is ASCII where it should be, and JSON that can be read. */
void fuzz_render(const nb_result *result);
/* The same for a text that was printed. */
void fuzz_check_text(const char *text, size_t length, bool ascii, bool colour);

/* Memory of the targets' own. */
nb_memory *fuzz_memory(void);
/* Frees its old block always on another address, so that what is used after it was freed shows. */
void *fuzz_allocate(void *user, void *block, size_t old_size, size_t new_size);

#endif
