/* A list as a sentence has it: a, b, c. Of one that is too long the first items stand there, and …
 * behind them. Failing is the buffer's: see buffer.h. */
#ifndef NABLA_BASE_LISTING_H
#define NABLA_BASE_LISTING_H

#include "base/buffer.h"

typedef struct nb_listing {
    nb_buffer text; /* the caller clears it */
    size_t count;   /* items that were added, */
    size_t most;    /* and how many of them are written out; 0: all */
} nb_listing;

void nb_listing_init(nb_listing *listing, nb_memory *memory, size_t most);
void nb_listing_add(nb_listing *listing, const char *item);

#endif
