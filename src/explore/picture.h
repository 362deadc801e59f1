/* Pictures of a target's graph. */
#ifndef NABLA_EXPLORE_PICTURE_H
#define NABLA_EXPLORE_PICTURE_H

#include "definitions/sheet.h"

/* What a walk has come to: 1 for each node of `target` whose value or gradient is known; NULL where
 * no walk over `target` is on. Both live in the scratch arena. */
typedef struct nb_reach {
    uint8_t *value, *gradient;
    nb_node current; /* where the walk is; NB_NO_NODE: before the first node */
} nb_reach;

/* Adds the picture's block, for the file `path`; *block is it. `reach`: of a walk. */
NB_MUST_USE nb_status nb_draw(nb_sheet *s, nb_node target, const char *path, const nb_reach *reach,
                              nb_block **block);

#endif
