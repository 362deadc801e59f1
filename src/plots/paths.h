/* The paths that leaves took. */
#ifndef NABLA_PLOTS_PATHS_H
#define NABLA_PLOTS_PATHS_H

#include "plots/plotting.h"

/* Between which numbers a leaf was on the paths that are shown; false: it is on none. *low and
 * *high stay where they lie farther out. */
NB_MUST_USE nb_status nb_plot_extent(nb_plotting *p, nb_node leaf, double *low, double *high,
                                     bool *found);
/* Adds the paths of one or two leaves towards what is plotted first: that of the last training and
 * the steps since, and those of trainings with a name. Over one leaf a path lies on the curve: it
 * begins where no other leaf moves any more. */
NB_MUST_USE nb_status nb_plot_paths(nb_plotting *p, const nb_node *leaves, size_t count);

#endif
