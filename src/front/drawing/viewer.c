/* Owns the starting of the desktop's viewer: a program of its own session, given an absolute path
 * and never a shell, with no hold on our terminal. It is waited for only as long as a mistake of it
 * would take; what goes on then is the desktop's. */
#define _GNU_SOURCE /* POSIX_SPAWN_SETSID */
#include "front/drawing/viewer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "front/system/kinds.h"

extern char **environ;

enum { PATIENCE = 400, GLANCE = 10 /* milliseconds */ };

static void fail(const nb_block *block, nb_result *result, nb_message message, nb_message hint) {
    nb_result_fail(result, block, message);
    nb_result_hint(result, hint);
}

bool nb_viewer_has_desktop(void) {
    const char *x = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
    return (x != NULL && *x != '\0') || (wayland != NULL && *wayland != '\0');
}

/* Returns an errno. */
static int spawn(const char *path, pid_t *pid) {
    char program[] = "xdg-open", *argv[] = {program, (char *)path, NULL};
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t files;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    if (posix_spawnattr_init(&attributes) != 0) return ENOMEM;
    if (posix_spawn_file_actions_init(&files) != 0) {
        posix_spawnattr_destroy(&attributes);
        return ENOMEM;
    }
    int error = 0;
    for (int i = STDIN_FILENO; i <= STDERR_FILENO && error == 0; i++)
        error = posix_spawn_file_actions_addopen(&files, i, "/dev/null", O_RDWR, 0);
    short flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (error == 0) error = posix_spawnattr_setflags(&attributes, flags);
    if (error == 0) error = posix_spawnattr_setsigmask(&attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(&attributes, &all);
    if (error == 0) error = posix_spawnp(pid, program, &files, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return error;
}

/* The exit status of a viewer that ends soon; 0: it runs, or has handed the file on. */
static int await_mistake(pid_t pid) {
    int status = 0;
    for (int waited = 0; waited < PATIENCE; waited += GLANCE) {
        pid_t got = waitpid(pid, &status, WNOHANG);
        if (got == pid) return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
        if (got < 0 && errno != EINTR) return 0;
        poll(NULL, 0, GLANCE);
    }
    return 0;
}

static void start(const nb_block *block, nb_result *result, const char *path, const char *full) {
    pid_t pid = 0;
    int error = spawn(full, &pid);
    if (error == ENOENT) {
        fail(block, result, NB_PLAIN(VIEWER_MISSING), NB_PLAIN(HINT_VIEWER));
        return;
    }
    const char *why = error != 0 ? strerror(error) : NULL;
    int status = error == 0 ? await_mistake(pid) : 0;
    if (why != NULL) fail(block, result, NB_SAY(VIEWER_FAILED, NB_TEXT(path), NB_WORDS(why)),
                          NB_PLAIN(NONE));
    else if (status != 0)
        fail(block, result, NB_SAY(VIEWER_STATUS, NB_TEXT(path), NB_COUNT(status)),
             NB_PLAIN(NONE));
}

static void fail_missing(const nb_block *block, nb_result *result, const nb_file_kind *kind) {
    const char *path = block->as.picture.viewed;
    bool page = kind->command == NB_FILES_OF_SLIDES;
    fail(block, result, NB_SAY(VIEWER_NO_FILE, NB_TEXT(path)),
         page ? NB_SAY(HINT_VIEWER_SLIDES, NB_TEXT(path))
              : NB_SAY(HINT_VIEWER_DRAW, NB_TEXT(path)));
}

/* Where there is no desktop. */
static void show_inline(nb_block *block, nb_result *result, const nb_view *view,
                        nb_memory *memory, const nb_screen *screen) {
    const char *path = block->as.picture.viewed;
    bool shown = nb_inline_file(block, result, view, memory, screen, path);
    if (!shown && result->ok)
        fail(block, result, NB_SAY(VIEWER_NO_DESKTOP, NB_TEXT(path)), NB_PLAIN(HINT_VIEWER));
}

void nb_viewer_show(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                    const nb_screen *screen, bool allowed) {
    const char *path = block->as.picture.viewed;
    const nb_file_kind *kind = nb_kind_find(NB_FILES_OF_DRAW, path);
    struct stat about;
    if (kind == NULL) kind = nb_kind_find(NB_FILES_OF_SLIDES, path);
    bool picture = kind != NULL && (kind->begins[0] != '\0' || kind->command == NB_FILES_OF_SLIDES);
    if (!picture)
        fail(block, result, NB_SAY(VIEWER_KIND, NB_TEXT(path)), NB_PLAIN(HINT_VIEWER_KINDS));
    else if (!allowed || !block->typed)
        fail(block, result, NB_PLAIN(VIEWER_TYPED), NB_PLAIN(HINT_VIEWER_TYPED));
    else if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
        fail_missing(block, result, kind);
    else if (!nb_viewer_has_desktop()) show_inline(block, result, view, memory, screen);
    else {
        char *full = realpath(path, NULL);
        if (full == NULL) fail_missing(block, result, kind);
        else start(block, result, path, full);
        free(full);
    }
}
