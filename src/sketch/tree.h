/* A picture of a graph as an indented tree: the target, and below each node what it is made of. */
#ifndef NABLA_SKETCH_TREE_H
#define NABLA_SKETCH_TREE_H

#include "view/pen.h"

void nb_sketch_tree(nb_pen *pen, const nb_picture_block *picture);

#endif
