/* The host of the sessions of this program: its memory, its files, and the process around it. */
#ifndef NABLA_FRONT_HOST_H
#define NABLA_FRONT_HOST_H

#include <stddef.h>

#include "nabla.h"
#include "view/view.h"

/* nb_allocate_fn on realloc. `user` is not used. */
void *nb_host_allocate(void *user, void *block, size_t old_size, size_t new_size);

/* Memory for what the front end itself puts together. */
nb_memory nb_host_memory(void);

/* The host: nb_host_allocate, nb_file_load, nb_progress_show, the default limit of memory. */
nb_host nb_host_get(void);

/* Once, at the start of the program: UTF-8 whatever the locale says, numbers with a point, writing
 * to a closed pipe or past a limit of size is an error rather than a signal, and the standard
 * streams exist, so that no other file can take their place. */
void nb_host_prepare(void);

/* Says on standard error when the locale that the environment names is not there. */
void nb_host_tell_locale(const nb_view *view);

/* The columns of standard output: those of the terminal, else COLUMNS; 80 when it is none. */
size_t nb_host_width(void);

#endif
