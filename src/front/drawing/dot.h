/* Graphviz' dot, and the layout of a picture for the terminal. */
#ifndef NABLA_FRONT_DRAWING_DOT_H
#define NABLA_FRONT_DRAWING_DOT_H

#include "front/drawing/failure.h"

extern const nb_drawing_program nb_dot;

/* Says why something simpler stands in for what the program should have made, within these limits:
 * in a note that it is missing, else in a warning. */
void nb_dot_say_why(nb_result *result, const nb_process_outcome *outcome, const nb_view *view,
                    const nb_picture_limits *limits, const nb_drawing_program *program);

/* Draws the picture that `block` (NB_BLOCK_PICTURE of `result`, without a path) holds for the
 * terminal, laid out by dot in at most so long. Where dot does not, the picture is a tree, and a
 * note or a warning says why. */
void nb_draw_here(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                  int milliseconds);

#endif
