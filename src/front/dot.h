/* Graphviz' dot: what it says when it fails, and the layout of a picture for the terminal. */
#ifndef NABLA_FRONT_DOT_H
#define NABLA_FRONT_DOT_H

#include "front/system/process.h"
#include "result/result.h"
#include "view/view.h"

/* Whether `text` stands in what it wrote as errors. Some of them leave its exit status 0. */
bool nb_dot_says(const nb_buffer *errors, const char *text);
/* In one line why dot failed: its first error, or else the first line that it wrote, or else how
 * it ended. It stands in `line`, or is static. */
const char *nb_dot_reason(const nb_process_outcome *outcome, const nb_view *view, char *line,
                          size_t size);

/* Draws the picture that `block` (NB_BLOCK_PICTURE of `result`, without a path) holds for the
 * terminal, laid out by dot in at most so long. Where dot does not, the picture is a tree, and a
 * note or a warning says why. */
void nb_draw_here(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                  int milliseconds);

#endif
