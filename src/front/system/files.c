/* Reading and writing files. See files.h.
 *
 * A file is written in its own folder, without a name where the file system has such files, and
 * then renamed, so that a full disk or a crash never leaves half of it; those of a statement are
 * renamed when all are written, and back when one of them cannot be. Its folder is reached from
 * the permitted one, which is held open, a component at a time and through no link: whatever is
 * renamed meanwhile, what is written to lies below what was permitted. */
#define _GNU_SOURCE /* O_PATH, O_TMPFILE */
#include "front/system/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/system/folders.h"
#include "front/system/system.h"

enum { LARGEST_FILE = 256 << 20, FIRST_READ = 1 << 16, TEMPORARY_NAMES = 1000, NAME_ROOM = 64,
       PIECE = 4096, NEW_FILE = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC };

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
        if (sent > 0) {
            bytes += sent;
            length -= (size_t)sent;
        } else if (sent == 0) { /* a device that takes nothing and says nothing would hold us */
            errno = EIO;
            return false;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (!wait_until_writable(fd)) return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

/* What of a folder's path lies below `root`: "" or "/a/b"; NULL: it is no part of it. Both are
 * resolved. */
static const char *part_below(const char *folder, const char *root) {
    size_t length = strlen(root);
    if (length > 0 && root[length - 1] == '/') length--; /* the root of all */
    bool below = strncmp(folder, root, length) == 0 &&
                 (folder[length] == '/' || folder[length] == '\0');
    return below ? folder + length : NULL;
}

/* Goes down from an open folder, which it closes, to the one that `inner` names below it. */
static int walk(int fd, const char *inner) {
    while (fd >= 0 && inner[strspn(inner, "/")] != '\0') {
        char name[NAME_MAX + 1];
        inner += strspn(inner, "/");
        size_t length = strcspn(inner, "/");
        int next = -1;
        errno = ENAMETOOLONG;
        if (length < sizeof name) {
            memcpy(name, inner, length);
            name[length] = '\0';
            next = openat(fd, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        }
        int error = errno;
        close(fd);
        errno = error;
        fd = next;
        inner += length;
    }
    return fd;
}

/* Opens the folder if it lies below `root` and no hidden one is on the way. -1 with errno, or with
 * *why where that says it better. */
static int hold_below(const char *folder, const char *root, nb_message_id *why) {
    char *resolved = realpath(root, NULL);
    const char *inner = resolved != NULL ? part_below(folder, resolved) : NULL;
    int fd = -1;
    if (inner != NULL && strstr(inner, "/.") != NULL) {
        *why = NB_MESSAGE_FILE_HIDDEN;
    } else if (inner != NULL) {
        *why = NB_MESSAGE_NONE;
        fd = walk(open(resolved, O_PATH | O_DIRECTORY | O_CLOEXEC), inner);
    }
    int error = errno;
    free(resolved);
    errno = error;
    return fd;
}

static int hold(const nb_write_rule *rule, const char *folder, nb_message_id *why) {
    *why = NB_MESSAGE_NONE;
    if (!rule->guarded) return walk(open("/", O_PATH | O_DIRECTORY | O_CLOEXEC), folder);
    *why = NB_MESSAGE_FILE_OUTSIDE;
    int fd = hold_below(folder, ".", why);
    for (size_t i = 0; i < rule->allowed_count && fd < 0 && *why != NB_MESSAGE_NONE; i++)
        fd = hold_below(folder, rule->allowed[i], why);
    return fd;
}

/* A script's file is not hidden, is no option of a program that is given `*`, and says to no
 * terminal what to do. */
static bool is_plain_name(const char *base) {
    if (*base == '.' || *base == '-') return false;
    for (; *base != '\0'; base++)
        if ((unsigned char)*base < ' ' || *base == '\x7f') return false;
    return true;
}

/* The folder part of a path, resolved; NULL with errno when it cannot be. To be freed. */
static char *resolve_folder(const char *path, const char *base) {
    if (base == path) return realpath(".", NULL);
    char room[NB_PATH_ROOM];
    char *folder = strndup(path, (size_t)(base - path)); /* with its slash: "/x" is in "/" */
    char *resolved = folder != NULL ? realpath(nb_folder_expand(room, folder), NULL) : NULL;
    int error = errno;
    free(folder);
    errno = error;
    return resolved;
}

/* Gives the file `from` (a path in the folder, or an absolute one that is a link to it) a second
 * name, which nothing else has; NULL: opens a new file. Returns it, or 0, or -1 with errno. */
static int name_temporary(int folder, const char *from, char name[NAME_ROOM]) {
    int flags = from != NULL && *from == '/' ? AT_SYMLINK_FOLLOW : 0;
    for (unsigned i = 0; i < TEMPORARY_NAMES; i++) {
        (void)snprintf(name, NAME_ROOM, ".nabla-%ld-%u.tmp", (long)getpid(), i);
        int got = from == NULL ? openat(folder, name, NEW_FILE, 0666)
                               : linkat(folder, from, folder, name, flags);
        if (got >= 0) return got;
        if (errno != EEXIST) break;
    }
    name[0] = '\0';
    return -1;
}

/* What stands in the file's place may be replaced when it is a file that could be written to, or
 * a link. The new file takes over the permissions of the old one, but cannot be executed. */
static bool is_replaceable(int folder, const char *base, bool *exists, mode_t *mode) {
    struct stat old;
    *exists = false;
    if (fstatat(folder, base, &old, AT_SYMLINK_NOFOLLOW) != 0) return errno == ENOENT;
    if (S_ISLNK(old.st_mode)) return true;
    errno = S_ISDIR(old.st_mode) ? EISDIR : ENOTSUP;
    if (!S_ISREG(old.st_mode)) return false;
    *exists = true;
    *mode = old.st_mode & 0666;
    return faccessat(folder, base, W_OK, AT_EACCESS) == 0;
}

static bool send_parts(int fd, const nb_part *parts, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!nb_file_send(fd, parts[i].bytes, parts[i].length, NULL)) return false;
    return true;
}

/* A file without a name is gone with the process, whatever ends it. -1: there is none here. */
static int open_unnamed(int folder) {
    int fd = openat(folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    if (fd < 0 || access("/proc/self/fd", X_OK) == 0) return fd; /* it can get one later */
    close(fd);
    return -1;
}

/* ---- drafts ---- */

struct nb_draft {
    nb_draft *next;
    nb_spot spot;
    int fd;
    char name[NAME_ROOM]; /* in the spot's folder, until it is placed; "": none */
    char old[NAME_ROOM];  /* what it replaces, where that may be wanted back; "": nothing */
    bool placed, created; /* nothing was there before */
};

/* Frees a draft; what has a name beside its place is removed. */
static void discard(nb_draft *draft) {
    int error = errno;
    if (draft->fd >= 0) close(draft->fd);
    if (draft->name[0] != '\0') unlinkat(draft->spot.folder, draft->name, 0);
    if (draft->old[0] != '\0') unlinkat(draft->spot.folder, draft->old, 0);
    nb_spot_close(&draft->spot);
    free(draft);
    errno = error;
}

void nb_drafts_drop(nb_drafts *drafts) {
    while (drafts->first != NULL) {
        nb_draft *draft = drafts->first;
        drafts->first = draft->next;
        discard(draft);
    }
}

static bool is_same_place(const nb_spot *a, const nb_spot *b) {
    struct stat x, y;
    return strcmp(a->base, b->base) == 0 && fstat(a->folder, &x) == 0 &&
           fstat(b->folder, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* What is written later to the same place takes that of what was written before. */
static void drop_earlier(nb_drafts *drafts, const nb_spot *spot) {
    nb_draft **link = &drafts->first;
    while (*link != NULL && !is_same_place(&(*link)->spot, spot)) link = &(*link)->next;
    nb_draft *draft = *link;
    if (draft == NULL) return;
    *link = draft->next;
    discard(draft);
}

static bool fill(nb_draft *draft, const nb_part *parts, size_t count) {
    int folder = draft->spot.folder;
    bool exists;
    mode_t mode = 0;
    if (!is_replaceable(folder, draft->spot.base, &exists, &mode)) return false;
    draft->fd = open_unnamed(folder);
    if (draft->fd < 0) draft->fd = name_temporary(folder, NULL, draft->name);
    return draft->fd >= 0 && send_parts(draft->fd, parts, count) &&
           (!exists || fchmod(draft->fd, mode) == 0);
}

static bool say_why(const nb_spot *spot, nb_message *why) {
    *why = NB_SAY(FILE_WRITE, NB_TEXT(spot->path), NB_WORDS(strerror(errno)));
    return false;
}

bool nb_spot_draft(nb_spot *spot, const nb_part *parts, size_t count, nb_drafts *drafts,
                   nb_message *why) {
    nb_draft *draft = malloc(sizeof *draft);
    if (draft == NULL) return say_why(spot, why);
    *draft = (nb_draft){.spot = *spot, .fd = -1};
    spot->folder = -1;
    if (!fill(draft, parts, count)) {
        discard(draft);
        return say_why(spot, why);
    }
    drop_earlier(drafts, &draft->spot);
    draft->next = drafts->first;
    drafts->first = draft;
    return true;
}

/* Gives it a name beside its place. */
static bool name_draft(nb_draft *draft) {
    char open_file[NAME_ROOM];
    (void)snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", draft->fd);
    if (draft->name[0] == '\0' &&
        name_temporary(draft->spot.folder, open_file, draft->name) < 0) return false;
    int fd = draft->fd;
    draft->fd = -1;
    return close(fd) == 0;
}

/* `alone`: nothing can fail afterwards, so that nothing need be kept. */
static bool place(nb_draft *draft, bool alone) {
    int folder = draft->spot.folder;
    const char *base = draft->spot.base;
    if (!alone)
        draft->created = name_temporary(folder, base, draft->old) < 0 && errno == ENOENT;
    draft->placed = renameat(folder, draft->name, folder, base) == 0;
    if (draft->placed) draft->name[0] = '\0';
    return draft->placed;
}

/* As it was before: what was replaced is back, and where there was nothing there is nothing. On a
 * file system without second names what was replaced is lost. */
static void take_back(nb_draft *draft) {
    int folder = draft->spot.folder;
    const char *base = draft->spot.base;
    if (!draft->placed) return;
    if (draft->created) (void)!unlinkat(folder, base, 0);
    else if (draft->old[0] != '\0' && renameat(folder, draft->old, folder, base) == 0)
        draft->old[0] = '\0';
}

bool nb_drafts_place(nb_drafts *drafts, nb_message *why) {
    nb_draft *failing = NULL;
    bool alone = drafts->first == NULL || drafts->first->next == NULL;
    for (nb_draft *draft = drafts->first; draft != NULL && failing == NULL; draft = draft->next)
        if (!name_draft(draft)) failing = draft;
    for (nb_draft *draft = drafts->first; draft != NULL && failing == NULL; draft = draft->next)
        if (!place(draft, alone)) failing = draft;
    if (failing != NULL) {
        (void)say_why(&failing->spot, why);
        for (nb_draft *draft = drafts->first; draft != NULL; draft = draft->next) take_back(draft);
    }
    nb_drafts_drop(drafts);
    return failing == NULL;
}

/* ---- places ---- */

static bool is_folder(const nb_spot *spot) {
    struct stat about;
    return fstatat(spot->folder, spot->base, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISDIR(about.st_mode);
}

bool nb_spot_open(const nb_write_rule *rule, const char *path, nb_spot *spot, nb_message *why) {
    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    nb_message_id reason = NB_MESSAGE_NONE;
    char *resolved = NULL;
    *spot = (nb_spot){.folder = -1, .path = path, .base = base};
    errno = *path == '\0' ? ENOENT : EISDIR;
    bool names_a_file = *base != '\0' && strcmp(base, ".") != 0 && strcmp(base, "..") != 0;
    if (names_a_file) resolved = resolve_folder(path, base);
    if (resolved != NULL) spot->folder = hold(rule, resolved, &reason);
    int error = errno;
    free(resolved);
    *why = NB_SAY(FILE_WRITE, NB_TEXT(path), NB_WORDS(strerror(error)));
    if (error == EISDIR) *why = NB_SAY(FILE_FOLDER, NB_TEXT(path));
    if (error == ENOENT && slash != NULL) *why = NB_SAY(FILE_NO_FOLDER, NB_TEXT(path));
    if (reason != NB_MESSAGE_NONE) *why = (nb_message){reason, {NB_TEXT(path)}};
    if (spot->folder < 0) return false;
    bool plain = !rule->guarded || is_plain_name(base), folder = is_folder(spot);
    if (plain && !folder) return true;
    if (plain) *why = NB_SAY(FILE_FOLDER, NB_TEXT(path));
    else if (*base == '.') *why = NB_SAY(FILE_HIDDEN, NB_TEXT(path));
    else *why = NB_SAY(FILE_NAME, NB_TEXT(path));
    nb_spot_close(spot);
    return false;
}

int nb_spot_look(const nb_spot *spot) {
    return openat(spot->folder, spot->base,
                  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

bool nb_spot_is_free(const nb_spot *spot) {
    struct stat about;
    return fstatat(spot->folder, spot->base, &about, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
}

void nb_spot_close(nb_spot *spot) {
    if (spot->folder >= 0) close(spot->folder);
    spot->folder = -1;
}

bool nb_file_write(const nb_write_rule *rule, const char *path, const char *bytes, size_t length,
                   nb_message *why) {
    const nb_part whole = {bytes, length};
    nb_drafts drafts = {NULL};
    nb_spot spot;
    return nb_spot_open(rule, path, &spot, why) &&
           nb_spot_draft(&spot, &whole, 1, &drafts, why) && nb_drafts_place(&drafts, why);
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

/* Reads a file of a known size up to that: what claims to be empty, as files of the system do, is
 * empty. */
static bool read_sized(load *file, int fd, size_t size) {
    if (!resize(file, size + 1)) return false;
    while (file->length < size) {
        ssize_t got = read(fd, file->bytes + file->length, size - file->length);
        if (got < 0) return false;
        if (got == 0) break;
        file->length += (size_t)got;
    }
    file->bytes[file->length] = '\0';
    return resize(file, file->length + 1);
}

/* Reads to the end, with room for a NUL; what is longer than the limit fails with EFBIG. An
 * interrupted read fails too: Ctrl-C ends the wait for a pipe that nobody writes to. */
static bool read_all(load *file, int fd) {
    if (!resize(file, FIRST_READ)) return false;
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

/* Pipes and devices only where the user named them: reading one may wait for ever, or take what
 * another program is to have. */
static bool read_open_file(load *file, int fd, bool named, const char **reason) {
    struct stat about;
    *reason = NULL;
    if (fstat(fd, &about) != 0) return false;
    errno = S_ISDIR(about.st_mode) ? EISDIR : EFBIG;
    if (S_ISDIR(about.st_mode)) return false;
    if (S_ISREG(about.st_mode))
        return about.st_size <= LARGEST_FILE && read_sized(file, fd, (size_t)about.st_size);
    if (named) return read_all(file, fd);
    *reason = nb_message_wording(NB_MESSAGE_FILE_IRREGULAR);
    return false;
}

/* Opening a pipe must not wait, unless it was named: then somebody will write to it. */
static bool load_file(void *user, const char *path, bool named, char **bytes, size_t *length,
                      const char **reason) {
    load file = {.user = user};
    char room[NB_PATH_ROOM];
    int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (named ? 0 : O_NONBLOCK);
    int fd = open(nb_folder_expand(room, path), flags);
    *reason = NULL;
    bool good = fd >= 0 && read_open_file(&file, fd, named, reason);
    if (!good && *reason == NULL) *reason = strerror(errno);
    if (!good && file.bytes != NULL) nb_system_allocate(user, file.bytes, file.capacity, 0);
    if (fd >= 0) close(fd);
    if (!good) return false;
    *bytes = file.bytes;
    *length = file.length;
    return true;
}

bool nb_file_load(void *user, const char *path, char **bytes, size_t *length,
                  const char **reason) {
    return load_file(user, path, false, bytes, length, reason);
}

bool nb_file_load_named(const char *path, char **bytes, size_t *length, const char **reason) {
    return load_file(NULL, path, true, bytes, length, reason);
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
