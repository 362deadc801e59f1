/* The pager: a program that is given the text and the terminal until it ends. No shell runs it:
 * PAGER is cut into words at blanks. */
#define _GNU_SOURCE /* pipe2, struct winsize */
#include "front/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/utf8.h"
#include "front/system/files.h"

enum { MOST_WORDS = 32 };

/* ---- how long is it ---- */

/* The columns of a line; an escape sequence of ours (ESC [ ... m) has none. */
static size_t measure(const char *line, size_t length) {
    size_t columns = 0, at = 0;
    while (at < length) {
        const char *escape = memchr(line + at, '\x1b', length - at);
        size_t end = escape != NULL ? (size_t)(escape - line) : length;
        columns += nb_utf8_width(line + at, end - at);
        while (end < length && line[end] != 'm') end++;
        at = end + 1;
    }
    return columns;
}

static bool is_long(const char *text, size_t length) {
    struct winsize size;
    size_t rows = 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row < 2 || size.ws_col < 1)
        return false;
    for (size_t at = 0; at < length && rows + 1 <= size.ws_row;) {
        const char *newline = memchr(text + at, '\n', length - at);
        size_t end = newline != NULL ? (size_t)(newline - text) : length;
        size_t columns = measure(text + at, end - at);
        rows += columns == 0 ? 1 : (columns + size.ws_col - 1) / size.ws_col;
        at = end + 1;
    }
    return rows + 1 > size.ws_row; /* the prompt needs a row, too */
}

/* ---- the program ---- */

/* Fills argv with words in `copy`. False: no pager is wanted. */
static bool choose(char *copy, size_t room, char *argv[MOST_WORDS + 1]) {
    const char *pager = getenv("PAGER");
    size_t words = 0;
    if (pager == NULL) pager = "less -RFX";
    if (strlen(pager) >= room) return false;
    memcpy(copy, pager, strlen(pager) + 1);
    for (char *rest = copy, *word; (word = strtok_r(rest, " \t", &rest)) != NULL;) {
        if (words == MOST_WORDS) return false;
        argv[words++] = word;
    }
    argv[words] = NULL;
    return words > 0 && strcmp(argv[0], "cat") != 0;
}

/* Starts it with `input` as its standard input and signals as they are by default. */
static bool start(char *const argv[], int input, pid_t *pid) {
    extern char **environ;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    if (posix_spawn_file_actions_init(&actions) != 0) return false;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return false;
    }
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGINT);
    sigaddset(&usual, SIGQUIT);
    bool good = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) == 0 &&
                posix_spawnattr_setsigmask(&attributes, &none) == 0 &&
                posix_spawnattr_setsigdefault(&attributes, &usual) == 0 &&
                posix_spawnattr_setflags(&attributes,
                                         POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) == 0 &&
                posix_spawnp(pid, argv[0], &actions, &attributes, argv, environ) == 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return good;
}

/* Feeds it and waits. The terminal is its own meanwhile: Ctrl-C is a key of the pager. */
static bool run(char *const argv[], const char *text, size_t length) {
    struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
    int ends[2], status;
    pid_t pid;
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    bool started = start(argv, ends[0], &pid);
    close(ends[0]);
    /* it may be left before the end */
    if (started) (void)!nb_file_send(ends[1], text, length, NULL);
    close(ends[1]);
    while (started && waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    return started;
}

bool nb_pager_show(const char *text, size_t length) {
    char copy[1024], *argv[MOST_WORDS + 1];
    if (!is_long(text, length) || !choose(copy, sizeof copy, argv)) return false;
    setenv("LESS", "RFX", 0); /* for PAGER=less: colours, and what was read stays on the screen */
    return run(argv, text, length);
}
