/* A derivation with a gap that was typed as a whole. */
#ifndef NABLA_TOUR_FILLED_H
#define NABLA_TOUR_FILLED_H

#include "base/memory.h"

/* What stands in the text where `gap` has its ___, if all else reads alike: of `1.1*apple`, or of
 * `∂total/∂count = 1.1*apple`, where `∂total/∂count = 1.1 · ___` was to be completed, `apple`.
 * Else the text itself. NULL: memory ran out. */
const char *nb_filled_find(nb_arena *arena, const char *gap, const char *text);

#endif
