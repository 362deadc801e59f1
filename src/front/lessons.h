/* The lessons that there are, by name. */
#ifndef NABLA_FRONT_LESSONS_H
#define NABLA_FRONT_LESSONS_H

#include "front/show.h"

typedef void nb_lesson_found(void *user, const char *name, const char *path);

/* Calls `found` for each NAME.md in the folders `lessons` of the current folder, of the
 * installation and of the source tree. Of several with one name the first counts. */
void nb_lessons_each(nb_lesson_found *found, void *user);
/* The same for each script networks/NAME.nabla in these folders. */
void nb_scripts_each(nb_lesson_found *found, void *user);

/* nb_host.load: reads a file as nb_file_load does or, where there is none of the name, the script
 * of this name: `run gates`. */
NB_MUST_USE bool nb_lessons_load(void *user, const char *path, char **bytes, size_t *length,
                                 const char **reason);

/* Carries out a block that `lesson` made: lists the lessons, or finds the one that was named and
 * puts its path into show->lesson. What fails becomes an error in the result. */
void nb_lessons_carry_out(nb_show *show, nb_block *block, nb_result *result);

#endif
