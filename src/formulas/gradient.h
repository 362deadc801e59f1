/* Derivatives as nodes of the sheet. */
#ifndef NABLA_FORMULAS_GRADIENT_H
#define NABLA_FORMULAS_GRADIENT_H

#include "definitions/sheet.h"

/* Adds the nodes of the derivatives of `a` by `count` nodes, without names: nodes[i] has the value
 * ∂a/∂(by[i]), or is NB_NO_NODE when `a` does not depend on by[i]. Fails when memory runs out or
 * the host interrupts; then no nodes have been added. */
NB_MUST_USE nb_status nb_add_gradient(nb_sheet *s, nb_node a, const nb_node *by, uint32_t count,
                                      nb_node *nodes);

#endif
