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

/* Reads the file that file->path names and finds where it lies; `named`: by the user, on the
 * command line. NULL, or why it could not. To be cleared either way. */
const char *nb_lesson_read(nb_lesson_file *file, bool named);
void nb_lesson_clear(nb_lesson_file *file);
/* The words of its first heading, or its file. */
const char *nb_lesson_title(const nb_lesson_file *file, size_t *length);
/* As HTML names it: "ko" of NAME.ko.md, else "en". */
const char *nb_lesson_language(const nb_lesson_file *file);
/* Tells an error as the errors of a script are told. */
void nb_lesson_tell(nb_show *show, const nb_lesson_file *file, nb_diagnostic diagnostic);
/* Tells that memory ran out. */
void nb_lesson_no_memory(nb_show *show, const nb_lesson_file *file);
/* A new session whose files are looked for beside the lesson; NULL when memory runs out. */
nb_session *nb_lesson_session(nb_lesson_file *file);

#endif
