/* Listing and opening lessons. The order of the course is the order in which README.md, beside the
 * lessons, links to them; what it does not name stands behind, by name. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "front/course.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "front/author.h"
#include "front/state/record.h"
#include "front/system/files.h"
#include "front/system/lessons.h"
#include "view/message.h"

enum { MOST_LISTED = 200, LONGEST_TITLE = 200, FARTHEST = 2 * NB_UTF8_EDIT + 1 };

/* ---- what there is ---- */

typedef struct nb_entry {
    char *name, *title, *path;
    size_t rank; /* in the course; SIZE_MAX: it is not named there */
    bool done, begun;
} nb_entry;

typedef struct nb_entries {
    nb_entry all[MOST_LISTED];
    size_t count;
    char *order; /* the text of README.md, or NULL */
    bool scripts;
    bool failed; /* there was no memory */
} nb_entries;

static char *copy_text(nb_entries *entries, const char *text, size_t length) {
    char *copy = malloc(length + 1);
    if (copy == NULL) entries->failed = true;
    if (copy == NULL) return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

/* The first heading: # Words. "" where there is none. */
static char *find_heading(nb_entries *entries, const char *text) {
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += strspn(line, "\r\n");
        if (strncmp(line, "# ", 2) == 0)
            return copy_text(entries, line + 2, strcspn(line + 2, "\r\n"));
    }
    return copy_text(entries, "", 0);
}

/* The comment that a script begins with, up to the end of a sentence or a part of it. */
static char *find_sentence(nb_entries *entries, const char *text) {
    char sentence[LONGEST_TITLE];
    size_t length = 0;
    bool ends = false;
    while (strncmp(text, "# ", 2) == 0 && !ends) {
        for (text += 2; *text != '\0' && *text != '\n' && !ends; text++) {
            ends = strchr(".:;", *text) != NULL && strchr(" \n", text[1]) != NULL;
            if (!ends && length < sizeof sentence) sentence[length++] = *text;
        }
        text += *text == '\n';
        if (!ends && length < sizeof sentence) sentence[length++] = ' ';
    }
    while (length > 0 && strchr(" \r", sentence[length - 1]) != NULL) length--;
    return copy_text(entries, sentence, nb_utf8_valid(sentence, length));
}

static char *read_title(nb_entries *entries, const char *path) {
    char *text;
    const char *reason;
    size_t length;
    if (!nb_file_load(NULL, path, &text, &length, &reason))
        return copy_text(entries, reason, strlen(reason));
    char *title = entries->scripts ? find_sentence(entries, text) : find_heading(entries, text);
    free(text);
    return title;
}

/* Where README.md links to NAME.md. */
static size_t find_rank(const nb_entries *entries, const char *name) {
    char link[NB_PATH_ROOM];
    (void)snprintf(link, sizeof link, "](%s.md)", name);
    const char *found = entries->order != NULL ? strstr(entries->order, link) : NULL;
    return found != NULL ? (size_t)(found - entries->order) : SIZE_MAX;
}

static void look_into_record(nb_entry *entry, const char *path) {
    nb_record record;
    char *place = realpath(path, NULL);
    if (place == NULL) return;
    nb_record_open(&record, place);
    entry->done = record.done;
    entry->begun = record.part > 0;
    nb_record_clear(&record);
    free(place);
}

static void add_entry(void *user, const char *name, const char *path) {
    nb_entries *entries = user;
    if (entries->count == MOST_LISTED) return;
    nb_entry *entry = &entries->all[entries->count];
    *entry = (nb_entry){.name = copy_text(entries, name, strlen(name)),
                        .title = read_title(entries, path),
                        .path = copy_text(entries, path, strlen(path)),
                        .rank = SIZE_MAX};
    entries->count++;
    if (entries->scripts) return;
    entry->rank = find_rank(entries, name);
    look_into_record(entry, path);
}

static int compare_entries(const void *x, const void *y) {
    const nb_entry *a = x, *b = y;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    return strcmp(a->name, b->name);
}

static void clear_entries(nb_entries *entries) {
    for (size_t i = 0; i < entries->count; i++) {
        free(entries->all[i].name);
        free(entries->all[i].title);
        free(entries->all[i].path);
    }
    free(entries->order);
    free(entries);
}

/* All of them in order; NULL: there was no memory. To be cleared. */
static nb_entries *find_entries(bool scripts) {
    char path[NB_PATH_ROOM];
    const char *reason;
    size_t length;
    nb_entries *entries = calloc(1, sizeof *entries);
    if (entries == NULL) return NULL;
    entries->scripts = scripts;
    if (!nb_lessons_find(path, NB_LESSONS_ORDER) ||
        !nb_file_load(NULL, path, &entries->order, &length, &reason))
        entries->order = NULL;
    if (scripts) nb_scripts_each(add_entry, entries);
    else nb_lessons_each(add_entry, entries);
    if (entries->failed) {
        clear_entries(entries);
        return NULL;
    }
    qsort(entries->all, entries->count, sizeof *entries->all, compare_entries);
    return entries;
}

static const nb_entry *find_entry(const nb_entries *entries, const char *wanted,
                                  const nb_entry **nearest) {
    size_t nearest_distance = FARTHEST;
    *nearest = NULL;
    for (size_t i = 0; i < entries->count; i++) {
        const nb_entry *entry = &entries->all[i];
        size_t distance = nb_utf8_distance(entry->name, wanted, FARTHEST);
        if (strcmp(entry->name, wanted) == 0) return entry;
        if (distance < nearest_distance) *nearest = entry;
        if (distance < nearest_distance) nearest_distance = distance;
    }
    return NULL;
}

/* ---- listing ---- */

/* Behind a title: done, begun, or that it comes next. */
static const char *add_mark(nb_result *result, const nb_view *view, const nb_entry *entry,
                            bool next) {
    char line[LONGEST_TITLE * 2];
    nb_message_id mark = entry->done    ? NB_MESSAGE_LESSON_MARK_DONE
                         : entry->begun ? NB_MESSAGE_LESSON_MARK_BEGUN
                                        : NB_MESSAGE_LESSON_MARK_NEXT;
    size_t length = strlen(entry->title);
    if (!entry->done && !entry->begun && !next) return nb_result_text(result, entry->title, length);
    int n = snprintf(line, sizeof line, "%s (%s)", entry->title, nb_view_word(view, mark));
    size_t room = n < 0 ? 0 : (size_t)n < sizeof line ? (size_t)n : sizeof line - 1;
    return nb_result_text(result, line, nb_utf8_valid(line, room));
}

static void list_entries(const nb_entries *entries, const nb_view *view, nb_block *block,
                         nb_result *result, nb_message how) {
    nb_help_row *rows = nb_result_array(result, entries->count + 1, sizeof *rows);
    bool next = !entries->scripts;
    if (block == NULL || rows == NULL || result->failed) return;
    for (size_t i = 0; i < entries->count; i++) {
        const nb_entry *entry = &entries->all[i];
        rows[i] = NB_HELP_ROW(nb_result_text(result, entry->name, strlen(entry->name)),
                              add_mark(result, view, entry, next));
        next = next && entry->done;
    }
    block->kind = NB_BLOCK_HELP;
    block->as.help = (nb_help_block){.rows = rows, .count = entries->count};
    nb_result_say(result, NB_SEVERITY_NOTE, how);
}

static void list(const nb_view *view, nb_block *block, nb_result *result) {
    nb_entries *lessons = find_entries(false), *scripts = find_entries(true);
    if (lessons == NULL || scripts == NULL) result->failed = true;
    if (lessons != NULL)
        list_entries(lessons, view, block, result,
                     lessons->count > 0 ? NB_PLAIN(NOTE_LESSONS) : NB_PLAIN(NOTE_NO_LESSONS));
    if (scripts != NULL && scripts->count > 0)
        list_entries(scripts, view, nb_result_add(result, NB_BLOCK_HELP), result,
                     NB_PLAIN(NOTE_SCRIPTS));
    if (lessons != NULL) clear_entries(lessons);
    if (scripts != NULL) clear_entries(scripts);
}

static void describe(const nb_entry *entry, nb_course_lesson *lesson) {
    (void)snprintf(lesson->name, sizeof lesson->name, "%s", entry->name);
    (void)snprintf(lesson->title, sizeof lesson->title, "%s", entry->title);
}

bool nb_course_find_next(const char *place, nb_course_lesson *next) {
    nb_entries *entries = find_entries(false);
    bool behind = false, found = false;
    const char *name = nb_path_base(place);
    for (size_t i = 0; entries != NULL && i < entries->count && !found; i++) {
        const nb_entry *entry = &entries->all[i];
        found = behind && !entry->done && entry->rank != SIZE_MAX;
        behind = behind || nb_bytes_are(name, strcspn(name, "."), entry->name);
        if (found) describe(entry, next);
    }
    if (entries != NULL) clear_entries(entries);
    return found;
}

bool nb_course_find_named(const char *name, nb_course_lesson *lesson) {
    nb_entries *entries = find_entries(false);
    const nb_entry *nearest, *entry = entries != NULL ? find_entry(entries, name, &nearest) : NULL;
    if (entry != NULL) describe(entry, lesson);
    if (entries != NULL) clear_entries(entries);
    return entry != NULL;
}

bool nb_course_each(nb_course_visit *visit, void *user) {
    nb_entries *entries = find_entries(false);
    bool good = entries != NULL;
    for (size_t i = 0; good && i < entries->count; i++)
        if (entries->all[i].rank != SIZE_MAX)
            good = visit(user, entries->all[i].name, entries->all[i].path);
    if (entries != NULL) clear_entries(entries);
    return good;
}

/* ---- opening ---- */

/* A file of one's own, anywhere. */
static bool open_path(const char *wanted, char *path) {
    char expanded[NB_PATH_ROOM];
    bool names = strchr(wanted, '/') != NULL || nb_path_ends(wanted, ".md");
    const char *real = nb_folder_expand(expanded, wanted);
    if (!names || access(real, F_OK) != 0 || strlen(real) >= NB_PATH_ROOM) return false;
    memcpy(path, real, strlen(real) + 1);
    return true;
}

static void fail(nb_block *block, nb_result *result, const char *wanted, const nb_entry *nearest) {
    const nb_entry *other;
    nb_result_fail(result, block, NB_SAY(LESSON_UNKNOWN, NB_TEXT(wanted)));
    if (result->failed) return;
    nb_entries *scripts = find_entries(true);
    bool is_script = scripts != NULL && find_entry(scripts, wanted, &other) != NULL;
    nb_message hint = is_script         ? NB_SAY(HINT_RUN_SCRIPT, NB_TEXT(wanted))
                      : nearest != NULL ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(nearest->name))
                                        : NB_PLAIN(HINT_LESSONS);
    nb_result_hint(result, hint);
    if (scripts != NULL) clear_entries(scripts);
}

static void open_one(const char *wanted, char *path, nb_block *block, nb_result *result) {
    const nb_entry *nearest = NULL;
    if (open_path(wanted, path)) return;
    nb_entries *entries = find_entries(false);
    if (entries == NULL) result->failed = true;
    if (entries == NULL) return;
    const nb_entry *entry = find_entry(entries, wanted, &nearest);
    if (entry != NULL) (void)snprintf(path, NB_PATH_ROOM, "%s", entry->path);
    else fail(block, result, wanted, nearest);
    clear_entries(entries);
}

void nb_course_carry_out(nb_show *show, nb_block *block, nb_result *result) {
    const char *wanted = block->as.lesson.name;
    nb_view view = nb_show_view(show);
    if (block->as.lesson.begins) nb_author_begin(show, block, result);
    else if (wanted == NULL) list(&view, block, result);
    else if (show->opens == NULL) nb_result_fail(result, block, NB_PLAIN(LESSON_PROMPT));
    else open_one(wanted, show->opens->lesson, block, result);
}
