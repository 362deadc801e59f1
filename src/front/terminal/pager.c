/* The pager: a program that is given the text and the terminal until it ends. No shell runs it:
 * PAGER is cut into words at blanks. */
#define _GNU_SOURCE /* pipe2, struct winsize */
#include "front/terminal/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "front/system/files.h"
#include "front/terminal/editor.h"
#include "front/terminal/pages.h"
#include "view/message.h"

enum { MOST_WORDS = 32 };

/* A text a little longer than the screen is printed: half a screen more is at hand above. */
static bool is_long(const char *text, size_t length) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row < 2 || size.ws_col < 1)
        return false;
    size_t most = (size_t)size.ws_row + size.ws_row / 2;
    return nb_pages_measure(text, length, size.ws_col, most) > most;
}

/* ---- the program ---- */

/* Fills argv with words in `copy`. False: no pager is wanted. */
static bool choose(const char *pager, char *copy, size_t room, char *argv[MOST_WORDS + 1]) {
    size_t words = 0;
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

/* less says in plain words how it is left; what is typed at it writes no files. */
static void set_up_less(const nb_view *view) {
    char options[256];
    (void)snprintf(options, sizeof options, "-R -F -X -Ps%s$",
                   nb_view_word(view, NB_MESSAGE_PAGER_LESS));
    setenv("LESS", options, 0);
    setenv("LESSSECURE", "1", 0);
}

bool nb_pager_show(const char *text, size_t length, const nb_view *view) {
    char copy[1024], *argv[MOST_WORDS + 1];
    const char *pager = getenv("PAGER");
    if (!is_long(text, length)) return false;
    if (pager == NULL) return nb_pages_show(text, length, view);
    if (nb_editor_typed_ahead() || !choose(pager, copy, sizeof copy, argv)) return false;
    set_up_less(view);
    return run(argv, text, length);
}
