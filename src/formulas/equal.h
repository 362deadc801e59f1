/* Nodes that equal each other: the same formula of the same leaves made them. The scratch arena is
 * as before afterwards. */
#ifndef NABLA_FORMULAS_EQUAL_H
#define NABLA_FORMULAS_EQUAL_H

#include "definitions/sheet.h"

/* Finds the nodes that equal `wanted` among those that `target` is made of (NB_NO_NODE: that any
 * definition is made of). *count is how many there are, *found the pick-th, from 1; with fewer than
 * that *found stays. */
NB_MUST_USE nb_status nb_find_equal(nb_sheet *s, nb_node target, nb_node wanted, uint32_t pick,
                                    nb_node *found, uint32_t *count);

/* Whether `node` is an operand of `y`. */
bool nb_is_operand(const nb_graph *graph, nb_node node, nb_node y);

/* The last created operand of `y` that equals `wanted`; where none does, *found stays. */
NB_MUST_USE nb_status nb_find_equal_operand(nb_sheet *s, nb_node y, nb_node wanted,
                                            nb_node *found);

#endif
