/* The program behind the pseudo-terminal. See program.h. Waiting is for an event, by poll. */
#define _GNU_SOURCE /* forkpty, ptsname */
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST_STALL = 60000 }; /* milliseconds in which a program that works takes a key */

/* What the shell reports: that the program runs, was stopped, or has ended. */
typedef struct news {
    pid_t pid; /* 0: it has ended */
    int status;
    bool stopped, tidy;
} news;

long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static struct winsize make_size(int columns, int rows) {
    return (struct winsize){.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
}

/* ---- the shell ---- */

static void set_signals(void (*how)(int)) {
    static const int signals[] = {SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGTSTP, SIGTTOU, SIGTTIN};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], how);
}

static bool is_tidy(const struct termios *before) {
    struct termios state;
    return tcgetattr(STDIN_FILENO, &state) == 0 && state.c_lflag == before->c_lflag &&
           state.c_iflag == before->c_iflag && state.c_oflag == before->c_oflag;
}

static void tell(int report, news told) {
    if (write(report, &told, sizeof told) != sizeof told) _exit(1);
}

/* The program is a job of its own: it has the terminal, keys like Ctrl-C and Ctrl-Z are for it. It
 * starts with signals as they are by default. */
static pid_t start_job(char **argv) {
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        tcsetpgrp(STDIN_FILENO, getpid());
        set_signals(SIG_DFL);
        execv(argv[0], argv);
        _exit(127);
    }
    setpgid(pid, pid);
    return pid;
}

/* Begins a line, as shells do, and waits for an order: the program is to go on. */
static void take_order(int orders, pid_t pid) {
    char order;
    if (write(STDOUT_FILENO, "\n", 1) != 1) _exit(1);
    if (read(orders, &order, 1) != 1) _exit(1);
    tcsetpgrp(STDIN_FILENO, pid);
    kill(-pid, SIGCONT);
}

static void be_shell(char **argv, int report, int orders) {
    struct termios before;
    tcgetattr(STDIN_FILENO, &before);
    signal(SIGHUP, SIG_DFL);
    set_signals(SIG_IGN);
    pid_t pid = start_job(argv);
    for (news now_is = {.pid = pid}; now_is.pid > 0;) {
        tell(report, now_is);
        if (now_is.stopped) take_order(orders, pid);
        while (waitpid(pid, &now_is.status, WUNTRACED) < 0 && errno == EINTR) continue;
        now_is.stopped = WIFSTOPPED(now_is.status);
        if (!now_is.stopped) now_is.pid = 0;
        tcsetpgrp(STDIN_FILENO, getpgrp());
        now_is.tidy = is_tidy(&before);
        if (now_is.pid == 0) tell(report, now_is);
    }
    _exit(0);
}

/* ---- our side ---- */

static void take_news(program *p) {
    news told;
    if (read(p->report, &told, sizeof told) != sizeof told) told = (news){.status = -1};
    p->pid = told.pid;
    p->stopped = told.stopped;
    p->tidy = told.tidy;
    if (told.pid > 0) return;
    p->status = told.status;
    close(p->report);
    p->report = -1;
}

bool program_start(program *p, char **argv, int columns, int rows) {
    struct winsize size = make_size(columns, rows);
    int ends[2], orders[2];
    program_stop(p); /* the screen of the one before was kept until now */
    if (pipe2(ends, O_CLOEXEC) != 0 || pipe2(orders, O_CLOEXEC) != 0) return false;
    screen_start(&p->screen, columns, rows);
    p->screen.dumb = strcmp(getenv("TERM") != NULL ? getenv("TERM") : "dumb", "dumb") == 0;
    p->shell = forkpty(&p->terminal, NULL, NULL, &size);
    if (p->shell == 0) be_shell(argv, ends[1], orders[0]);
    close(ends[1]);
    close(orders[0]);
    p->report = ends[0];
    p->orders = orders[1];
    if (p->shell < 0) p->shell = 0;
    take_news(p);
    return p->pid > 0;
}

/* Without an owner of the terminal there is nothing to hear any more (EIO). */
static void take_output(program *p) {
    char bytes[4096];
    ssize_t got = read(p->terminal, bytes, sizeof bytes);
    if (got > 0) {
        screen_write(&p->screen, bytes, (size_t)got);
        size_t answers = strlen(p->screen.reply);
        if (answers > 0 && write(p->terminal, p->screen.reply, answers) < 0) return;
        p->screen.reply[0] = '\0';
    } else if (got == 0 || errno != EINTR) {
        close(p->terminal);
        p->terminal = -1;
    }
}

bool program_listen(program *p, int milliseconds) {
    struct pollfd ends[2] = {{.fd = p->terminal, .events = POLLIN},
                             {.fd = p->report, .events = POLLIN}}; /* poll passes over -1 */
    if (p->terminal < 0 && p->report < 0) return false;
    if (poll(ends, 2, milliseconds) <= 0) return false;
    if (ends[0].revents != 0) take_output(p);
    if (ends[1].revents != 0) take_news(p);
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

/* ---- what it is doing ---- */

/* Its end of the terminal, opened for a moment: while it were open the end of the last owner would
 * go unnoticed. */
static int open_its_end(const program *p) {
    const char *name = p->terminal >= 0 ? ptsname(p->terminal) : NULL;
    return name != NULL ? open(name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1;
}

static bool has_keys_left(const program *p) {
    struct pollfd end = {.fd = open_its_end(p), .events = POLLIN};
    bool left = end.fd >= 0 && poll(&end, 1, 0) > 0 && (end.revents & POLLIN) != 0;
    if (end.fd >= 0) close(end.fd);
    return left;
}

/* As /proc has it: it neither computes nor waits for a disk. */
static bool is_asleep(const program *p) {
    char path[64], state = 'S';
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)p->pid);
    FILE *file = fopen(path, "r");
    if (file == NULL) return true;
    if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1) state = 'S';
    fclose(file);
    return state != 'R' && state != 'D';
}

/* Keys come from us alone: where none is left and it sleeps then, it has dealt with all of them. */
bool program_is_calm(program *p) {
    if (p->pid > 0 && (has_keys_left(p) || !is_asleep(p))) return false;
    while (program_listen(p, 0)) continue;
    return true;
}

bool program_works(const program *p) {
    struct termios state;
    int end = open_its_end(p);
    bool works = end >= 0 && tcgetattr(end, &state) == 0 && (state.c_lflag & ICANON) != 0;
    if (end >= 0) close(end);
    return works;
}

long long program_time(const program *p) {
    struct timespec time;
    clockid_t clock;
    if (p->pid == 0 || clock_getcpuclockid(p->pid, &clock) != 0) return 0;
    if (clock_gettime(clock, &time) != 0) return 0;
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

bool program_continue(program *p) {
    p->stopped = false;
    if (write(p->orders, "c", 1) != 1) return false;
    while (tcgetpgrp(p->terminal) != p->pid) (void)program_listen(p, 1);
    return true;
}

/* ---- ending ---- */

int program_signal(const char *name) {
    static const struct { const char *name; int number; } signals[] = {
        {"INT", SIGINT}, {"TERM", SIGTERM}, {"HUP", SIGHUP}, {"QUIT", SIGQUIT}, {"TSTP", SIGTSTP},
        {"STOP", SIGSTOP}, {"CONT", SIGCONT}, {"WINCH", SIGWINCH}, {"KILL", SIGKILL},
    };
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (strcmp(signals[i].name, name) == 0) return signals[i].number;
    return 0;
}

static void await_shell(program *p) {
    while (waitpid(p->shell, NULL, 0) < 0 && errno == EINTR) continue;
    p->shell = 0;
}

bool program_await(program *p, int milliseconds) {
    long long end = now() + milliseconds, left = milliseconds;
    while (left > 0 && program_listen(p, (int)left)) left = end - now();
    if (p->pid > 0 || p->terminal >= 0) return false;
    if (p->screen.brackets_pastes) p->tidy = false;
    await_shell(p);
    return true;
}

void program_stop(program *p) {
    if (p->pid > 0) kill(p->pid, SIGKILL);
    if (p->terminal >= 0) close(p->terminal);
    if (p->report >= 0) close(p->report);
    if (p->orders >= 0) close(p->orders);
    if (p->shell > 0) kill(p->shell, SIGKILL);
    if (p->shell > 0) await_shell(p);
    screen_free(&p->screen);
    *p = PROGRAM_NONE;
}
