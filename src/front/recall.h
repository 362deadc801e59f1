/* A question of another lesson in the same folder, to be asked once more. */
#ifndef NABLA_FRONT_RECALL_H
#define NABLA_FRONT_RECALL_H

#include "front/lesson_file.h"
#include "lesson/question.h"

typedef struct nb_recall {
    nb_lesson_file file; /* the other lesson */
    char *path;
    const nb_lesson_question *question;
} nb_recall;

/* Looks for the question in the lessons beside `from` (which may lie nowhere), in its language.
 * False: none has it. To be closed otherwise. */
NB_MUST_USE bool nb_recall_open(nb_recall *recall, const nb_lesson_file *from, const char *id,
                                nb_memory *memory);
void nb_recall_close(nb_recall *recall);

/* A session in which that lesson has come to its question, showing nothing; NULL: no memory. */
nb_session *nb_recall_session(nb_recall *recall, const nb_show *show);

#endif
