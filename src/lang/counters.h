/* What an optimizer counts, as names in its settings: sgd(lr=0.1*0.95^epoch). In an expression they
 * are locals, behind those of functions and loops. */
#ifndef NABLA_LANG_COUNTERS_H
#define NABLA_LANG_COUNTERS_H

#include "lang/parser.h"

enum { NB_LOCAL_EPOCH = NB_MAX_LOCALS, NB_LOCAL_STEP, NB_ALL_LOCALS };

/* The name of local number `local`, from NB_MAX_LOCALS on; NULL behind the last. */
const char *nb_counter_get(uint32_t local);

#endif
