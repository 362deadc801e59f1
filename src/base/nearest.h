/* The nearest of several words: what somebody may have meant who typed another one. */
#ifndef NABLA_BASE_NEAREST_H
#define NABLA_BASE_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

/* Of several names the one nearest to `name`, which outlives the search, as they all do. */
typedef struct nb_nearest {
    const char *name, *best;
    char keys[64]; /* that type the name */
    bool hangul;
    size_t distance, letters;
} nb_nearest;

void nb_nearest_begin(nb_nearest *nearest, const char *name);
bool nb_nearest_try(nb_nearest *nearest, const char *name); /* true: it is the nearest so far */
const char *nb_nearest_get(const nb_nearest *nearest); /* NULL: none is near */

#endif
