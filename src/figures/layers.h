/* The drawing that textbooks have of a network: units as circles in columns, a column a layer. */
#ifndef NABLA_FIGURES_LAYERS_H
#define NABLA_FIGURES_LAYERS_H

#include "explore/picture.h"

/* Adds the picture of the network that `target` is to the result, as the file `path`; an error says
 * why it is none. `gradients`: below the weights. What `reach` says is not known is left out. */
NB_MUST_USE nb_status nb_draw_layers(nb_sheet *s, nb_node target, const char *path, bool gradients,
                                     const nb_reach *reach, nb_block **block);

#endif
