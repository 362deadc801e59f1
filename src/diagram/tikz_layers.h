/* A network in layers for LaTeX. */
#ifndef NABLA_DIAGRAM_TIKZ_LAYERS_H
#define NABLA_DIAGRAM_TIKZ_LAYERS_H

#include "view/view.h"

/* A document that compiles as it is; the picture's figure has columns. */
void nb_tikz_layers(const nb_picture_block *picture, const nb_view *view, nb_buffer *out);

#endif
