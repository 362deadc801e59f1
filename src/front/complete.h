/* Tab at the prompt. */
#ifndef NABLA_FRONT_COMPLETE_H
#define NABLA_FRONT_COMPLETE_H

#include "nabla.h"

/* Has readline complete what is typed for this session, until another one is given. */
void nb_complete_with(nb_session *session);

/* Calls `found` for the name of each lesson in the folders `lessons` of the current folder, of the
 * installation and of the source tree, some more than once. */
void nb_lesson_names(void (*found)(void *user, const char *name), void *user);

#endif
