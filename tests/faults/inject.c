/* A library for LD_PRELOAD: makes a chosen call of the program fail, as plan.h says. Only the
 * program itself is meant, not what it starts. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "plan.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static fault_plan unused, *plan = &unused;

__attribute__((constructor)) static void begin(void) {
    const char *number = getenv(FAULT_VARIABLE);
    if (number == NULL) return;
    int fd = (int)strtol(number, NULL, 10);
    void *shared = mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    unsetenv("LD_PRELOAD");
    unsetenv(FAULT_VARIABLE);
    if (shared != MAP_FAILED) plan = shared;
}

static int guarded; /* calls of what does not live without memory: see below */

static bool fails(fault_kind kind) {
    if (kind == FAULT_ALLOCATE && guarded > 0) return false;
    long number = ++plan->calls[kind];
    if (kind != plan->kind || plan->at == 0 || number < plan->at) return false;
    if (number > plan->at && !plan->onward) return false;
    plan->failed++;
    errno = plan->error;
    return true;
}

/* The function that this library stands before. */
static void find(void *slot, const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(slot, &found, sizeof found);
}

#define NEXT(RESULT, NAME, PARAMETERS)                                                            \
    static RESULT(*next) PARAMETERS;                                                              \
    if (next == NULL) find(&next, #NAME)

#define CALL(KIND, RESULT, FAILURE, NAME, PARAMETERS, ARGUMENTS)                                  \
    RESULT NAME PARAMETERS {                                                                      \
        NEXT(RESULT, NAME, PARAMETERS);                                                           \
        return fails(FAULT_##KIND) ? FAILURE : next ARGUMENTS;                                    \
    }

CALL(ALLOCATE, void *, NULL, malloc, (size_t size), (size))
CALL(ALLOCATE, void *, NULL, calloc, (size_t count, size_t size), (count, size))
CALL(ALLOCATE, void *, NULL, realloc, (void *block, size_t size), (block, size))
CALL(READ, ssize_t, -1, pread, (int fd, void *bytes, size_t size, off_t at), (fd, bytes, size, at))
CALL(READ, ssize_t, -1, read, (int fd, void *bytes, size_t size), (fd, bytes, size))
CALL(OPEN, DIR *, NULL, opendir, (const char *path), (path))
CALL(OPEN, char *, NULL, mkdtemp, (char *path), (path))
CALL(OPEN, char *, NULL, realpath, (const char *path, char *found), (path, found))
CALL(OPEN, int, -1, scandir,
     (const char *path, struct dirent ***names, int (*wanted)(const struct dirent *),
      int (*compare)(const struct dirent **, const struct dirent **)),
     (path, names, wanted, compare))
CALL(STATUS, ssize_t, -1, readlink, (const char *path, char *text, size_t size), (path, text, size))
CALL(RENAME, int, -1, rename, (const char *from, const char *to), (from, to))
CALL(RENAME, int, -1, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to))
CALL(RENAME, int, -1, linkat, (int a, const char *from, int b, const char *to, int flags),
     (a, from, b, to, flags))
CALL(UNLINK, int, -1, unlink, (const char *path), (path))
CALL(UNLINK, int, -1, unlinkat, (int folder, const char *path, int flags), (folder, path, flags))
CALL(UNLINK, int, -1, rmdir, (const char *path), (path))
CALL(MKDIR, int, -1, mkdir, (const char *path, mode_t mode), (path, mode))
CALL(SPAWN, pid_t, -1, fork, (void), ())
CALL(SPAWN, int, -1, pipe2, (int ends[2], int flags), (ends, flags))
CALL(LOCK, int, -1, flock, (int fd, int how), (fd, how))
CALL(TRUNCATE, int, -1, ftruncate, (int fd, off_t size), (fd, size))
CALL(STATUS, int, -1, fstat, (int fd, struct stat *about), (fd, about))
CALL(STATUS, int, -1, stat, (const char *path, struct stat *about), (path, about))
CALL(STATUS, int, -1, fstatat, (int fd, const char *path, struct stat *about, int flags),
     (fd, path, about, flags))
CALL(STATUS, int, -1, access, (const char *path, int mode), (path, mode))
CALL(STATUS, int, -1, faccessat, (int fd, const char *path, int mode, int flags),
     (fd, path, mode, flags))
CALL(SYNC, int, -1, fsync, (int fd), (fd))
CALL(SYNC, int, -1, fdatasync, (int fd), (fd))
CALL(MODE, int, -1, fchmod, (int fd, mode_t mode), (fd, mode))
CALL(SEEK, off_t, -1, lseek, (int fd, off_t to, int from), (fd, to, from))
CALL(FOLDER, int, -1, chdir, (const char *path), (path))
CALL(FOLDER, int, -1, fchdir, (int fd), (fd))
CALL(TERMINAL, int, 0, isatty, (int fd), (fd))
CALL(TERMINAL, int, -1, tcgetattr, (int fd, struct termios *state), (fd, state))
CALL(TERMINAL, int, -1, tcsetattr, (int fd, int when, const struct termios *state),
     (fd, when, state))
CALL(WAIT, pid_t, -1, waitpid, (pid_t pid, int *status, int how), (pid, status, how))
CALL(WAIT, int, -1, waitid, (idtype_t type, id_t pid, siginfo_t *about, int how),
     (type, pid, about, how))
CALL(POLL, int, -1, poll, (struct pollfd *ends, nfds_t count, int milliseconds),
     (ends, count, milliseconds))
CALL(POLL, int, -1, ppoll,
     (struct pollfd *ends, nfds_t count, const struct timespec *time, const sigset_t *signals),
     (ends, count, time, signals))
CALL(LOCALE, char *, NULL, setlocale, (int category, const char *name), (category, name))
CALL(LOCALE, locale_t, NULL, newlocale, (int categories, const char *name, locale_t base),
     (categories, name, base))

/* ---- those that are not like the others ---- */

enum { SEEN_ERROR = 0x20 }; /* in the flags of glibc's FILE: what ferror looks at */

int fflush(FILE *file) {
    NEXT(int, fflush, (FILE *));
    if (!fails(FAULT_PRINT)) return next(file);
    if (file != NULL) file->_flags |= SEEN_ERROR;
    return EOF;
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file) {
    NEXT(size_t, fwrite, (const void *, size_t, size_t, FILE *));
    if (!fails(FAULT_PRINT)) return next(bytes, size, count, file);
    file->_flags |= SEEN_ERROR;
    return 0;
}

int puts(const char *line) {
    NEXT(int, puts, (const char *));
    if (!fails(FAULT_PRINT)) return next(line);
    stdout->_flags |= SEEN_ERROR;
    return EOF;
}

int fputc(int c, FILE *file) {
    NEXT(int, fputc, (int, FILE *));
    if (!fails(FAULT_PRINT)) return next(c, file);
    file->_flags |= SEEN_ERROR;
    return EOF;
}

ssize_t write(int fd, const void *bytes, size_t size) {
    NEXT(ssize_t, write, (int, const void *, size_t));
    if (size > 0 && fails(FAULT_TAKE)) return 0;
    return fails(FAULT_WRITE) ? -1 : next(fd, bytes, size);
}

/* What is closed is closed, whatever is said about it. */
int close(int fd) {
    NEXT(int, close, (int));
    bool failed = fails(FAULT_CLOSE);
    int error = errno, status = next(fd);
    if (failed) errno = error;
    return failed ? -1 : status;
}

int posix_spawnp(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attributes, char *const argv[], char *const env[]) {
    NEXT(int, posix_spawnp,
         (pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *,
          char *const[], char *const[]));
    return fails(FAULT_SPAWN) ? plan->error : next(pid, path, actions, attributes, argv, env);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    NEXT(int, open, (const char *, int, ...));
    return fails(FAULT_OPEN) ? -1 : next(path, flags, mode);
}

/* The same, where flags are no constant and calls are checked (_FORTIFY_SOURCE). */
int __open_2(const char *path, int flags) {
    return open(path, flags);
}

int openat(int folder, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    NEXT(int, openat, (int, const char *, int, ...));
    return fails(FAULT_OPEN) ? -1 : next(folder, path, flags, mode);
}

int fcntl(int fd, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *); /* a number fits, too */
    va_end(rest);
    NEXT(int, fcntl, (int, int, ...));
    return fails(FAULT_CONTROL) ? -1 : next(fd, command, argument);
}

int ioctl(int fd, unsigned long request, ...) {
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    NEXT(int, ioctl, (int, unsigned long, ...));
    return fails(FAULT_TERMINAL) ? -1 : next(fd, request, argument);
}

/* ---- what is left alone ---- */

/* The library that describes terminals writes to what it has not got: _nc_setupterm to its copy of
 * the name, _nc_find_type_entry to a table. readline calls it by these. */
#define LEFT_ALONE(NAME, PARAMETERS, ARGUMENTS)                                                   \
    int NAME PARAMETERS {                                                                         \
        NEXT(int, NAME, PARAMETERS);                                                              \
        guarded++;                                                                                \
        int got = next ARGUMENTS;                                                                 \
        guarded--;                                                                                \
        return got;                                                                               \
    }

LEFT_ALONE(tgetent, (char *room, const char *name), (room, name))
LEFT_ALONE(tgetnum, (const char *name), (name))
LEFT_ALONE(tgetflag, (const char *name), (name))

char *tgetstr(const char *name, char **room) {
    NEXT(char *, tgetstr, (const char *, char **));
    guarded++;
    char *got = next(name, room);
    guarded--;
    return got;
}
