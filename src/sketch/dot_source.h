/* The boxes of a picture in characters as a source for `dot -Tplain`. */
#ifndef NABLA_SKETCH_DOT_SOURCE_H
#define NABLA_SKETCH_DOT_SOURCE_H

#include "sketch/boxes.h"

/* Vertices are n0, n1..., wires e0, e1... A column is NB_COLUMN_POINTS wide, a row NB_ROW_POINTS
 * high. */
enum { NB_COLUMN_POINTS = 9, NB_ROW_POINTS = 18, NB_INCH_POINTS = 72 };
void nb_dot_source(const nb_picture_block *picture, const nb_boxes *boxes, nb_buffer *out);

#endif
