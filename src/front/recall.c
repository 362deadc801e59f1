/* Recalling: the other lesson is read, and its statements up to the question are run. */
#define _XOPEN_SOURCE 700 /* scandir, strdup */
#include "front/recall.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "front/lesson_run.h"
#include "front/system/lessons.h"

/* What follows the name of a lesson: .md, or .ko.md. */
static const char *ending_of(const char *file) {
    const char *dot = strchr(nb_path_base(file), '.');
    return dot != NULL ? dot : "";
}

static bool look_into(nb_recall *recall, const char *id, nb_memory *memory) {
    nb_lesson_file *file = &recall->file;
    *file = (nb_lesson_file){.path = recall->path};
    nb_arena_init(&file->arena, memory);
    bool good = nb_lesson_read(file, false) == NULL &&
                nb_lesson_parse(&file->arena, file->text, file->length, &file->lesson) ==
                    NB_STATUS_OK;
    recall->question = good ? nb_question_find(&file->lesson, id) : NULL;
    if (recall->question == NULL) nb_lesson_clear(file);
    return recall->question != NULL;
}

static bool try_file(nb_recall *recall, const nb_lesson_file *from, const char *name,
                     const char *id, nb_memory *memory) {
    char path[NB_PATH_ROOM];
    bool lesson = strcmp(ending_of(name), ending_of(from->place)) == 0 && *name != '.' &&
                  strcmp(name, NB_LESSONS_ORDER) != 0;
    if (!lesson || !nb_folder_join(path, from->folder, name) || strcmp(path, from->place) == 0)
        return false;
    recall->path = strdup(path);
    if (recall->path == NULL) return false;
    if (look_into(recall, id, memory)) return true;
    free(recall->path);
    return false;
}

bool nb_recall_open(nb_recall *recall, const nb_lesson_file *from, const char *id,
                    nb_memory *memory) {
    struct dirent **files;
    int count = from->folder != NULL ? scandir(from->folder, &files, NULL, alphasort) : -1;
    bool found = false;
    for (int i = 0; i < count; i++) {
        found = found || try_file(recall, from, files[i]->d_name, id, memory);
        free(files[i]);
    }
    if (count >= 0) free(files);
    return found;
}

void nb_recall_close(nb_recall *recall) {
    nb_lesson_clear(&recall->file);
    free(recall->path);
}

nb_session *nb_recall_session(nb_recall *recall, const nb_show *show) {
    nb_show silent = *show;
    silent.silent = true;
    silent.session = nb_lesson_session(&recall->file);
    const nb_lesson_part *part = recall->file.lesson.parts;
    for (; silent.session != NULL && part != recall->question->part; part = part->next)
        nb_lesson_pass(&silent, part);
    return silent.session;
}
