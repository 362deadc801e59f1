/* A picture of a graph in characters: boxes and wires as dot laid them out, or an indented tree
 * where they do not fit. */
#ifndef NABLA_SKETCH_SKETCH_H
#define NABLA_SKETCH_SKETCH_H

#include "view/view.h"

/* The source that `dot -Tplain` is to lay out; false: the picture will be a tree all the same, as
 * it is too large, or the view is for a screen reader. */
NB_MUST_USE bool nb_sketch_source(const nb_picture_block *picture, const nb_view *view,
                                  nb_buffer *out);
/* The picture, with what dot wrote; NULL: nothing has. */
void nb_sketch(const nb_picture_block *picture, const char *layout, const nb_view *view,
               nb_buffer *out);

#endif
