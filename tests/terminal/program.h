/* A program behind a pseudo-terminal, and the screen that shows what it sends. */
#ifndef TERMINAL_PROGRAM_H
#define TERMINAL_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "screen.h"

typedef struct program {
    pid_t pid;
    int terminal; /* our end of the pseudo-terminal; -1: the program has closed its own */
    bool started; /* and not yet awaited */
    screen screen;
} program;

/* Starts argv[0] in the present folder with the present environment. False with errno. */
bool program_start(program *p, char **argv, int columns, int rows);
/* Sends keys; takes what the program sends meanwhile. */
void program_type(program *p, const char *bytes, size_t length);
/* Waits for something from the program and puts it on the screen. False: the time is over, or
 * nothing more will come. */
bool program_listen(program *p, int milliseconds);
void program_resize(program *p, int columns, int rows);
/* Waits until the program has ended and answers what waitpid says; -1: it did not end in time. */
int program_await(program *p, int milliseconds);
/* Ends it if it still runs. */
void program_stop(program *p);

/* Milliseconds of a clock that only goes forward. */
long long now(void);

#endif
