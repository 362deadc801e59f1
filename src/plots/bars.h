/* Vectors as bars. */
#ifndef NABLA_PLOTS_BARS_H
#define NABLA_PLOTS_BARS_H

#include "plots/plotting.h"

/* plot a, softmax(a) */
NB_MUST_USE nb_status nb_plot_bars(nb_plotting *p);

#endif
