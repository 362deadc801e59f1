/* One run of the program, a call of which fails. */
#ifndef FAULTS_RUN_H
#define FAULTS_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "plan.h"

enum {
    RUN_TEXT = 1 << 16,
    RUN_AWAITS = 0x1e /* in `input`: what follows waits for `awaited` */
};

typedef struct run {
    int status;    /* as waitpid has it */
    bool hung;     /* it did not end in time, and was killed */
    bool orphans;  /* what it had started still ran behind its end, and was killed */
    char out[RUN_TEXT], errors[RUN_TEXT]; /* at a terminal both are in `out` */
} run;

typedef struct runner {
    char *const *argv;
    const char *input; /* what is typed, or comes through a pipe */
    bool terminal;     /* it is typed */
    const char *awaited; /* is to be shown, or nothing at all for a while: see RUN_AWAITS */
    const char *library; /* inject.c's */
    fault_plan *plan;
    int shared;        /* the file of the plan */
} runner;

/* Makes the plan. False with errno. */
bool runner_begin(runner *r);
/* Runs the program in the present folder. False: it could not be started. */
bool runner_run(const runner *r, run *out);

#endif
