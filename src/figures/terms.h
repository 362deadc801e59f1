/* Weighted sums: what a node is as a sum of sources times weights. */
#ifndef NABLA_FIGURES_TERMS_H
#define NABLA_FIGURES_TERMS_H

#include "figures/network.h"

/* Adds the terms of a unit, of which `sum` is set. Those of leaves alone have no source yet. A call
 * of a function of several units, which is no weighted sum of them, has its arguments as terms. */
NB_MUST_USE nb_status nb_find_terms(nb_network *network, nb_unit *unit);

/* Says of products of leaves alone, in the units that are valid, which leaf goes in and which are
 * weights. */
NB_MUST_USE nb_status nb_choose_inputs(nb_network *network);

#endif
