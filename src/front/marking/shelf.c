/* Finding lessons by the names that records give them: such a name is a file's, never a path. */
#define _XOPEN_SOURCE 700 /* realpath, scandir */
#include "front/marking/shelf.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fnv.h"
#include "front/system/files.h"
#include "front/system/lessons.h"
#include "view/message.h"

#define ENDING ".md"

static const char *copy(nb_shelf *shelf, const char *text, size_t length) {
    const char *copied = nb_arena_text(shelf->arena, text, length);
    shelf->failed = shelf->failed || copied == NULL;
    return copied;
}

/* The path of the folder, and what the lesson is called. False: memory ran out. */
static bool name_lesson(nb_shelf *shelf, nb_shelved *new, const char *path) {
    char *real = realpath(path, NULL);
    if (real == NULL && errno == ENOMEM) shelf->failed = true;
    const char *place = real != NULL ? real : path; /* what comes through a pipe is at no place */
    const char *slash = strrchr(place, '/'), *base = nb_path_base(path);
    size_t ending = nb_path_ends(base, ENDING) ? strlen(ENDING) : 0;
    (void)snprintf(new->folder, sizeof new->folder, "%.*s",
                   slash != NULL && slash > place ? (int)(slash - place) : 1,
                   slash == NULL ? "." : place);
    free(real);
    new->file = copy(shelf, base, strlen(base) - ending);
    new->name = copy(shelf, base, strcspn(base, "."));
    return !shelf->failed;
}

static nb_shelved *find_path(const nb_shelf *shelf, const char *path) {
    nb_shelved *one = shelf->first;
    while (one != NULL && strcmp(one->path, path) != 0) one = one->next;
    return one;
}

nb_shelved *nb_shelf_add(nb_shelf *shelf, const char *path, bool named, const char **reason) {
    char *text;
    size_t length;
    nb_shelved *new = find_path(shelf, path), **last = &shelf->first;
    if (new != NULL) return new;
    bool read = named ? nb_file_load_named(path, &text, &length, reason)
                      : nb_file_load(NULL, path, &text, &length, reason);
    if (!read) return NULL;
    new = nb_arena_add(shelf->arena, 1, sizeof *new);
    nb_status status = NB_STATUS_NO_MEMORY;
    if (new != NULL && name_lesson(shelf, new, path))
        status = nb_lesson_parse(shelf->arena, text, length, &new->lesson);
    if (status == NB_STATUS_OK) {
        new->named = named;
        (void)snprintf(new->path, sizeof new->path, "%s", path);
        (void)snprintf(new->hash, sizeof new->hash, "%016" PRIx64, nb_fnv1a(text, length));
        while (*last != NULL) last = &(*last)->next;
        *last = new;
    }
    free(text);
    if (status == NB_STATUS_NO_MEMORY) shelf->failed = true;
    if (status == NB_STATUS_ERROR) *reason = nb_message_wording(NB_MESSAGE_MARKS_LONG_LESSON);
    return status == NB_STATUS_OK ? new : NULL;
}

/* Among those that are there. */
static nb_shelved *find_here(const nb_shelf *shelf, const char *name, const char *hash,
                             bool named, bool *known) {
    for (nb_shelved *one = shelf->first; one != NULL; one = one->next) {
        bool called = strcmp(one->name, name) == 0 || strcmp(one->file, name) == 0;
        if (!called || (named && !one->named)) continue;
        *known = true;
        if (strcmp(one->hash, hash) == 0) return one;
    }
    return NULL;
}

/* NAME.md and NAME.ko.md, among nabla's own or in a folder. */
static void look_for(nb_shelf *shelf, const char *name, const char *folder) {
    static const char *const endings[] = {ENDING, ".ko" ENDING};
    char file[NB_PATH_ROOM], path[NB_PATH_ROOM];
    const char *reason;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        int n = snprintf(file, sizeof file, "%s%s", name, endings[i]);
        if (n < 0 || (size_t)n >= sizeof file || strcmp(file, NB_LESSONS_ORDER) == 0) continue;
        bool found = folder == NULL ? nb_lessons_find(path, file)
                                    : nb_folder_join(path, folder, file) &&
                                          access(path, F_OK) == 0;
        if (!found || nb_shelf_add(shelf, path, false, &reason) != NULL || shelf->failed) continue;
        shelf->unread = copy(shelf, path, strlen(path));
        shelf->reason = reason;
    }
}

nb_shelved *nb_shelf_find(nb_shelf *shelf, const char *name, const char *hash, const char *beside,
                          bool *known) {
    char folder[NB_PATH_ROOM];
    const char *slash = strrchr(beside, '/');
    *known = false;
    nb_shelved *found = find_here(shelf, name, hash, true, known);
    if (*known || *name == '\0' || *name == '.' || strchr(name, '/') != NULL) return found;
    (void)snprintf(folder, sizeof folder, "%.*s", slash != NULL ? (int)(slash - beside + 1) : 1,
                   slash != NULL ? beside : ".");
    look_for(shelf, name, NULL);
    look_for(shelf, name, folder);
    return find_here(shelf, name, hash, false, known);
}

/* NAME.md beside a lesson NAME.md, NAME.ko.md beside a Korean one. */
static bool is_beside(const nb_shelved *from, const char *file) {
    const char *dot = strchr(file, '.'), *own = from->file + strlen(from->name);
    return dot != NULL && dot != file && nb_path_ends(file, ENDING) &&
           strcmp(file, NB_LESSONS_ORDER) != 0 &&
           strlen(dot) == strlen(own) + strlen(ENDING) && strncmp(dot, own, strlen(own)) == 0;
}

nb_shelved *nb_shelf_recall(nb_shelf *shelf, const nb_shelved *from, const char *id,
                            const nb_lesson_question **question) {
    struct dirent **files;
    nb_shelved *found = NULL;
    const char *reason;
    char path[NB_PATH_ROOM];
    int count = scandir(from->folder, &files, NULL, alphasort);
    if (count < 0 && errno == ENOMEM) shelf->failed = true;
    for (int i = 0; i < count; i++) {
        bool tried = found == NULL && is_beside(from, files[i]->d_name) &&
                     nb_folder_join(path, from->folder, files[i]->d_name);
        nb_shelved *one = tried ? nb_shelf_add(shelf, path, false, &reason) : NULL;
        if (one != NULL) *question = nb_question_find(&one->lesson, id);
        if (one != NULL && *question != NULL) found = one;
        free(files[i]);
    }
    if (count >= 0) free(files);
    return found;
}
