/* Owns the textbook picture: a graph as the source of Graphviz' dot. */
#ifndef NABLA_DIAGRAM_DOT_H
#define NABLA_DIAGRAM_DOT_H

#include "view/view.h"

/* A picture as the source of Graphviz' dot. `font` is a font family, NULL: dot's own choice. */
void nb_view_dot(const nb_picture_block *picture, const nb_view *view, const char *font,
                 nb_buffer *out);

#endif
