/* A program behind a pseudo-terminal, and the screen that shows what it sends.
 *
 * The terminal belongs to a small process of our own that starts the program, as a shell would:
 * when the owner of a terminal ends, the system resets it, and nobody could see any more in which
 * state the program had left it. */
#ifndef TERMINAL_PROGRAM_H
#define TERMINAL_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "screen.h"

typedef struct program {
    pid_t shell;  /* that process; 0: none */
    pid_t pid;    /* the program's; 0: it does not run */
    int terminal; /* our end of the pseudo-terminal; -1: nothing more will come */
    int report;   /* the end of a pipe in which the shell tells what happens */
    int orders;   /* the end of one in which we tell it that the program may go on */
    int status;   /* when it has ended: as waitpid has it */
    bool stopped; /* by Ctrl-Z */
    bool tidy;    /* when it has ended or was stopped: it left the terminal as it had found it */
    screen screen;
} program;

#define PROGRAM_NONE ((program){.terminal = -1, .report = -1, .orders = -1})

/* Starts argv[0] in the present folder with the present environment. False with errno. */
bool program_start(program *p, char **argv, int columns, int rows);
/* Sends keys; takes what the program sends meanwhile. */
void program_type(program *p, const char *bytes, size_t length);
/* Waits for something from the program and puts it on the screen. False: the time is over, or
 * nothing more will come. */
bool program_listen(program *p, int milliseconds);
void program_resize(program *p, int columns, int rows);
/* Whether the program has dealt with all keys and waits for others (or is no more); what it has
 * sent is on the screen then. */
bool program_is_calm(program *p);
/* Whether it has given the terminal back, as it does while a statement runs. */
bool program_works(const program *p);
/* The number of a signal, like INT; 0: there is none. */
int program_signal(const char *name);
/* Lets a program that was stopped go on, in the foreground. */
bool program_continue(program *p);
/* Milliseconds that the program itself has worked since it began. */
long long program_time(const program *p);
/* Waits until the program has ended and everything it sent is on the screen. False: it did not
 * end in time. */
bool program_await(program *p, int milliseconds);
/* Ends what still runs. */
void program_stop(program *p);

/* Milliseconds of a clock that only goes forward. */
long long now(void);

#endif
