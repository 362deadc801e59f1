/* Reading and writing files. See files.h.
 *
 * A file is written in its own folder, without a name where the file system has such files, and
 * then renamed, so that a full disk or a crash never leaves half of it. The folder is resolved and
 * opened once, and everything happens relative to it: what was checked is what is written to. */
#define _GNU_SOURCE /* O_TMPFILE */
#include "front/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/system.h"

enum { LARGEST_FILE = 256 << 20, FIRST_READ = 1 << 16, TEMPORARY_NAMES = 100, PIECE = 4096 };

/* ---- writing ---- */

static bool wait_until_writable(int fd) {
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    return poll(&ready, 1, -1) >= 0 || errno == EINTR;
}

/* In pieces: a signal that comes right before a call of `write` does not interrupt it, and *stop is
 * noticed behind the piece only. */
bool nb_file_send(int fd, const char *bytes, size_t length, const volatile sig_atomic_t *stop) {
    while (length > 0) {
        if (stop != NULL && *stop) {
            errno = EINTR;
            return false;
        }
        ssize_t sent = write(fd, bytes, stop != NULL && length > PIECE ? PIECE : length);
        if (sent >= 0) {
            bytes += sent;
            length -= (size_t)sent;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (!wait_until_writable(fd)) return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

/* True when `inner` is `folder` or lies below it; both are resolved. */
static bool is_below(const char *inner, const char *folder) {
    size_t length = strlen(folder);
    if (length > 0 && folder[length - 1] == '/') length--; /* the root */
    return strncmp(inner, folder, length) == 0 && (inner[length] == '/' || inner[length] == '\0');
}

static bool is_below_path(const char *inner, const char *path) {
    char *folder = realpath(path, NULL);
    bool below = folder != NULL && is_below(inner, folder);
    free(folder);
    return below;
}

static bool is_permitted(const nb_write_rule *rule, const char *folder) {
    if (!rule->guarded || is_below_path(folder, ".")) return true;
    for (size_t i = 0; i < rule->allowed_count; i++)
        if (is_below_path(folder, rule->allowed[i])) return true;
    return false;
}

/* The folder part of a path, resolved; NULL with errno when it cannot be. To be freed. */
static char *resolve_folder(const char *path, const char *base) {
    if (base == path) return realpath(".", NULL);
    char *folder = strndup(path, (size_t)(base - path)); /* with its slash: "/x" is in "/" */
    char *resolved = folder != NULL ? realpath(folder, NULL) : NULL;
    int error = errno;
    free(folder);
    errno = error;
    return resolved;
}

/* Gives a new file a name that nothing else has: the one that is open as `fd`, or one that is
 * opened for it (fd < 0). Returns the file, or -1 with errno. */
static int name_temporary(int folder, int fd, char *name, size_t size) {
    char open_file[64];
    snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", fd);
    for (unsigned i = 0; i < TEMPORARY_NAMES; i++) {
        int length = snprintf(name, size, ".nabla-%ld-%u.tmp", (long)getpid(), i), got = -1;
        if (length < 0 || (size_t)length >= size) break;
        if (fd < 0)
            got = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        else if (linkat(AT_FDCWD, open_file, folder, name, AT_SYMLINK_FOLLOW) == 0) got = fd;
        if (got >= 0 || errno != EEXIST) return got;
    }
    errno = EEXIST;
    return -1;
}

/* What stands in the file's place may be replaced when it is a file that could be written to, or
 * a link. The new file takes over the permissions of the old one. */
static bool is_replaceable(int folder, const char *base, bool *exists, mode_t *mode) {
    struct stat old;
    *exists = false;
    if (fstatat(folder, base, &old, AT_SYMLINK_NOFOLLOW) != 0) return errno == ENOENT;
    if (S_ISLNK(old.st_mode)) return true;
    errno = S_ISDIR(old.st_mode) ? EISDIR : ENOTSUP;
    if (!S_ISREG(old.st_mode)) return false;
    *exists = true;
    *mode = old.st_mode & 0777;
    return faccessat(folder, base, W_OK, AT_EACCESS) == 0;
}

/* A file without a name is gone with the process, whatever ends it. -1: there is none here. */
static int open_unnamed(int folder) {
    int fd = openat(folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    if (fd < 0 || access("/proc/self/fd", X_OK) == 0) return fd; /* it can get one later */
    close(fd);
    return -1;
}

static bool write_into(int folder, const char *base, const char *bytes, size_t length) {
    char name[64] = "";
    bool exists;
    mode_t mode = 0;
    if (!is_replaceable(folder, base, &exists, &mode)) return false;
    int fd = open_unnamed(folder);
    bool unnamed = fd >= 0;
    if (!unnamed) fd = name_temporary(folder, -1, name, sizeof name);
    if (fd < 0) return false;
    bool good = nb_file_send(fd, bytes, length, NULL) && (!exists || fchmod(fd, mode) == 0) &&
                (!unnamed || name_temporary(folder, fd, name, sizeof name) >= 0);
    int error = errno;
    if (close(fd) != 0 && good) {
        good = false;
        error = errno;
    }
    if (good && renameat(folder, name, folder, base) == 0) return true;
    if (good) error = errno;
    unlinkat(folder, name, 0);
    errno = error;
    return false;
}

bool nb_file_write(const nb_write_rule *rule, const char *path, const char *bytes, size_t length,
                   nb_message *why) {
    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    bool good = false;
    int folder = -1;
    char *resolved = NULL;
    errno = *path == '\0' ? ENOENT : EISDIR;
    bool names_a_file = *base != '\0' && strcmp(base, ".") != 0 && strcmp(base, "..") != 0;
    if (names_a_file) resolved = resolve_folder(path, base);
    if (resolved != NULL && !is_permitted(rule, resolved)) {
        free(resolved);
        *why = NB_SAY(FILE_OUTSIDE, NB_TEXT(path));
        return false;
    }
    if (resolved != NULL) folder = open(resolved, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0) good = write_into(folder, base, bytes, length);
    if (!good) *why = NB_SAY(FILE_WRITE, NB_TEXT(path), NB_TEXT(strerror(errno)));
    if (folder >= 0) close(folder);
    free(resolved);
    return good;
}

/* ---- reading ---- */

/* Bytes read so far, in a block of `capacity`. */
typedef struct load {
    void *user;
    char *bytes;
    size_t length, capacity;
} load;

static bool resize(load *file, size_t capacity) {
    char *bytes = nb_system_allocate(file->user, file->bytes, file->capacity, capacity);
    if (bytes == NULL && capacity > 0) {
        errno = ENOMEM;
        return false;
    }
    file->bytes = bytes;
    file->capacity = capacity;
    return true;
}

/* Reads to the end, with room for a NUL; what is longer than the limit fails with EFBIG. An
 * interrupted read fails too: Ctrl-C ends the wait for a pipe that nobody writes to. */
static bool read_all(load *file, int fd, size_t expected) {
    if (!resize(file, expected + 1 > FIRST_READ ? expected + 2 : FIRST_READ)) return false;
    for (;;) {
        size_t room = file->capacity - file->length - 1;
        ssize_t got = read(fd, file->bytes + file->length, room);
        if (got < 0) return false;
        if (got == 0) break;
        file->length += (size_t)got;
        if (file->length > LARGEST_FILE) {
            errno = EFBIG;
            return false;
        }
        if ((size_t)got == room && !resize(file, file->capacity * 2)) return false;
    }
    file->bytes[file->length] = '\0';
    return resize(file, file->length + 1);
}

static bool read_open_file(load *file, int fd) {
    struct stat about;
    if (fstat(fd, &about) != 0) return false;
    errno = S_ISDIR(about.st_mode) ? EISDIR : EFBIG;
    if (S_ISDIR(about.st_mode)) return false;
    if (!S_ISREG(about.st_mode)) return read_all(file, fd, 0);
    if (about.st_size > LARGEST_FILE) return false;
    return read_all(file, fd, (size_t)about.st_size);
}

bool nb_file_load(void *user, const char *path, char **bytes, size_t *length,
                  const char **reason) {
    load file = {.user = user};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool good = fd >= 0 && read_open_file(&file, fd);
    if (!good) *reason = strerror(errno);
    if (!good && file.bytes != NULL) nb_system_allocate(user, file.bytes, file.capacity, 0);
    if (fd >= 0) close(fd);
    if (!good) return false;
    *bytes = file.bytes;
    *length = file.length;
    return true;
}

void nb_file_list(void *user, const char *path, void (*found)(void *found_user, const char *path),
                  void *found_user) {
    enum { MOST = 1000 }; /* a suggestion is not worth a long wait */
    const char *slash = strrchr(path, '/');
    char name[PIECE], folder[PIECE];
    int front = slash != NULL ? (int)(slash - path) + 1 : 0;
    (void)user;
    if (front >= PIECE) return;
    snprintf(folder, sizeof folder, "%.*s", front > 0 ? front : 1, front > 0 ? path : ".");
    DIR *list = opendir(folder);
    if (list == NULL) return;
    struct dirent *entry;
    for (int i = 0; i < MOST && (entry = readdir(list)) != NULL; i++) {
        if (entry->d_name[0] == '.') continue;
        int length = snprintf(name, sizeof name, "%.*s%s", front, path, entry->d_name);
        if (length > 0 && length < PIECE) found(found_user, name);
    }
    closedir(list);
}
