/* Finding and listing lessons, and the scripts of networks that lie beside them. See lessons.h. */
#define _XOPEN_SOURCE 700 /* readlink, scandir */
#include "front/lessons.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "front/system/files.h"
#include "front/system/folders.h"

#define SCRIPTS "networks" /* below each folder of lessons */
#define SCRIPT ".nabla"

enum { FOLDERS = 3, MOST_LISTED = 200, LONGEST_TITLE = 200, FARTHEST = 2 * NB_UTF8_EDIT + 1 };

/* ---- finding ---- */

/* NAME.md is a lesson; NAME.ko.md is the same one in Korean. */
static int is_lesson(const struct dirent *entry) {
    const char *dot = strchr(entry->d_name, '.');
    return dot != NULL && dot != entry->d_name && strcmp(dot, ".md") == 0;
}

static int is_script(const struct dirent *entry) {
    const char *dot = strchr(entry->d_name, '.');
    return dot != NULL && dot != entry->d_name && strcmp(dot, SCRIPT) == 0;
}

static void go_down(char folder[NB_PATH_ROOM]) {
    char below[NB_PATH_ROOM];
    if (*folder == '\0' || !nb_folder_join(below, folder, SCRIPTS)) below[0] = '\0';
    memcpy(folder, below, NB_PATH_ROOM);
}

/* The folders, the nearest first; those that are unknown are "". */
static void name_folders(char folders[FOLDERS][NB_PATH_ROOM]) {
    char program[NB_PATH_ROOM];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(program, '/');
    (void)snprintf(folders[0], NB_PATH_ROOM, "lessons");
    folders[1][0] = folders[2][0] = '\0';
    if (slash == NULL) return;
    *slash = '\0';
    if (!nb_folder_join(folders[1], program, "../share/nabla/lessons")) folders[1][0] = '\0';
    if (!nb_folder_join(folders[2], program, "../lessons")) folders[2][0] = '\0';
}

static bool is_in_one_before(char folders[FOLDERS][NB_PATH_ROOM], int folder, const char *file) {
    char path[NB_PATH_ROOM];
    for (int i = 0; i < folder; i++)
        if (nb_folder_join(path, folders[i], file) && access(path, F_OK) == 0) return true;
    return false;
}

static void look_in(char folders[FOLDERS][NB_PATH_ROOM], int (*wanted)(const struct dirent *),
                    nb_lesson_found *found, void *user) {
    char path[NB_PATH_ROOM];
    for (int i = 0; i < FOLDERS; i++) {
        struct dirent **files;
        int count = *folders[i] != '\0' ? scandir(folders[i], &files, wanted, alphasort) : -1;
        for (int k = 0; k < count; k++) {
            char *file = files[k]->d_name;
            bool new = !is_in_one_before(folders, i, file) &&
                       nb_folder_join(path, folders[i], file);
            file[strcspn(file, ".")] = '\0';
            if (new) found(user, file, path);
            free(files[k]);
        }
        if (count >= 0) free(files);
    }
}

void nb_lessons_each(nb_lesson_found *found, void *user) {
    char folders[FOLDERS][NB_PATH_ROOM];
    name_folders(folders);
    look_in(folders, is_lesson, found, user);
}

void nb_scripts_each(nb_lesson_found *found, void *user) {
    char folders[FOLDERS][NB_PATH_ROOM];
    name_folders(folders);
    for (int i = 0; i < FOLDERS; i++) go_down(folders[i]);
    look_in(folders, is_script, found, user);
}

typedef struct wanted_script {
    const char *name;
    char path[NB_PATH_ROOM];
} wanted_script;

static void take_script(void *user, const char *name, const char *path) {
    wanted_script *wanted = user;
    if (strcmp(name, wanted->name) == 0) (void)snprintf(wanted->path, NB_PATH_ROOM, "%s", path);
}

bool nb_lessons_load(void *user, const char *path, char **bytes, size_t *length,
                     const char **reason) {
    const char *other;
    wanted_script wanted = {.name = path};
    if (nb_file_load(user, path, bytes, length, reason)) return true;
    if (strpbrk(path, "/.") != NULL) return false;
    nb_scripts_each(take_script, &wanted);
    return *wanted.path != '\0' && nb_file_load(user, wanted.path, bytes, length, &other);
}

/* ---- listing ---- */

typedef struct listing {
    nb_result *result;
    nb_help_row rows[MOST_LISTED];
    size_t count;
    bool scripts;       /* they are scripts, rather than lessons */
    const char *wanted; /* NULL: all */
    char *path;         /* of the wanted one */
    const char *nearest;
    size_t distance;
} listing;

/* The first heading: # Words. "" where there is none. */
static const char *find_heading(nb_result *result, const char *text) {
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += strspn(line, "\r\n");
        if (strncmp(line, "# ", 2) == 0)
            return nb_result_text(result, line + 2, strcspn(line + 2, "\r\n"));
    }
    return "";
}

/* The comment that a script begins with, up to the end of a sentence or a part of it. */
static const char *find_sentence(nb_result *result, const char *text) {
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
    return nb_result_text(result, sentence, nb_utf8_valid(sentence, length));
}

static const char *read_title(listing *all, const char *path) {
    char *text;
    const char *title, *reason;
    size_t length;
    if (!nb_file_load(NULL, path, &text, &length, &reason)) return reason;
    title = all->scripts ? find_sentence(all->result, text) : find_heading(all->result, text);
    free(text);
    return title;
}

static void list_one(void *user, const char *name, const char *path) {
    listing *all = user;
    if (all->count == MOST_LISTED) return;
    all->rows[all->count++] = NB_HELP_ROW(nb_result_text(all->result, name, strlen(name)),
                                            read_title(all, path));
}

static int compare_rows(const void *x, const void *y) {
    return strcmp(((const nb_help_row *)x)->head, ((const nb_help_row *)y)->head);
}

/* Moves the rows into a block, in the order of their names. */
static void give_rows(listing *all, nb_block *block, nb_message how) {
    nb_help_row *rows = nb_result_array(all->result, all->count + 1, sizeof *rows);
    if (block == NULL || rows == NULL || all->result->failed) return;
    qsort(all->rows, all->count, sizeof *all->rows, compare_rows);
    memcpy(rows, all->rows, all->count * sizeof *rows);
    block->kind = NB_BLOCK_HELP;
    block->as.help = (nb_help_block){.rows = rows, .count = all->count};
    nb_result_say(all->result, NB_SEVERITY_NOTE, how);
}

static void list(listing *all, nb_block *block) {
    nb_lessons_each(list_one, all);
    give_rows(all, block, all->count > 0 ? NB_PLAIN(NOTE_LESSONS) : NB_PLAIN(NOTE_NO_LESSONS));
    all->count = 0;
    all->scripts = true;
    nb_scripts_each(list_one, all);
    if (all->count > 0)
        give_rows(all, nb_result_add(all->result, NB_BLOCK_HELP), NB_PLAIN(NOTE_SCRIPTS));
}

/* ---- opening ---- */

static void look_at_one(void *user, const char *name, const char *path) {
    listing *all = user;
    size_t distance = nb_utf8_distance(name, all->wanted, FARTHEST);
    if (strcmp(name, all->wanted) == 0) (void)snprintf(all->path, NB_PATH_ROOM, "%s", path);
    if (distance >= all->distance) return;
    all->distance = distance;
    all->nearest = nb_result_text(all->result, name, strlen(name));
}

static void open_one(listing *all, nb_block *block) {
    nb_lessons_each(look_at_one, all);
    if (*all->path != '\0') return;
    nb_result_fail(all->result, block, NB_SAY(LESSON_UNKNOWN, NB_TEXT(all->wanted)));
    if (all->result->failed) return;
    wanted_script script = {.name = all->wanted};
    nb_scripts_each(take_script, &script);
    nb_message hint = *script.path != '\0'  ? NB_SAY(HINT_RUN_SCRIPT, NB_TEXT(all->wanted))
                      : all->nearest != NULL ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(all->nearest))
                                             : NB_PLAIN(HINT_LESSONS);
    all->result->last->as.diagnostic.hint = nb_result_message(all->result, hint);
}

void nb_lessons_carry_out(nb_show *show, nb_block *block, nb_result *result) {
    listing all = {.result = result, .wanted = block->as.lesson, .path = show->lesson,
                   .distance = FARTHEST};
    if (all.wanted == NULL) list(&all, block);
    else if (show->lesson == NULL) nb_result_fail(result, block, NB_PLAIN(LESSON_PROMPT));
    else open_one(&all, block);
}
