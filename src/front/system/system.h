/* What the operating system gives a process: memory, the width of its terminal, its environment's
 * wishes. */
#ifndef NABLA_FRONT_SYSTEM_SYSTEM_H
#define NABLA_FRONT_SYSTEM_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/settings.h"

/* nb_allocate_fn on realloc and calloc: fresh memory of the system is zero, and much of it takes
 * long to clear. `user` is not used. */
void *nb_system_allocate(void *user, void *block, size_t old_size, size_t new_size);

/* Memory for what the front end itself puts together. */
nb_memory nb_system_memory(void);

/* The bytes of memory that the machine has; 0: it does not say. */
size_t nb_system_machine(void);

/* The columns of standard output: those of the terminal, else COLUMNS; 80 when it is none. */
size_t nb_system_width(void);

/* What `set vectors` begins with: what NABLA_VECTORS says; false where that is no word for any. */
bool nb_system_vectors(nb_vectors *vectors);

#endif
