/* Pictures where the student types: as an image, where the terminal shows such, or in
 * characters. */
#ifndef NABLA_FRONT_DRAWING_INLINE_H
#define NABLA_FRONT_DRAWING_INLINE_H

#include "base/settings.h"
#include "front/drawing/drawing.h"

/* What a terminal shows. */
typedef struct nb_screen {
    nb_images images; /* never AUTO; OFF: none */
    bool tmux;        /* tmux stands between */
    size_t columns, cell_width, cell_height; /* in characters; of one of them, in pixels */
} nb_screen;

/* Draws the picture that `block` (NB_BLOCK_PICTURE of `result`, without a path) holds. Where it
 * cannot be an image the result says why. */
void nb_inline_draw(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                    const nb_screen *screen, const nb_picture_limits *limits);

/* Shows a PNG file, as `block` says. False: the terminal cannot, or the file is none. */
NB_MUST_USE bool nb_inline_file(nb_block *block, nb_result *result, const nb_view *view,
                                nb_memory *memory, const nb_screen *screen, const char *path);

#endif
