/* The file of a class's record. It is opened for each line, so that it may be moved or emptied at
 * any time, and locked meanwhile: on a file system of the network that is what makes a write go to
 * the file's real end. */
#define _GNU_SOURCE /* strdup, strndup, nanosleep */
#include "front/state/roll.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void nb_roll_begin(nb_roll *roll, const char *path, bool numbered, uint64_t number) {
    const struct passwd *account = getpwuid(getuid());
    *roll = (nb_roll){.path = path, .numbered = numbered, .number = number};
    if (account != NULL) {
        roll->student = strdup(account->pw_name);
        roll->name = strndup(account->pw_gecos, strcspn(account->pw_gecos, ","));
    } else {
        char number_of_account[24];
        snprintf(number_of_account, sizeof number_of_account, "%lu", (unsigned long)getuid());
        roll->student = strdup(number_of_account);
    }
}

void nb_roll_end(nb_roll *roll) {
    free(roll->student);
    free(roll->name);
    *roll = (nb_roll){0};
}

/* Nothing waits here: neither a pipe that nobody reads nor a terminal is meant. */
static int open_file(const nb_roll *roll) {
    const int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    return open(roll->path, flags, 0666);
}

bool nb_roll_try(const nb_roll *roll) {
    int fd = open_file(roll);
    return fd >= 0 && close(fd) == 0;
}

/* Who holds a lock for longer than half a second is not waited for. */
static void lock(int fd) {
    const struct timespec moment = {.tv_nsec = 10000000};
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    for (int i = 0; i < 50 && fcntl(fd, F_SETLK, &all) != 0; i++) {
        if (errno != EAGAIN && errno != EACCES) return;
        (void)nanosleep(&moment, NULL);
    }
}

/* Whether the last line of a file has no newline, as far as that may be read: a disk was full, or
 * somebody's editor has left it out. */
static bool is_torn(int fd) {
    off_t end = fd >= 0 ? lseek(fd, 0, SEEK_END) : 0;
    char last = '\n';
    return end > 0 && pread(fd, &last, 1, end - 1) == 1 && last != '\n';
}

bool nb_roll_append(const nb_roll *roll, const char *bytes, size_t length) {
    char *line = malloc(length + 1);
    if (line == NULL) return false;
    line[0] = '\n'; /* left out where the file ends in one */
    memcpy(line + 1, bytes, length);
    int fd = open_file(roll);
    /* To close any descriptor of the file would end the lock: this one is closed behind it. */
    int reader = fd >= 0 ? open(roll->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    if (fd >= 0) lock(fd);
    bool torn = is_torn(reader);
    ssize_t written = fd >= 0 ? write(fd, line + !torn, length + torn) : -1;
    if (written >= 0 && (size_t)written < length + torn) errno = ENOSPC;
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && written >= 0) error = errno, written = -1;
    if (reader >= 0) (void)close(reader);
    free(line);
    errno = error;
    return written >= 0 && (size_t)written == length + torn;
}
