/* Checking a lesson: every step is run in a fresh session and an empty folder, and what it
 * prints is compared with what the lesson says, or put in its place. */
#ifndef NABLA_FRONT_CHECK_H
#define NABLA_FRONT_CHECK_H

#include "front/lesson_file.h"

/* Both answer the exit status. A lesson is checked in a session of its own and played in that of
 * `show`. */
int nb_lesson_check(nb_show *show, nb_lesson_file *file, bool update);

#endif
