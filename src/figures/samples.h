/* Several samples that go through one network at once, as the rows of X in X @ W do. */
#ifndef NABLA_FIGURES_SAMPLES_H
#define NABLA_FIGURES_SAMPLES_H

#include "figures/network.h"

/* Sets `like` of each unit and `samples`. */
NB_MUST_USE nb_status nb_find_samples(nb_network *network);

#endif
