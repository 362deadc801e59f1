/* The XDG folders, and locking files in them. See folders.h. */
#define _GNU_SOURCE /* flock */
#include "front/system/folders.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ATTEMPTS = 100 };

static bool fits(int length) {
    errno = ENAMETOOLONG;
    return length >= 0 && length < NB_PATH_ROOM;
}

/* A relative path in such a variable is to be ignored, says the XDG specification. */
static bool find(char path[NB_PATH_ROOM], const char *variable, const char *below_home) {
    const char *base = getenv(variable), *home = getenv("HOME");
    if (base != NULL && *base == '/')
        return fits(snprintf(path, NB_PATH_ROOM, "%s/nabla", base));
    errno = ENOENT;
    if (home == NULL || *home != '/') return false;
    return fits(snprintf(path, NB_PATH_ROOM, "%s/%s/nabla", home, below_home));
}

const char *nb_path_base(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

bool nb_path_ends(const char *path, const char *ending) {
    size_t length = strlen(path), bytes = strlen(ending);
    return length > bytes && strcmp(path + length - bytes, ending) == 0;
}

bool nb_folder_config(char path[NB_PATH_ROOM]) {
    return find(path, "XDG_CONFIG_HOME", ".config");
}

/* Makes the folder and those above it. */
static bool make(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool there = mkdir(path, 0700) == 0 || errno == EEXIST || access(path, X_OK) == 0;
        *slash = '/';
        if (!there) return false;
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

bool nb_folder_state(char path[NB_PATH_ROOM]) {
    struct stat about;
    if (!find(path, "XDG_STATE_HOME", ".local/state") || !make(path)) return false;
    if (stat(path, &about) != 0) return false;
    errno = ENOTDIR;
    return S_ISDIR(about.st_mode) && access(path, R_OK | W_OK | X_OK) == 0;
}

bool nb_folder_join(char path[NB_PATH_ROOM], const char *folder, const char *name) {
    return fits(snprintf(path, NB_PATH_ROOM, "%s/%s", folder, name));
}

const char *nb_folder_expand(char path[NB_PATH_ROOM], const char *typed) {
    const char *home = getenv("HOME");
    bool below_home = typed[0] == '~' && typed[1] == '/' && home != NULL && *home == '/';
    return below_home && nb_folder_join(path, home, typed + 2) ? path : typed;
}

/* False: the file was removed or replaced between opening and locking it. */
static bool still_bears(int fd, const char *path) {
    struct stat opened, named;
    return fstat(fd, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino &&
           opened.st_dev == named.st_dev;
}

/* A pipe in the place of a file would make us wait for ever. */
static bool is_regular(int fd) {
    struct stat about;
    return fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
}

int nb_folder_lock(const char *path, int flags, int lock) {
    for (int i = 0; i < ATTEMPTS; i++) {
        int fd = open(path, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
        if (fd < 0) return -1;
        if (!is_regular(fd)) {
            close(fd);
            errno = ENOTSUP;
            return -1;
        }
        int locked;
        while ((locked = flock(fd, lock)) != 0 && errno == EINTR) continue;
        if (locked == 0 && still_bears(fd, path)) return fd;
        int error = locked == 0 ? EAGAIN : errno;
        close(fd);
        errno = error;
        if (locked != 0) return -1;
    }
    return -1;
}
