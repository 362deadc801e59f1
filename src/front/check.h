/* Checking a lesson: every step is run in a fresh session and an empty folder, and what it
 * prints is compared with what the lesson says, or put in its place. */
#ifndef NABLA_FRONT_CHECK_H
#define NABLA_FRONT_CHECK_H

#include "front/lesson_file.h"

typedef enum nb_check_mode {
    NB_CHECK_ONLY,
    NB_CHECK_UPDATE, /* outputs are written anew, but no error where there was none */
    NB_CHECK_ERRORS  /* errors, too */
} nb_check_mode;

/* Answers the exit status. The lesson is checked in a session of its own. Its outputs are in the
 * language that its name says, in that of `show` or in English; `one_language`: in that of `show`
 * alone. Each is written anew in the first of these. */
int nb_lesson_check(nb_show *show, nb_lesson_file *file, nb_check_mode mode, bool one_language);

#endif
