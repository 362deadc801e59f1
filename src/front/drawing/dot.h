/* Graphviz' dot: what it says when it fails, and the layout of a picture for the terminal. */
#ifndef NABLA_FRONT_DRAWING_DOT_H
#define NABLA_FRONT_DRAWING_DOT_H

#include "front/drawing/drawing.h"
#include "result/result.h"
#include "view/view.h"

/* Whether `text` stands in what it wrote as errors. Some of them leave its exit status 0. */
bool nb_dot_says(const nb_buffer *errors, const char *text);
/* In one line why dot failed: its first error, or else the first line that it wrote, or else how
 * it ended. It stands in `line`, or is static. */
const char *nb_dot_reason(const nb_process_outcome *outcome, const nb_view *view, char *line,
                          size_t size);

/* dot, where what it makes is for the terminal. */
extern const nb_drawing_program nb_dot_here;

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
