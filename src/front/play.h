/* Playing a lesson: its prose is shown and its steps are run. */
#ifndef NABLA_FRONT_PLAY_H
#define NABLA_FRONT_PLAY_H

#include "front/lesson_file.h"

int nb_lesson_play(nb_show *show, const nb_lesson_file *file);

#endif
