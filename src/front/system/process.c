/* Owns child processes: from fork to waitpid nothing of one is left behind, whatever it does. It
 * leads a process group of its own, in which what it starts is stopped with it. It dies with us,
 * too, where we are killed; and when a signal ends us, the whole group does.
 *
 * How to read it: nb_process_run at the end makes the pipes, starts the child, exchanges bytes
 * with it by poll, and waits. A pipe's end that is closed is -1, which poll passes over. */
#define _GNU_SOURCE /* pipe2, prctl */
#include "front/system/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The child's standard files, and the pipe in which it tells why it cannot become the program. */
enum { INPUT, OUTPUT, ERRORS, PIPES, REPORT = PIPES, ALL_PIPES };
enum { MOST_ERROR_BYTES = 64 * 1024, PIECE = 64 * 1024 };

typedef struct child {
    pid_t pid;
    int ours[ALL_PIPES], its[ALL_PIPES]; /* the pipes' ends; -1: closed */
    const nb_process_request *request;
    size_t sent; /* bytes of the input */
    size_t got[PIPES]; /* bytes of what it wrote */
    struct timespec deadline;
    nb_process_outcome *outcome;
} child;

static void close_end(int *end) {
    if (*end >= 0) close(*end);
    *end = -1;
}

static void close_all(child *c) {
    for (int i = 0; i < ALL_PIPES; i++) {
        close_end(&c->ours[i]);
        close_end(&c->its[i]);
    }
}

/* ---- signals that end us ---- */

static const int endings[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
enum { ENDINGS = sizeof endings / sizeof *endings };

/* Static, because a signal handler has no other way to it. */
static struct {
    volatile sig_atomic_t leader; /* of the group that runs; 0: none does */
    struct sigaction before[ENDINGS];
} group;

/* Ends the group, and leaves the rest to what happened at this signal before. */
static void on_ending(int number) {
    int error = errno;
    if (group.leader > 0) kill(-(pid_t)group.leader, SIGKILL);
    for (int i = 0; i < ENDINGS; i++)
        if (endings[i] == number) sigaction(number, &group.before[i], NULL);
    raise(number); /* comes when this handler has returned */
    errno = error;
}

static void catch_endings(void) {
    struct sigaction action = {.sa_handler = on_ending};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < ENDINGS; i++) {
        sigaction(endings[i], NULL, &group.before[i]);
        if (group.before[i].sa_handler != SIG_IGN) sigaction(endings[i], &action, NULL);
    }
}

static void release_endings(void) {
    group.leader = 0;
    for (int i = 0; i < ENDINGS; i++) sigaction(endings[i], &group.before[i], NULL);
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
    if (!lift(&c->ours[which]) || !lift(&c->its[which])) return false;
    return which == REPORT || fcntl(c->ours[which], F_SETFL, O_NONBLOCK) == 0;
}

/* In the child: our pipes become its standard files, and signals are as they are by default, though
 * we ignore SIGPIPE and may have blocked others. */
static void be_program(const child *c, pid_t parent) {
    sigset_t none;
    sigemptyset(&none);
    (void)setpgid(0, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    bool good = getppid() == parent; /* not killed meanwhile */
    for (int i = 0; i < PIPES && good; i++) good = dup2(c->its[i], i) >= 0;
    (void)signal(SIGPIPE, SIG_DFL);
    for (int i = 0; i < ENDINGS; i++)
        if (group.before[i].sa_handler != SIG_IGN) (void)signal(endings[i], SIG_DFL);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    if (good) execvp(c->request->argv[0], c->request->argv);
    int error = errno;
    (void)!write(c->its[REPORT], &error, sizeof error);
    _exit(127);
}

/* Signals wait until it is known whom they have to end. Returns an errno. */
static int spawn(child *c) {
    sigset_t all, before;
    pid_t parent = getpid();
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    c->pid = fork();
    int error = errno;
    if (c->pid == 0) be_program(c, parent);
    if (c->pid > 0) (void)setpgid(c->pid, c->pid); /* it does so, too: one of us is the first */
    if (c->pid > 0) group.leader = c->pid;
    sigprocmask(SIG_SETMASK, &before, NULL);
    return c->pid > 0 ? 0 : error;
}

/* Waits until the child is the program; otherwise the errno that it reports. */
static int await_program(child *c) {
    int error = 0;
    ssize_t got;
    while ((got = read(c->ours[REPORT], &error, sizeof error)) < 0 && errno == EINTR) continue;
    return got < 0 ? errno : got == sizeof error ? error : 0;
}

static void stop(child *c);

static bool start(child *c) {
    int error = 0;
    for (int i = 0; i < ALL_PIPES && error == 0; i++)
        if (!make_pipe(c, i)) error = errno;
    if (error == 0) error = spawn(c);
    for (int i = 0; i < ALL_PIPES; i++) close_end(&c->its[i]);
    if (c->pid > 0) error = await_program(c);
    if (error == 0) return true;
    if (c->pid > 0) stop(c);
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

/* Takes what there is at one end. Of the output everything is kept, of the errors the beginning;
 * neither may go beyond the limit. False: the child has to be stopped, and the outcome says why. */
static bool drain(child *c, int which) {
    char piece[PIECE];
    ssize_t count = read(c->ours[which], piece, sizeof piece);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (count <= 0) {
        close_end(&c->ours[which]);
        return true;
    }
    nb_buffer *buffer = which == OUTPUT ? &c->outcome->output : &c->outcome->errors;
    size_t limit = c->request->output_limit;
    size_t room = (which == OUTPUT ? limit : MOST_ERROR_BYTES) - buffer->length;
    size_t taken = (size_t)count < room ? (size_t)count : room;
    c->got[which] += (size_t)count;
    if (c->got[which] > limit) {
        c->outcome->end = NB_PROCESS_FLOODED;
        return false;
    }
    if (taken > 0) nb_buffer_add(buffer, piece, taken);
    if (buffer->failed) c->outcome->end = NB_PROCESS_NO_MEMORY;
    return !buffer->failed;
}

static bool is_stopped(const child *c) {
    return c->request->stop != NULL && *c->request->stop;
}

/* Whether the child has ended; it is not reaped, so that its id and its group's stay its own. Where
 * SIGCHLD is ignored nothing is known of it then: that counts as an end. */
static bool has_ended(const child *c) {
    siginfo_t about = {.si_pid = 0};
    int got;
    while ((got = waitid(P_PID, (id_t)c->pid, &about, WEXITED | WNOHANG | WNOWAIT)) != 0 &&
           errno == EINTR)
        continue;
    return got != 0 || about.si_pid != 0;
}

/* Stops what the child has started, and the child. */
static void stop_group(const child *c) {
    (void)kill(-c->pid, SIGKILL);
}

/* Until both ends are closed. What the child has left running may hold them open: it is stopped,
 * and what has left its group is not waited for. A signal may come right before poll: then it waits
 * no longer than `slice` milliseconds. */
static bool exchange(child *c) {
    const int slice = 50;
    bool ended = false;
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
        int ready = poll(ends, PIPES, left < slice ? left : slice);
        if (ready == 0 && ended) return true;
        if (ready == 0 && has_ended(c)) {
            stop_group(c);
            ended = true;
        }
        if (ready <= 0) continue;
        if (ends[INPUT].revents != 0) feed(c);
        for (int i = OUTPUT; i <= ERRORS; i++)
            if (ends[i].revents != 0 && !drain(c, i)) return false;
    }
    return true;
}

/* ---- ending ---- */

/* Reaps the child; whether it was there, with its status. */
static bool reap(child *c, int *status) {
    pid_t got;
    while ((got = waitpid(c->pid, status, 0)) < 0 && errno == EINTR) continue;
    return got > 0;
}

static void stop(child *c) {
    int status;
    stop_group(c);
    (void)kill(c->pid, SIGKILL); /* in case that it has left its group */
    (void)reap(c, &status);
}

/* It has closed its output, so it is about to end; but one that does not is stopped in time. */
static void await(child *c) {
    while (!has_ended(c)) {
        if (time_left(c) == 0 || is_stopped(c)) {
            c->outcome->end = NB_PROCESS_TIMED_OUT;
            stop(c);
            return;
        }
        poll(NULL, 0, 1);
    }
    int status = 0;
    stop_group(c);
    bool known = reap(c, &status), signalled = known && WIFSIGNALED(status);
    c->outcome->end = signalled ? NB_PROCESS_SIGNALLED : NB_PROCESS_EXITED;
    c->outcome->status = signalled ? WTERMSIG(status) : known ? WEXITSTATUS(status) : 0;
}

void nb_process_run(const nb_process_request *request, nb_memory *memory,
                    nb_process_outcome *outcome) {
    child c = {.ours = {-1, -1, -1, -1}, .its = {-1, -1, -1, -1}, .request = request,
               .outcome = outcome};
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    *outcome = (nb_process_outcome){.end = NB_PROCESS_EXITED};
    nb_buffer_init(&outcome->output, memory);
    nb_buffer_init(&outcome->errors, memory);
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGPIPE, &ignore, &before);
    catch_endings();
    set_deadline(&c);
    if (start(&c)) {
        if (exchange(&c)) await(&c);
        else stop(&c);
        if (is_stopped(&c)) outcome->end = NB_PROCESS_INTERRUPTED;
    }
    close_all(&c);
    release_endings();
    sigaction(SIGPIPE, &before, NULL);
}

void nb_process_clear(nb_process_outcome *outcome) {
    nb_buffer_clear(&outcome->output);
    nb_buffer_clear(&outcome->errors);
}
