/* Starting the program, hearing it out, and looking for what it has left running. See run.h. */
#define _GNU_SOURCE /* memfd_create, forkpty, sigtimedwait */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 10000, GRACE = 2000, GLANCE = 5, QUIET = 300,
       SILENCE = 2000 }; /* milliseconds */

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

bool runner_begin(runner *r) {
    r->shared = memfd_create("plan", MFD_CLOEXEC);
    if (r->shared < 0 || ftruncate(r->shared, sizeof *r->plan) != 0) return false;
    r->plan = mmap(NULL, sizeof *r->plan, PROT_READ | PROT_WRITE, MAP_SHARED, r->shared, 0);
    return r->plan != MAP_FAILED && prctl(PR_SET_CHILD_SUBREAPER, 1) == 0;
}

/* In the child. */
static void be_program(const runner *r) {
    char number[16];
    int shared = fcntl(r->shared, F_DUPFD, 100);
    snprintf(number, sizeof number, "%d", shared);
    setenv(FAULT_VARIABLE, number, 1);
    setenv("LD_PRELOAD", r->library, 1);
    execv(r->argv[0], r->argv);
    _exit(127);
}

/* What still runs among the children, which orphans become, is given some time to end. */
static bool reap_orphans(void) {
    long long end = now() + GRACE;
    pid_t got;
    while ((got = waitpid(-1, NULL, WNOHANG)) > 0 || (got == 0 && now() < end))
        if (got == 0) poll(NULL, 0, GLANCE);
    if (got < 0) return false;
    FILE *list = fopen("/proc/thread-self/children", "r");
    for (int pid; list != NULL && fscanf(list, "%d", &pid) == 1;) kill(pid, SIGKILL);
    if (list != NULL) fclose(list);
    while (waitpid(-1, NULL, 0) > 0) continue;
    return true;
}

static void end_run(pid_t pid, long long end, run *out) {
    pid_t got;
    while ((got = waitpid(pid, &out->status, WNOHANG)) == 0 && now() < end) poll(NULL, 0, 1);
    out->hung = got == 0;
    if (out->hung) {
        kill(pid, SIGKILL);
        (void)waitpid(pid, &out->status, 0);
    }
    out->orphans = reap_orphans();
}

/* ---- through pipes and files ---- */

static void take_text(int fd, char text[RUN_TEXT]) {
    ssize_t got = pread(fd, text, RUN_TEXT - 1, 0);
    text[got > 0 ? got : 0] = '\0';
    close(fd);
}

static bool run_piped(const runner *r, run *out) {
    int ends[2], texts[2] = {memfd_create("out", MFD_CLOEXEC), memfd_create("err", MFD_CLOEXEC)};
    if (pipe2(ends, O_CLOEXEC) != 0 || texts[0] < 0 || texts[1] < 0) return false;
    size_t length = strlen(r->input);
    if (write(ends[1], r->input, length) != (ssize_t)length) return false;
    close(ends[1]);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[0], STDIN_FILENO);
        dup2(texts[0], STDOUT_FILENO);
        dup2(texts[1], STDERR_FILENO);
        be_program(r);
    }
    close(ends[0]);
    if (pid > 0) end_run(pid, now() + PATIENCE, out);
    take_text(texts[0], out->out);
    take_text(texts[1], out->errors);
    return pid > 0;
}

/* ---- at a terminal ---- */

/* Types what awaits nothing at once, and takes what comes until the program is no more. A call that
 * fails may keep what is awaited from being shown; and what was typed ahead may be lost where the
 * terminal's mode could not be set: a program that is silent then is told once more to end. */
static void converse(const runner *r, int terminal, long long end, run *out) {
    static const char awaits[] = {RUN_AWAITS, '\0'};
    const char *rest = r->input, *again = "\nquit\n";
    size_t taken = 0, seen = 0;
    long long heard = now();
    char piece[4096];
    while (now() < end) {
        struct pollfd ready = {.fd = terminal, .events = POLLIN};
        if (*rest == RUN_AWAITS &&
            (strstr(out->out + seen, r->awaited) != NULL || now() > heard + QUIET)) {
            seen = taken;
            rest++;
        }
        if (*rest == '\0' && *again != '\0' && now() > heard + SILENCE) {
            rest = again;
            again = "";
        }
        size_t length = strcspn(rest, awaits);
        if (length > 0) ready.events |= POLLOUT;
        if (poll(&ready, 1, GLANCE) < 0) break;
        if ((ready.revents & POLLOUT) != 0) {
            ssize_t sent = write(terminal, rest, length);
            if (sent > 0) rest += sent;
            heard = now();
        }
        if ((ready.revents & (POLLIN | POLLHUP)) == 0) continue;
        ssize_t got = read(terminal, piece, sizeof piece);
        if (got <= 0) break;
        size_t room = RUN_TEXT - 1 - taken, kept = (size_t)got < room ? (size_t)got : room;
        memcpy(out->out + taken, piece, kept);
        taken += kept;
        heard = now();
    } /* `out` was cleared: a NUL is at its end */
}

static bool run_typed(const runner *r, run *out) {
    struct winsize size = {.ws_col = 80, .ws_row = 24};
    int terminal;
    long long end = now() + PATIENCE;
    pid_t pid = forkpty(&terminal, NULL, NULL, &size);
    if (pid < 0) return false;
    if (pid == 0) be_program(r);
    converse(r, terminal, end, out);
    end_run(pid, end, out);
    close(terminal);
    return true;
}

bool runner_run(const runner *r, run *out) {
    *out = (run){0};
    memset(r->plan->calls, 0, sizeof r->plan->calls);
    r->plan->failed = 0;
    return r->terminal ? run_typed(r, out) : run_piped(r, out);
}
