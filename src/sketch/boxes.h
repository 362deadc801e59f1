/* What a picture in characters writes, box by box: a box for each vertex, and for each wire. Their
 * sizes in cells are what dot lays out. */
#ifndef NABLA_SKETCH_BOXES_H
#define NABLA_SKETCH_BOXES_H

#include "view/pen.h"

typedef struct nb_box_text {
    size_t offset, length; /* bytes of nb_boxes.text */
    size_t columns;
    nb_ink ink;
} nb_box_text;

/* Three rows around the line that wires come in and go out on; or, with height 1, that line. */
typedef struct nb_box {
    nb_box_text above, middle, below;
    nb_box_text local; /* wire: stands on the line, at its end */
    size_t width, height; /* cells; 0: a wire that carries nothing has no box */
} nb_box;

typedef struct nb_boxes {
    nb_box *list; /* of the vertices, then of the wires */
    size_t count;
    nb_buffer text;
} nb_boxes;

/* False: memory ran out. To be cleared either way. */
NB_MUST_USE bool nb_boxes_make(nb_boxes *boxes, const nb_picture_block *picture,
                               const nb_view *view, nb_memory *memory);
void nb_boxes_clear(nb_boxes *boxes);

/* For each vertex how many wires leave it that carry something; NULL: memory ran out. The array
 * has one element more than the picture has vertices. */
size_t *nb_boxes_uses(const nb_picture_block *picture, nb_memory *memory);
/* Whether a vertex has to show its gradient itself: its wires show their contributions. */
bool nb_boxes_sum(const nb_picture_block *picture, const size_t *uses, size_t vertex);

#endif
