/* The nodes that the arguments of commands name. */
#ifndef NABLA_FORMULAS_NODES_H
#define NABLA_FORMULAS_NODES_H

#include "definitions/sheet.h"

/* The node that a command's argument names: a definition, an element, or an expression equal to a
 * node of `target`'s graph (the pick-th of several). */
NB_MUST_USE nb_status nb_find_node(nb_sheet *s, const nb_command_arg *arg, nb_node target,
                                   nb_node *node);

/* The nodes that a list names, h[1..20] being twenty, and h all of a vector or family, in the
 * scratch arena. */
NB_MUST_USE nb_status nb_find_nodes(nb_sheet *s, const nb_command_arg *list, nb_node target,
                                    nb_node **nodes, size_t *count);

/* Where in such a list its node number `at`, from 0, is named. */
nb_span nb_place_in_list(nb_sheet *s, const nb_command_arg *list, nb_node target, size_t at);

/* nb_find_node for an operand of `y`: of several equal nodes the one that is an operand. */
NB_MUST_USE nb_status nb_find_operand(nb_sheet *s, const nb_command_arg *arg, nb_node y,
                                      nb_node *node);

#endif
