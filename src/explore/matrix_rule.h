/* Gradients of vectors and matrices, derived as books write them: ∂L/∂W = xᵀ·∂L/∂h. */
#ifndef NABLA_EXPLORE_MATRIX_RULE_H
#define NABLA_EXPLORE_MATRIX_RULE_H

#include "arrays/arrays.h"

/* Adds the derivation of ∂target/∂(what `nodes` are, row by row), or a note that no path leads
 * there. `name`: what was typed for them. `operations`: each part of a formula is a step. */
NB_MUST_USE nb_status nb_explain_array(nb_sheet *s, nb_shape shape, nb_node *nodes,
                                       const char *name, nb_node target, bool operations,
                                       bool latex);

#endif
