/* Inside lesson.c, play.c, check.c and their parts: a lesson that was read from a file. */
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
    size_t from;  /* --from: what ends before this byte is run, and neither shown nor checked */
    bool refused; /* the system had no memory for what the lesson did: its outputs do not count */
} nb_lesson_file;

#endif
