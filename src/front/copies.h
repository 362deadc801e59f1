/* What a lecturer hands out or keeps, made from a lesson when it is wanted: there is nothing to be
 * kept beside it. */
#ifndef NABLA_FRONT_COPIES_H
#define NABLA_FRONT_COPIES_H

#include "front/lesson_file.h"

/* Prints the students' copy of a lesson without problems. The exit status. */
int nb_copies_strip(nb_show *show, nb_lesson_file *file);
/* Prints its answers: as Markdown; rendered, at a terminal; or as a page. */
int nb_copies_key(nb_show *show, nb_lesson_file *file, bool html);
/* Prints the plan of the course in the same ways. */
int nb_copies_plan(nb_show *show, bool html);

#endif
