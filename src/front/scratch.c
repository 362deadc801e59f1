/* The scratch folder. See scratch.h. */
#define _XOPEN_SOURCE 700 /* mkdtemp, nftw, fchdir */
#include "front/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_FOLDERS = 16 };

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk) {
    (void)status, (void)walk;
    if (type == FTW_DP) (void)rmdir(path);
    else (void)unlink(path);
    return 0;
}

/* Leaves the scratch folder and removes it; 0, or the errno that says why it is still there. What
 * has failed is tried once more: memory or a file may have been wanting for a moment only. */
static int leave_folder(nb_scratch *scratch) {
    /* The folder that was current may be gone meanwhile: then any that is there has to do. */
    if (fchdir(scratch->home) != 0) (void)!chdir("/");
    (void)close(scratch->home);
    for (int i = 0; i < 2; i++) {
        (void)nftw(scratch->path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
        if (rmdir(scratch->path) == 0 || errno == ENOENT) return 0;
    }
    return errno;
}

/* Makes an empty folder and enters it; 0, or the errno that says why not. */
static int enter_folder(nb_scratch *scratch) {
    const char *parent = getenv("TMPDIR");
    if (parent == NULL || parent[0] != '/') parent = "/tmp";
    int n = snprintf(scratch->path, sizeof scratch->path, "%s/nabla-XXXXXX", parent);
    if (n < 0 || (size_t)n >= sizeof scratch->path) return ENAMETOOLONG;
    scratch->home = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (scratch->home < 0) return errno;
    int reason = 0;
    if (mkdtemp(scratch->path) == NULL) {
        reason = errno;
        (void)close(scratch->home);
    } else if (chdir(scratch->path) != 0) {
        reason = errno;
        (void)leave_folder(scratch);
    }
    return reason;
}

/* ---- signals that end us ---- */

/* The scratch folder is removed first. Static, because a signal handler has no other way to it. */
static const int endings[] = {SIGHUP, SIGINT, SIGTERM};
enum { ENDINGS = sizeof endings / sizeof *endings };

static struct {
    nb_session *session;
    volatile sig_atomic_t signal; /* 0: none came */
    struct sigaction before[ENDINGS];
} ending;

static void on_ending(int number) {
    ending.signal = number;
    nb_interrupt(ending.session); /* a store to an atomic flag */
}

static void catch_endings(nb_session *session) {
    struct sigaction action = {.sa_handler = on_ending};
    sigemptyset(&action.sa_mask);
    ending.session = session;
    ending.signal = 0;
    for (int i = 0; i < ENDINGS; i++) {
        sigaction(endings[i], NULL, &ending.before[i]);
        if (ending.before[i].sa_handler != SIG_IGN) sigaction(endings[i], &action, NULL);
    }
}

/* One that came does now what it does usually. */
static void release_endings(void) {
    for (int i = 0; i < ENDINGS; i++) sigaction(endings[i], &ending.before[i], NULL);
    if (ending.signal != 0) raise(ending.signal);
}

int nb_scratch_enter(nb_scratch *scratch, nb_session *session) {
    catch_endings(session);
    int reason = enter_folder(scratch);
    if (reason != 0) release_endings();
    return reason;
}

int nb_scratch_leave(nb_scratch *scratch) {
    int reason = leave_folder(scratch);
    release_endings();
    return reason;
}

bool nb_scratch_ending(void) {
    return ending.signal != 0;
}
