/* How large the gradients are, layer by layer. */
#ifndef NABLA_PLOTS_GRADIENTS_H
#define NABLA_PLOTS_GRADIENTS_H

#include "plots/plotting.h"

/* plot gradients of L over W1, W2 */
NB_MUST_USE nb_status nb_plot_gradients(nb_plotting *p);

#endif
