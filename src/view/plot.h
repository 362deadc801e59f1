/* Plots as text. */
#ifndef NABLA_VIEW_PLOT_H
#define NABLA_VIEW_PLOT_H

#include "view/pen.h"

/* Curves between axes; where no picture is wanted (view.plain), a table of values. */
void nb_view_plot(nb_pen *pen, const nb_plot_block *plot);

#endif
