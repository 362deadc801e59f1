/* The names of what an optimizer counts. */
#include "lang/counters.h"

const char *nb_counter_get(uint32_t local) {
    static const char *const names[NB_ALL_LOCALS - NB_MAX_LOCALS] = {"epoch", "step"};
    return local < NB_ALL_LOCALS ? names[local - NB_MAX_LOCALS] : NULL;
}
