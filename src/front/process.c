/* Owns child processes: from posix_spawnp to waitpid nothing of one is left behind, whatever it
 * does. Only the child itself is ever stopped, by its id.
 *
 * How to read it: nb_process_run at the end makes three pipes, starts the child, exchanges bytes
 * with it by poll, and waits. A pipe's end that is closed is -1, which poll passes over. */
#define _GNU_SOURCE /* pipe2 */
#include "front/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { INPUT, OUTPUT, ERRORS, PIPES };
enum { MOST_ERROR_BYTES = 64 * 1024, PIECE = 64 * 1024 };

typedef struct child {
    pid_t pid;
    int ours[PIPES], its[PIPES]; /* the pipes' ends; -1: closed */
    const nb_process_request *request;
    size_t sent; /* bytes of the input */
    struct timespec deadline;
    nb_process_outcome *outcome;
} child;

static void close_end(int *end) {
    if (*end >= 0) close(*end);
    *end = -1;
}

static void close_all(child *c) {
    for (int i = 0; i < PIPES; i++) {
        close_end(&c->ours[i]);
        close_end(&c->its[i]);
    }
}

/* ---- starting ---- */

/* Moves an end above standard error: where our own standard files are closed a pipe could get
 * their numbers, and giving it to the child would overwrite another. */
static bool lift(int *end) {
    if (*end > STDERR_FILENO) return true;
    int lifted = fcntl(*end, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (lifted < 0) return false;
    close(*end);
    *end = lifted;
    return true;
}

static bool make_pipe(child *c, int which) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    c->ours[which] = ends[which == INPUT];
    c->its[which] = ends[which != INPUT];
    return lift(&c->ours[which]) && lift(&c->its[which])
           && fcntl(c->ours[which], F_SETFL, O_NONBLOCK) == 0;
}

/* What the child starts with: our pipes as its standard files, and signals as they are by
 * default, though we ignore SIGPIPE and may have blocked others. Returns an errno. */
static int spawn(child *c) {
    extern char **environ;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, pipe_signal;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return error;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    sigemptyset(&none);
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    for (int i = 0; i < PIPES && error == 0; i++)
        error = posix_spawn_file_actions_adddup2(&actions, c->its[i], i);
    if (error == 0) error = posix_spawnattr_setsigmask(&attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(&attributes, &pipe_signal);
    if (error == 0)
        error = posix_spawnattr_setflags(&attributes,
                                         POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if (error == 0)
        error = posix_spawnp(&c->pid, c->request->argv[0], &actions, &attributes,
                             c->request->argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static bool start(child *c) {
    for (int i = 0; i < PIPES; i++)
        if (!make_pipe(c, i)) {
            c->outcome->end = NB_PROCESS_UNSTARTED;
            c->outcome->status = errno;
            return false;
        }
    int error = spawn(c);
    for (int i = 0; i < PIPES; i++) close_end(&c->its[i]);
    if (error == 0) return true;
    c->outcome->end = error == ENOENT ? NB_PROCESS_MISSING : NB_PROCESS_UNSTARTED;
    c->outcome->status = error;
    return false;
}

/* ---- exchanging bytes ---- */

static void set_deadline(child *c) {
    clock_gettime(CLOCK_MONOTONIC, &c->deadline);
    c->deadline.tv_sec += c->request->milliseconds / 1000;
    c->deadline.tv_nsec += c->request->milliseconds % 1000 * 1000000L;
}

/* Milliseconds that are left, rounded up, so that 0 means that the time is over. */
static int time_left(const child *c) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long long left = (long long)(c->deadline.tv_sec - now.tv_sec) * 1000000000
                     + (c->deadline.tv_nsec - now.tv_nsec);
    return left <= 0 ? 0 : (int)((left + 999999) / 1000000);
}

static void feed(child *c) {
    size_t rest = c->request->input_length - c->sent;
    if (rest > 0) {
        ssize_t count = write(c->ours[INPUT], c->request->input + c->sent, rest);
        if (count >= 0) c->sent += (size_t)count;
        else if (errno == EAGAIN || errno == EINTR) return;
        else c->sent = c->request->input_length; /* it does not want the rest */
    }
    if (c->sent == c->request->input_length) close_end(&c->ours[INPUT]);
}

/* Takes what there is at one end. Of the output everything is kept up to the limit, of the errors
 * the beginning. False: the child has to be stopped, and the outcome says why. */
static bool drain(child *c, int which) {
    char piece[PIECE];
    ssize_t count = read(c->ours[which], piece, sizeof piece);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (count <= 0) {
        close_end(&c->ours[which]);
        return true;
    }
    nb_buffer *buffer = which == OUTPUT ? &c->outcome->output : &c->outcome->errors;
    size_t limit = which == OUTPUT ? c->request->output_limit : MOST_ERROR_BYTES;
    size_t room = limit - buffer->length, taken = (size_t)count;
    if (taken > room) {
        if (which == OUTPUT) {
            c->outcome->end = NB_PROCESS_FLOODED;
            return false;
        }
        taken = room;
    }
    if (taken > 0) nb_buffer_add(buffer, piece, taken);
    if (buffer->failed) c->outcome->end = NB_PROCESS_NO_MEMORY;
    return !buffer->failed;
}

static bool is_stopped(const child *c) {
    return c->request->stop != NULL && *c->request->stop;
}

/* A signal may come right before poll: then it waits no longer than `slice` milliseconds. */
static bool exchange(child *c) {
    const int slice = 50;
    if (c->request->input_length == 0) close_end(&c->ours[INPUT]);
    while (c->ours[OUTPUT] >= 0 || c->ours[ERRORS] >= 0) {
        struct pollfd ends[PIPES] = {{.fd = c->ours[INPUT], .events = POLLOUT},
                                     {.fd = c->ours[OUTPUT], .events = POLLIN},
                                     {.fd = c->ours[ERRORS], .events = POLLIN}};
        int left = time_left(c);
        if (left == 0 || is_stopped(c)) {
            c->outcome->end = NB_PROCESS_TIMED_OUT;
            return false;
        }
        if (poll(ends, PIPES, left < slice ? left : slice) <= 0) continue;
        if (ends[INPUT].revents != 0) feed(c);
        for (int i = OUTPUT; i <= ERRORS; i++)
            if (ends[i].revents != 0 && !drain(c, i)) return false;
    }
    return true;
}

/* ---- ending ---- */

static void stop(child *c) {
    int status;
    kill(c->pid, SIGKILL);
    while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR) continue;
}

/* It has closed its output, so it is about to end; but one that does not is stopped in time. */
static void await(child *c) {
    for (;;) {
        int status = 0;
        pid_t got = waitpid(c->pid, &status, WNOHANG);
        if (got < 0 && errno == EINTR) continue;
        if (got != 0) {
            /* Where SIGCHLD is ignored there is no status (got < 0): it counts as 0. */
            bool signalled = got > 0 && WIFSIGNALED(status);
            c->outcome->end = signalled ? NB_PROCESS_SIGNALLED : NB_PROCESS_EXITED;
            c->outcome->status = signalled ? WTERMSIG(status) : got > 0 ? WEXITSTATUS(status) : 0;
            return;
        }
        if (time_left(c) == 0 || is_stopped(c)) {
            c->outcome->end = NB_PROCESS_TIMED_OUT;
            stop(c);
            return;
        }
        poll(NULL, 0, 1);
    }
}

void nb_process_run(const nb_process_request *request, nb_memory *memory,
                    nb_process_outcome *outcome) {
    child c = {.ours = {-1, -1, -1}, .its = {-1, -1, -1}, .request = request, .outcome = outcome};
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    *outcome = (nb_process_outcome){.end = NB_PROCESS_EXITED};
    nb_buffer_init(&outcome->output, memory);
    nb_buffer_init(&outcome->errors, memory);
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGPIPE, &ignore, &before);
    set_deadline(&c);
    if (start(&c)) {
        if (exchange(&c)) await(&c);
        else stop(&c);
        if (is_stopped(&c)) outcome->end = NB_PROCESS_INTERRUPTED;
    }
    close_all(&c);
    sigaction(SIGPIPE, &before, NULL);
}

void nb_process_clear(nb_process_outcome *outcome) {
    nb_buffer_clear(&outcome->output);
    nb_buffer_clear(&outcome->errors);
}
