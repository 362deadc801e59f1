/* Over leaves. */
#ifndef NABLA_PLOTS_OVER_H
#define NABLA_PLOTS_OVER_H

#include "plots/plotting.h"

/* The leaves behind `over`, so many as are wanted, and for each of them its range: what `in` says,
 * or where the last training or the data have been, or around its number. */
NB_MUST_USE nb_status nb_plot_leaves(nb_plotting *p, size_t wanted, nb_node *leaves,
                                     nb_axis *ranges);
/* Builds what is plotted as it stands: names are their nodes. */
NB_MUST_USE nb_status nb_plot_build(nb_plotting *p);
/* Adds room for `more` curves behind those that are there. */
NB_MUST_USE nb_status nb_plot_more(nb_plotting *p, size_t more, nb_curve **next);

/* plot L over w */
NB_MUST_USE nb_status nb_plot_over(nb_plotting *p);

#endif
