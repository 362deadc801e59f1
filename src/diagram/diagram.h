/* Pictures as the source of Graphviz' dot, of whatever kind. */
#ifndef NABLA_DIAGRAM_DIAGRAM_H
#define NABLA_DIAGRAM_DIAGRAM_H

#include "view/view.h"

/* A picture as the source of dot: its figure or, if it has none, its graph. `font` is a font
 * family, NULL: dot's own choice. */
void nb_diagram_dot(const nb_picture_block *picture, const nb_view *view, const char *font,
                    nb_buffer *out);

#endif
