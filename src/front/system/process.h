/* Running another program: found on PATH, given an argument vector (never a shell), fed and
 * drained at once, and stopped when it takes too long or says too much. */
#ifndef NABLA_FRONT_SYSTEM_PROCESS_H
#define NABLA_FRONT_SYSTEM_PROCESS_H

#include <signal.h>
#include <stddef.h>

#include "base/buffer.h"

typedef struct nb_process_request {
    char *const *argv; /* argv[0] is the program; ends with NULL */
    const char *input; /* what it reads; may be NULL when input_length is 0 */
    size_t input_length;
    size_t output_limit; /* bytes, of output and of errors */
    int milliseconds;    /* of wall-clock time, until it has ended */
    const volatile sig_atomic_t *stop; /* set by a signal handler: stop it; NULL: it never is */
} nb_process_request;

typedef enum nb_process_end {
    NB_PROCESS_EXITED,    /* `status` is its exit status */
    NB_PROCESS_SIGNALLED, /* `status` is the signal that ended it */
    NB_PROCESS_MISSING,   /* there is no such program */
    NB_PROCESS_UNSTARTED, /* `status` is the errno that says why */
    NB_PROCESS_TIMED_OUT, /* it was stopped */
    NB_PROCESS_INTERRUPTED, /* `stop` was set; what it wrote is not to be trusted */
    NB_PROCESS_FLOODED,   /* it wrote more than output_limit and was stopped */
    NB_PROCESS_NO_MEMORY  /* memory ran out for what it wrote; it was stopped */
} nb_process_end;

typedef struct nb_process_outcome {
    nb_process_end end;
    int status;
    nb_buffer output;
    nb_buffer errors; /* the first 64 KiB of its standard error */
} nb_process_outcome;

/* Runs the program until it has ended and is reaped. Always fills the outcome, which
 * nb_process_clear frees. SIGPIPE is ignored meanwhile and then as it was before. */
void nb_process_run(const nb_process_request *request, nb_memory *memory,
                    nb_process_outcome *outcome);
void nb_process_clear(nb_process_outcome *outcome);

#endif
