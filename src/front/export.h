/* A lesson as one page of HTML on standard output: --html. */
#ifndef NABLA_FRONT_EXPORT_H
#define NABLA_FRONT_EXPORT_H

#include "front/lesson_file.h"

/* Plays the lesson in a scratch folder, as --check does, and prints the page. Returns the exit
 * status. */
int nb_lesson_export(nb_show *show, nb_lesson_file *file);

#endif
