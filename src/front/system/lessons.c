/* Finding and listing lessons, and the scripts of networks that lie beside them. See lessons.h. */
#define _XOPEN_SOURCE 700 /* readlink, scandir */
#include "front/system/lessons.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "front/system/files.h"
#include "front/system/folders.h"
#include "front/system/language.h"

#define LESSON ".md"
#define SCRIPTS "networks" /* below each folder of lessons */
#define SCRIPT ".nabla"

enum { FOLDERS = 3 };

/* ---- finding ---- */

/* What the names of files end with, from their first point on: those that count first. */
typedef struct endings {
    char own[8]; /* .ko.md, where NAME.ko.md is the lesson NAME in Korean */
    const char *any;
} endings;

/* Lessons in the language that is spoken, and in English where there are none in it. */
static endings lesson_endings(void) {
    const nb_words *words = nb_language_words();
    endings found = {.own = LESSON, .any = LESSON};
    if (words != NULL) (void)snprintf(found.own, sizeof found.own, ".%s" LESSON, words->language);
    return found;
}

static endings script_endings(void) {
    return (endings){.own = SCRIPT, .any = SCRIPT};
}

static int has_ending(const struct dirent *entry) {
    const char *dot = strchr(entry->d_name, '.');
    return dot != NULL && dot != entry->d_name;
}

/* The file that lists the lessons is none, in any language. */
static bool is_order(const char *file) {
    return strncmp(file, NB_LESSONS_ORDER, strcspn(file, ".") + 1) == 0;
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

static bool is_there(const char *folder, const char *file, const char *ending) {
    char path[NB_PATH_ROOM], name[NB_PATH_ROOM];
    int length = (int)strcspn(file, ".");
    (void)snprintf(name, sizeof name, "%.*s%s", length, file, ending);
    return nb_folder_join(path, folder, name) && access(path, F_OK) == 0;
}

/* Whether a file is the one that counts, of those with its name. */
static bool is_first(char folders[FOLDERS][NB_PATH_ROOM], int folder, const char *file,
                     const endings *wanted) {
    const char *ending = file + strcspn(file, ".");
    bool own = strcmp(ending, wanted->own) == 0;
    if ((!own && strcmp(ending, wanted->any) != 0) || is_order(file)) return false;
    for (int i = 0; i < folder; i++)
        if (is_there(folders[i], file, wanted->own) || is_there(folders[i], file, wanted->any))
            return false;
    return own || !is_there(folders[folder], file, wanted->own);
}

static void look_in(char folders[FOLDERS][NB_PATH_ROOM], endings wanted, nb_lesson_found *found,
                    void *user) {
    char path[NB_PATH_ROOM];
    for (int i = 0; i < FOLDERS; i++) {
        struct dirent **files;
        int count = *folders[i] != '\0' ? scandir(folders[i], &files, has_ending, alphasort) : -1;
        for (int k = 0; k < count; k++) {
            char *file = files[k]->d_name;
            bool counts = is_first(folders, i, file, &wanted) &&
                          nb_folder_join(path, folders[i], file);
            file[strcspn(file, ".")] = '\0';
            if (counts) found(user, file, path);
            free(files[k]);
        }
        if (count >= 0) free(files);
    }
}

void nb_lessons_each(nb_lesson_found *found, void *user) {
    char folders[FOLDERS][NB_PATH_ROOM];
    name_folders(folders);
    look_in(folders, lesson_endings(), found, user);
}

void nb_scripts_each(nb_lesson_found *found, void *user) {
    char folders[FOLDERS][NB_PATH_ROOM];
    name_folders(folders);
    for (int i = 0; i < FOLDERS; i++) go_down(folders[i]);
    look_in(folders, script_endings(), found, user);
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

bool nb_lessons_find(char path[NB_PATH_ROOM], const char *file) {
    char folders[FOLDERS][NB_PATH_ROOM];
    name_folders(folders);
    for (int i = 0; i < FOLDERS; i++)
        if (*folders[i] != '\0' && nb_folder_join(path, folders[i], file) &&
            access(path, F_OK) == 0)
            return true;
    return false;
}
