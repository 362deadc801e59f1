/* Lessons at the front: played for a reader, checked against what they say, and rewritten. */
#ifndef NABLA_FRONT_LESSON_H
#define NABLA_FRONT_LESSON_H

#include "front/command/options.h"
#include "front/show.h"

/* Plays the lesson in the file, or with --check or --update checks it. `show` says where to print
 * and where may be written. Returns the exit status: 0, or 1 when a step did not do what the
 * lesson says, the lesson has mistakes, or the file could not be read. Who takes a lesson may open
 * another one from it, which is taken next. */
int nb_lesson_main(nb_show *show, const nb_options *options, const char *path);

#endif
