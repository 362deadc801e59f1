/* Plots as files: a block of a result becomes a picture, through gnuplot. */
#ifndef NABLA_FRONT_DRAWING_PLOT_H
#define NABLA_FRONT_DRAWING_PLOT_H

#include "front/drawing/drawing.h"

/* Draws the plot that `block` (NB_BLOCK_PLOT of `result`) holds, if it has a path, as one of
 * `drafts`. The ending of the path says the format: .png .svg .pdf .dat. Where gnuplot is to blame
 * for an error, the numbers are written beside the wanted file, under the ending .dat, and the plot
 * is shown as text. A .dat file needs no program. */
void nb_plot_carry_out(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                       const nb_write_rule *rule, nb_drafts *drafts);

/* The same within limits of one's own. */
void nb_plot_draw(nb_block *block, nb_result *result, const nb_view *view, nb_memory *memory,
                  const nb_write_rule *rule, nb_drafts *drafts, const nb_picture_limits *limits);

#endif
