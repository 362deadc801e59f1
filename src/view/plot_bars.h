/* Bars of vectors as text. */
#ifndef NABLA_VIEW_PLOT_BARS_H
#define NABLA_VIEW_PLOT_BARS_H

#include "view/pen.h"

/* A row for each bar, those of one element below each other. */
void nb_view_bars(nb_pen *pen, const nb_plot_block *plot);

#endif
