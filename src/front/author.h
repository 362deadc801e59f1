/* For authors of lessons: a new one to begin with. */
#ifndef NABLA_FRONT_AUTHOR_H
#define NABLA_FRONT_AUTHOR_H

#include "front/show.h"

/* Writes the file that a block of `lesson new` names, a small lesson that checks, where there is no
 * such file yet; else the result fails. */
void nb_author_begin(nb_show *show, nb_block *block, nb_result *result);

#endif
