/* The lessons that there are, by name. */
#ifndef NABLA_FRONT_LESSONS_H
#define NABLA_FRONT_LESSONS_H

#include "front/show.h"

/* Calls `found` for each NAME.md in the folders `lessons` of the current folder, of the
 * installation and of the source tree. Of several with one name the first counts. */
void nb_lessons_each(void (*found)(void *user, const char *name, const char *path), void *user);

/* Carries out a block that `lesson` made: lists the lessons, or finds the one that was named and
 * puts its path into show->lesson. What fails becomes an error in the result. */
void nb_lessons_carry_out(nb_show *show, nb_block *block, nb_result *result);

#endif
