/* The history of the prompt. See history.h.
 *
 * The file is opened for each entry, which is one write to its end: a kill loses nothing, several
 * prompts do not mix within a line, and one of them can replace the file. While a statement of
 * several lines is typed each line writes all of it so far; loading keeps the longest of them. */
#define _GNU_SOURCE /* LOCK_SH */
#include "front/state/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <readline/history.h>

#include "base/utf8.h"
#include "front/state/entry.h"
#include "front/system/files.h"
#include "front/system/folders.h"
#include "front/system/system.h"

enum { PROMPTS = 8 }; /* that type at the same time, when a statement's lines are found again */

/* Appends text in which nothing is left that a terminal would act on. */
static void add_clean(nb_buffer *out, const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        bool harmless = bytes > 0 && (!nb_utf8_is_control(code) || code == '\n' || code == '\t');
        if (harmless) nb_buffer_add(out, text + at, bytes);
        else nb_buffer_add_char(out, '?');
        at += bytes > 0 ? bytes : 1;
    }
}

/* ---- the list ---- */

/* The k-th entry from the end, or NULL. */
static const char *get_last(int k) {
    if (k > history_length) return NULL;
    HIST_ENTRY *entry = history_get(history_base + history_length - k);
    return entry != NULL ? entry->line : NULL;
}

static void drop_last(int k) {
    HIST_ENTRY *entry = remove_history(history_length - k);
    if (entry != NULL) free_history_entry(entry);
}

/* Whether `shorter` is `longer` without its last line. */
static bool is_beginning(const char *shorter, const char *longer) {
    const char *newline = strrchr(longer, '\n');
    size_t length = strlen(shorter);
    return newline != NULL && length == (size_t)(newline - longer) &&
           memcmp(shorter, longer, length) == 0;
}

/* Adds an entry, in the place of its own beginning; other prompts may have written in between. */
static void append(const char *entry) {
    const char *last = get_last(1);
    if (entry[strspn(entry, " \t\n")] == '\0' || (last != NULL && strcmp(last, entry) == 0)) return;
    for (int k = 1; k <= PROMPTS && (last = get_last(k)) != NULL; k++)
        if (is_beginning(last, entry)) {
            drop_last(k);
            break;
        }
    add_history(entry);
}

/* ---- the file ---- */

static void take_line(const char *line, size_t length, nb_buffer *raw, nb_buffer *clean) {
    raw->length = clean->length = 0;
    nb_entry_read(raw, line, length);
    if (raw->length > 0) add_clean(clean, raw->data, raw->length);
    if (clean->length > 0 && !clean->failed && !raw->failed) append(clean->data);
}

/* The byte from which on at most so many lines and bytes follow. */
static size_t find_kept(const char *text, size_t length) {
    size_t lines = 0;
    for (size_t at = length; at > 0; at--) {
        if (length - at > NB_HISTORY_BYTES) {
            const char *newline = memchr(text + at, '\n', length - at);
            return newline != NULL ? (size_t)(newline - text) + 1 : length;
        }
        if (text[at - 1] == '\n' && at < length && ++lines == NB_HISTORY_LINES) return at;
    }
    return 0;
}

/* Under a lock that keeps the others from writing to the file that is about to be replaced. */
static bool read_file(const char *path, char **text, size_t *length, size_t *kept) {
    const char *reason;
    int fd = nb_folder_lock(path, O_RDWR, LOCK_EX);
    if (fd < 0) return false;
    bool good = nb_file_load(NULL, path, text, length, &reason);
    int error = errno;
    if (good) *kept = find_kept(*text, *length);
    if (good && *kept > 0) {
        nb_write_rule anywhere = {.guarded = false};
        nb_message why;
        good = nb_file_write(&anywhere, path, *text + *kept, *length - *kept, &why);
        error = errno;
        if (!good) free(*text);
    }
    close(fd);
    errno = error;
    return good;
}

bool nb_history_load(const char *path) {
    nb_memory memory = nb_system_memory();
    nb_buffer raw, clean;
    char *text;
    size_t length, at;
    using_history();
    stifle_history(NB_HISTORY_LINES);
    if (path == NULL) return true;
    if (!read_file(path, &text, &length, &at)) return errno == ENOENT;
    nb_buffer_init(&raw, &memory);
    nb_buffer_init(&clean, &memory);
    while (at < length) {
        const char *newline = memchr(text + at, '\n', length - at);
        size_t end = newline != NULL ? (size_t)(newline - text) : length;
        take_line(text + at, end - at, &raw, &clean);
        at = end + 1;
    }
    bool whole = !raw.failed && !clean.failed;
    nb_buffer_clear(&raw);
    nb_buffer_clear(&clean);
    free(text);
    errno = ENOMEM;
    return whole;
}

/* One write: O_APPEND keeps lines of several prompts whole. */
static bool append_to_file(const char *path, const char *entry) {
    nb_memory memory = nb_system_memory();
    nb_buffer line;
    size_t length = strlen(entry);
    if (length > NB_HISTORY_LONGEST) return true;
    nb_buffer_init(&line, &memory);
    nb_entry_add(&line, entry, length);
    nb_buffer_add_char(&line, '\n');
    errno = ENOMEM;
    int fd = line.failed ? -1 : nb_folder_lock(path, O_RDWR | O_APPEND | O_CREAT, LOCK_SH);
    bool good = fd >= 0 && nb_file_send(fd, line.data, line.length, NULL);
    int error = errno;
    if (fd >= 0) close(fd);
    nb_buffer_clear(&line);
    errno = error;
    return good;
}

bool nb_history_add(const char *path, const char *line, bool continues) {
    nb_memory memory = nb_system_memory();
    nb_buffer entry;
    const char *last = get_last(1);
    nb_buffer_init(&entry, &memory);
    if (continues && last != NULL) {
        nb_buffer_add_text(&entry, last);
        nb_buffer_add_char(&entry, '\n');
    }
    add_clean(&entry, line, strlen(line));
    bool good = !entry.failed, blank = entry.length == 0 ||
                                       entry.data[strspn(entry.data, " \t\n")] == '\0';
    bool again = !blank && last != NULL && strcmp(last, entry.data) == 0;
    errno = ENOMEM;
    if (good && !blank && !again) {
        append(entry.data);
        if (path != NULL) good = append_to_file(path, entry.data);
    }
    int error = errno;
    nb_buffer_clear(&entry);
    errno = error;
    return good;
}

void *nb_history_put_aside(void) {
    HISTORY_STATE empty = {.size = 0}, *aside = history_get_history_state();
    if (aside != NULL) history_set_history_state(&empty);
    using_history();
    return aside;
}

void nb_history_get_back(void *aside) {
    if (aside == NULL) return;
    clear_history();
    HISTORY_STATE *emptied = history_get_history_state();
    if (emptied != NULL) free(emptied->entries);
    free(emptied);
    history_set_history_state(aside);
    free(aside);
    using_history();
}
