/* A network in layers as the source of Graphviz' dot. */
#ifndef NABLA_DIAGRAM_DOT_LAYERS_H
#define NABLA_DIAGRAM_DOT_LAYERS_H

#include "result/figure.h"
#include "view/view.h"

/* `font` is a font family, NULL: dot's own choice. */
void nb_diagram_layers(const nb_picture_block *picture, const nb_view *view, const char *font,
                       nb_buffer *out);

#endif
