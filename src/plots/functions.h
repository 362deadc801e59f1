/* Functions over a range. */
#ifndef NABLA_PLOTS_FUNCTIONS_H
#define NABLA_PLOTS_FUNCTIONS_H

#include "plots/plotting.h"

/* plot f(x), g(x) for x in A..B */
NB_MUST_USE nb_status nb_plot_functions(nb_plotting *p);

#endif
