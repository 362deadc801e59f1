/* The journal of a prompt. See journal.h.
 *
 * The file journal-PID holds one statement a line, as entry.h writes it, behind two letters: > for
 * the first statement of an entered line and + for the others; then ; for a line that ended in a
 * semicolon, or a blank. What does not end in a newline was never written to its end. A line behind
 * = stands before that of a statement which took long: it is run in its place. */
#define _GNU_SOURCE /* LOCK_EX */
#include "front/state/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/state/entry.h"
#include "front/system/files.h"
#include "front/system/system.h"

enum { MARKS = 2, NAME_ROOM = 64, MOST_FILES = 100 };
static const char prefix[] = "journal-", INSTEAD = '=';

void nb_journal_init(nb_journal *journal, const char *folder) {
    journal->folder[0] = journal->path[0] = '\0';
    journal->fd = -1;
    journal->length = 0;
    if (folder != NULL) (void)snprintf(journal->folder, NB_PATH_ROOM, "%s", folder);
}

void nb_journal_end(nb_journal *journal, bool remove) {
    if (journal->fd >= 0) {
        /* what cannot be removed is emptied: nothing of it will be offered */
        if (remove && unlink(journal->path) != 0) (void)!ftruncate(journal->fd, 0);
        (void)close(journal->fd);
    }
    nb_journal_init(journal, NULL);
}

/* ---- writing ---- */

/* A name of this process that no file has: one with its number may have been left behind. */
static bool choose_name(nb_journal *journal) {
    char name[NAME_ROOM];
    for (int i = 0; i < MOST_FILES; i++) {
        int length = snprintf(name, sizeof name, i == 0 ? "%s%ld" : "%s%ld-%d", prefix,
                              (long)getpid(), i);
        if (length < 0 || !nb_folder_join(journal->path, journal->folder, name)) return false;
        if (access(journal->path, F_OK) != 0) return errno == ENOENT;
    }
    errno = EEXIST;
    return false;
}

/* Another process may look whether the new file is an empty one that was left behind. One that
 * cannot be locked is not left there. */
static bool create(nb_journal *journal) {
    for (int i = 0; i < MOST_FILES && choose_name(journal); i++) {
        journal->fd = nb_folder_lock(journal->path, O_RDWR | O_CREAT, LOCK_EX | LOCK_NB);
        if (journal->fd >= 0) return true;
        if (errno == EWOULDBLOCK) continue;
        int error = errno;
        (void)unlink(journal->path);
        errno = error;
        break;
    }
    return false;
}

/* Half of a line is taken back, so that what was kept stays readable. */
static bool write_line(nb_journal *journal, const char *bytes, size_t length) {
    bool good = lseek(journal->fd, (off_t)journal->length, SEEK_SET) >= 0 &&
                nb_file_send(journal->fd, bytes, length, NULL);
    int error = errno;
    if (good) journal->length += length;
    else if (ftruncate(journal->fd, (off_t)journal->length) != 0) error = errno;
    errno = error;
    return good;
}

static void add_line(nb_buffer *out, char mark, bool quiet, const char *text, size_t length) {
    nb_buffer_add_char(out, mark);
    nb_buffer_add_char(out, quiet ? ';' : ' ');
    nb_entry_add(out, text, length);
    nb_buffer_add_char(out, '\n');
}

bool nb_journal_add(nb_journal *journal, const nb_result *result, const nb_buffer *instead) {
    if (journal->folder[0] == '\0' || result->statement == NULL) return true;
    nb_memory memory = nb_system_memory();
    nb_buffer line;
    nb_buffer_init(&line, &memory);
    if (instead != NULL) add_line(&line, INSTEAD, true, instead->data, instead->length);
    add_line(&line, result->begins_line ? '>' : '+', result->quiet, result->statement,
             strlen(result->statement));
    errno = ENOMEM;
    bool good = !line.failed && (journal->fd >= 0 || create(journal)) &&
                write_line(journal, line.data, line.length);
    int error = errno;
    if (!good) journal->folder[0] = '\0';
    nb_buffer_clear(&line);
    errno = error;
    return good;
}

/* ---- finding what was left behind ---- */

/* The statements in whole lines, and the bytes of those. */
static size_t count_lines(const char *text, size_t length, size_t *whole) {
    size_t count = 0;
    *whole = 0;
    for (size_t at = 0; at < length;) {
        const char *newline = memchr(text + at, '\n', length - at);
        if (newline == NULL) break;
        bool statement = text[at] != INSTEAD;
        at = (size_t)(newline - text) + 1;
        if (!statement) continue;
        *whole = at;
        count++;
    }
    return count;
}

static size_t count_statements(nb_journal *journal) {
    char *text;
    size_t length, count;
    const char *reason;
    if (!nb_file_load(NULL, journal->path, &text, &length, &reason)) return 0;
    count = count_lines(text, length, &journal->length);
    free(text);
    return count;
}

/* Takes the journal when its process is no more, and removes it when it is empty. */
static size_t take(const char *folder, const char *name, nb_journal *found, time_t *when) {
    struct stat about;
    nb_journal_init(found, folder);
    if (strncmp(name, prefix, strlen(prefix)) != 0) return 0;
    if (!nb_folder_join(found->path, folder, name)) return 0;
    found->fd = nb_folder_lock(found->path, O_RDWR, LOCK_EX | LOCK_NB);
    if (found->fd < 0) return 0;
    bool regular = fstat(found->fd, &about) == 0 && S_ISREG(about.st_mode);
    size_t count = regular ? count_statements(found) : 0;
    *when = about.st_mtime;
    if (count == 0) nb_journal_end(found, regular && about.st_size == 0);
    return count;
}

size_t nb_journal_find(const char *folder, nb_journal *found) {
    DIR *list = opendir(folder);
    size_t best = 0;
    time_t newest = 0, when;
    nb_journal_init(found, NULL);
    if (list == NULL) return 0;
    for (struct dirent *entry; (entry = readdir(list)) != NULL;) {
        nb_journal one;
        size_t count = take(folder, entry->d_name, &one, &when);
        if (count == 0) continue;
        bool better = best == 0 || when > newest;
        if (better) {
            nb_journal_end(found, false);
            *found = one;
            best = count;
            newest = when;
        } else {
            nb_journal_end(&one, false);
        }
    }
    closedir(list);
    return best;
}

char *nb_journal_adopt(nb_journal *journal, size_t *length) {
    nb_journal renamed = *journal;
    const char *reason;
    char *text;
    if (!nb_file_load(NULL, journal->path, &text, length, &reason)) return NULL;
    if (*length > journal->length) *length = journal->length;
    if (choose_name(&renamed) && rename(journal->path, renamed.path) == 0) *journal = renamed;
    if (ftruncate(journal->fd, (off_t)journal->length) == 0) return text;
    int error = errno;
    free(text);
    errno = error;
    return NULL;
}

/* ---- reading ---- */

/* The lines of one statement. */
typedef struct entry {
    const char *begin, *instead; /* NULL: nothing instead */
    size_t length, instead_length, next;
} entry;

static bool take_entry(const char *text, size_t length, size_t at, entry *e) {
    *e = (entry){.next = at};
    while (e->next < length) {
        const char *begin = text + e->next, *newline = memchr(begin, '\n', length - e->next);
        if (newline == NULL) return false;
        size_t bytes = (size_t)(newline - begin);
        e->next += bytes + 1;
        if (bytes < MARKS) continue;
        e->begin = begin;
        e->length = bytes;
        if (*begin != INSTEAD) return true;
        e->instead = begin + MARKS;
        e->instead_length = bytes - MARKS;
    }
    return false;
}

size_t nb_journal_read(const char *text, size_t length, size_t *at, nb_buffer *entered,
                       nb_buffer *line) {
    size_t count = 0;
    bool quiet = false;
    entry e;
    entered->length = line->length = 0;
    while (take_entry(text, length, *at, &e) && (count == 0 || *e.begin == '+')) {
        *at = e.next;
        for (int i = 0; i < 2; i++) {
            nb_buffer *out = i == 0 ? entered : line;
            bool own = i == 0 || e.instead == NULL;
            if (count > 0) nb_buffer_add_char(out, ';');
            nb_entry_read(out, own ? e.begin + MARKS : e.instead,
                          own ? e.length - MARKS : e.instead_length);
        }
        quiet = e.begin[1] == ';';
        count++;
    }
    if (quiet) nb_buffer_add_char(line, ';');
    if (count > 0) nb_buffer_add_char(line, '\n');
    return count;
}
