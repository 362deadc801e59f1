/* The picture as dot gets it, for a renderer that draws at the places where dot put things. */
#ifndef NABLA_DIAGRAM_DOT_SHAPE_H
#define NABLA_DIAGRAM_DOT_SHAPE_H

#include "diagram/dot_paint.h"
#include "diagram/lines.h"

/* The drawing of a picture parted into lines. Its `out` is the buffer; clear it in any case. */
typedef struct nb_dot_shape {
    nb_dot_drawing drawing;
    nb_picture_lines lines;
    size_t room; /* of drawing.uses */
} nb_dot_shape;

NB_MUST_USE bool nb_dot_shape_make(const nb_picture_block *picture, const nb_view *view,
                                   nb_buffer *out, nb_dot_shape *shape);
void nb_dot_shape_clear(nb_dot_shape *shape);

/* Whether the value and the gradient stand on an edge, and not in a box where it begins. */
bool nb_dot_has_values(const nb_dot_drawing *d, const nb_edge *edge);
/* Whether something stands on an edge, as node e0, e1...; and whether a local gradient does. */
bool nb_dot_has_wire(const nb_dot_drawing *d, const nb_edge *edge);
bool nb_dot_has_local(const nb_dot_drawing *d, const nb_edge *edge);

#endif
