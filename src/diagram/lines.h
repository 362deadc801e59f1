/* Long pictures go on in a new line, as text does. */
#ifndef NABLA_DIAGRAM_LINES_H
#define NABLA_DIAGRAM_LINES_H

#include "view/view.h"

typedef struct nb_picture_lines {
    nb_picture_block picture;
    nb_memory *memory;
    size_t vertex_room, edge_room; /* 0: the arrays are those of the picture that came in */
} nb_picture_lines;

/* Parts a picture of which the longest path has more than `columns` operators. What crosses from
 * one line to a later one ends in its name, or in ①, and begins with it again; a leaf that several
 * lines use stands in each. A picture that would need many such crossings stays in one piece.
 * False: memory ran out. Clear it in any case. */
NB_MUST_USE bool nb_picture_lines_make(const nb_picture_block *picture, size_t columns,
                                       bool ascii, nb_memory *memory, nb_picture_lines *lines);
void nb_picture_lines_clear(nb_picture_lines *lines);

#endif
