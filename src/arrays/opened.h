/* Calls that a picture opens: which nodes stand inside which. */
#ifndef NABLA_ARRAYS_OPENED_H
#define NABLA_ARRAYS_OPENED_H

#include "arrays/call_boxes.h"

typedef struct nb_opened {
    uint32_t *box; /* of each node up to the target: a box, or NB_UNBOXED; in the scratch arena */
    nb_picture_box *boxes; /* in the result's arena, an outer one before those inside it */
    size_t count;
} nb_opened;

/* Finds the boxes of the visible nodes up to `target`: those of functions,
 * `calls` being those whose value is a vector. */
NB_MUST_USE nb_status nb_open_calls(nb_sheet *s, nb_node target, const uint8_t *visible,
                                    const nb_call_boxes *calls, nb_opened *opened);

#endif
