/* The host of the sessions of this program: its memory, its files, and the process around it. */
#ifndef NABLA_FRONT_HOST_H
#define NABLA_FRONT_HOST_H

#include "nabla.h"
#include "view/view.h"

/* The host: nb_system_allocate, nb_lessons_load, nb_encoding_decode, nb_progress_show; of memory,
 * half of what the machine has and at most 2 GiB, which the user may raise to what it has. */
nb_host nb_host_get(void);

/* Once, at the start of the program: UTF-8 whatever the locale says, numbers with a point, writing
 * to a closed pipe or past a limit of size is an error rather than a signal, and the standard
 * streams exist, so that no other file can take their place. */
void nb_host_prepare(void);

/* Says on standard error when the locale that the environment names is not there. */
void nb_host_tell_locale(const nb_view *view);

#endif
