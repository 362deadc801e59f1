/* Plots as commands of gnuplot, and as tables of numbers. */
#ifndef NABLA_DIAGRAM_GNUPLOT_H
#define NABLA_DIAGRAM_GNUPLOT_H

#include "view/view.h"

/* What gnuplot reads to draw the plot on its standard output. `terminal` is pngcairo, svg or
 * pdfcairo, `font` a font family. */
void nb_gnuplot(const nb_plot_block *plot, const nb_view *view, const char *terminal,
                const char *font, nb_buffer *out);

/* The numbers, x and y in a line; two empty lines part the curves, each behind a comment with its
 * names. */
void nb_plot_numbers(const nb_plot_block *plot, const nb_view *view, nb_buffer *out);

/* Appends a text as a string of gnuplot, the only way for a user's text into it: in single
 * quotes nothing has a meaning but the quote itself. Control characters are left out. */
void nb_gnuplot_add_text(nb_buffer *out, const char *text, size_t length);

#endif
