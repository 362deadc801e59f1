/* Nodes that equal each other: the same formula of the same leaves made them. */
#ifndef NABLA_FORMULAS_EQUAL_H
#define NABLA_FORMULAS_EQUAL_H

#include "definitions/sheet.h"

/* The pick-th node, from 1, of those that `target` is made of (NB_NO_NODE: that any definition is
 * made of) which equals `wanted`; how many there are. */
NB_MUST_USE nb_status nb_find_equal(nb_sheet *s, nb_node target, nb_node wanted, uint32_t pick,
                                    nb_node *found, uint32_t *count);

/* Whether `node` is an operand of `y`; and the last of those that equals `wanted`, where one does:
 * else *found stays. */
bool nb_is_operand(const nb_graph *graph, nb_node node, nb_node y);
NB_MUST_USE nb_status nb_find_equal_operand(nb_sheet *s, nb_node y, nb_node wanted,
                                            nb_node *found);

#endif
