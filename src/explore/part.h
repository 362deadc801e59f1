/* A part of a picture, and a path through it. */
#ifndef NABLA_EXPLORE_PART_H
#define NABLA_EXPLORE_PART_H

#include "definitions/sheet.h"

/* Leaves of a picture the vertices that at most `wires` wires lead to from vertex `middle`, in
 * whatever direction; where a wire is cut a vertex of the kind MORE stands in for the rest. */
NB_MUST_USE nb_status nb_picture_cut(nb_sheet *s, nb_picture_block *picture, uint32_t middle,
                                     uint32_t wires);

/* Marks what gradients pass through from the end of the picture to vertex `from`. */
NB_MUST_USE nb_status nb_picture_trace(nb_sheet *s, nb_picture_block *picture, uint32_t from);

#endif
