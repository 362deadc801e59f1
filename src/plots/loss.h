/* How the loss went. */
#ifndef NABLA_PLOTS_LOSS_H
#define NABLA_PLOTS_LOSS_H

#include "plots/plotting.h"

/* plot loss */
NB_MUST_USE nb_status nb_plot_loss(nb_plotting *p);

#endif
