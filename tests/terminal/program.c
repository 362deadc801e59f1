/* The program behind the pseudo-terminal. See program.h. All waiting is for an event: poll for
 * bytes, sigtimedwait for the end of the program. */
#define _DEFAULT_SOURCE /* forkpty */
#include "program.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST_STALL = 5000 }; /* milliseconds in which a program that works takes a key */

long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static struct winsize make_size(int columns, int rows) {
    return (struct winsize){.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
}

/* In the child: signals as they are by default, whatever started these tests. */
static void become(char **argv, const sigset_t *mask) {
    static const int signals[] = {SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGPIPE, SIGTSTP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
    sigprocmask(SIG_SETMASK, mask, NULL);
    execv(argv[0], argv);
    _exit(127);
}

bool program_start(program *p, char **argv, int columns, int rows) {
    struct winsize size = make_size(columns, rows);
    sigset_t child, before;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD); /* stays pending for program_await */
    sigprocmask(SIG_BLOCK, &child, &before);
    screen_free(&p->screen);
    screen_start(&p->screen, columns, rows);
    p->pid = forkpty(&p->terminal, NULL, NULL, &size);
    if (p->pid == 0) {
        sigdelset(&before, SIGCHLD);
        become(argv, &before);
    }
    p->started = p->pid > 0;
    return p->started;
}

/* Without its end of the terminal there is nothing to hear any more (EIO). */
static void take_output(program *p) {
    char bytes[4096];
    ssize_t got = read(p->terminal, bytes, sizeof bytes);
    if (got > 0) {
        screen_write(&p->screen, bytes, (size_t)got);
    } else if (got == 0 || errno != EINTR) {
        close(p->terminal);
        p->terminal = -1;
    }
}

bool program_listen(program *p, int milliseconds) {
    if (p->terminal < 0) return false;
    struct pollfd end = {.fd = p->terminal, .events = POLLIN};
    if (poll(&end, 1, milliseconds) <= 0) return false;
    take_output(p);
    return true;
}

void program_type(program *p, const char *bytes, size_t length) {
    while (length > 0 && p->terminal >= 0) {
        struct pollfd end = {.fd = p->terminal, .events = POLLIN | POLLOUT};
        if (poll(&end, 1, LONGEST_STALL) <= 0) return; /* the next `expect` will tell */
        if ((end.revents & (POLLIN | POLLHUP | POLLERR)) != 0) take_output(p);
        if ((end.revents & POLLOUT) == 0 || p->terminal < 0) continue;
        ssize_t sent = write(p->terminal, bytes, 1); /* never waits: poll has said so */
        if (sent > 0) {
            bytes += sent;
            length -= (size_t)sent;
        }
    }
}

void program_resize(program *p, int columns, int rows) {
    struct winsize size = make_size(columns, rows);
    screen_resize(&p->screen, columns, rows);
    if (p->terminal >= 0) ioctl(p->terminal, TIOCSWINSZ, &size);
}

int program_await(program *p, int milliseconds) {
    long long end = now() + milliseconds;
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    while (p->terminal >= 0 && now() < end) program_listen(p, (int)(end - now()));
    for (;;) {
        int status;
        if (waitpid(p->pid, &status, WNOHANG) == p->pid) {
            p->started = false;
            return status;
        }
        long long left = end - now();
        if (left <= 0) return -1;
        struct timespec time = {.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000};
        sigtimedwait(&child, NULL, &time);
    }
}

void program_stop(program *p) {
    if (p->started) {
        kill(p->pid, SIGKILL);
        waitpid(p->pid, NULL, 0);
        p->started = false;
    }
    if (p->terminal >= 0) close(p->terminal);
    p->terminal = -1;
    screen_free(&p->screen);
}
