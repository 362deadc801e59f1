/* A derivation as on a blackboard: the equations with the definitions beside them, the same with
 * numbers from the target back, the product, and what it means. */
#ifndef NABLA_VIEW_DERIVATION_H
#define NABLA_VIEW_DERIVATION_H

#include "view/pen.h"

void nb_view_derivation(nb_pen *pen, const nb_derivation_block *block);

#endif
