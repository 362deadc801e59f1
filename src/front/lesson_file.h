/* Inside lesson.c, check.c and play.c: a lesson that was read from a file. */
#ifndef NABLA_FRONT_LESSON_FILE_H
#define NABLA_FRONT_LESSON_FILE_H

#include "front/show.h"
#include "lesson/lesson.h"

typedef struct nb_lesson_file {
    const char *path; /* as on the command line */
    char *place;      /* where the file really lies, absolute */
    char *folder;     /* that of `place`: what the lesson reads is looked for there first */
    char *text;
    size_t length;
    nb_arena arena;
    nb_lesson lesson;
    bool refused; /* the system had no memory for what the lesson did: its outputs do not count */
} nb_lesson_file;

/* Tells that memory ran out. */
void nb_lesson_no_memory(nb_show *show, const nb_lesson_file *file);

/* A new session whose files are looked for beside the lesson; NULL when memory runs out. */
nb_session *nb_lesson_session(nb_lesson_file *file);

/* Both answer the exit status. A lesson is checked in a session of its own and played in that of
 * `show`. */
int nb_lesson_check(nb_show *show, nb_lesson_file *file, bool update);
int nb_lesson_play(nb_show *show, const nb_lesson_file *file);

#endif
