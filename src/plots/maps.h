/* Maps over two leaves. */
#ifndef NABLA_PLOTS_MAPS_H
#define NABLA_PLOTS_MAPS_H

#include "plots/plotting.h"

/* plot contour L over w, b */
NB_MUST_USE nb_status nb_plot_contour(nb_plotting *p);
/* plot boundary y over x1, x2 */
NB_MUST_USE nb_status nb_plot_boundary(nb_plotting *p);

#endif
