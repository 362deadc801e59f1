/* What a node is made of: its cone, all nodes from which operands lead to it. Marks live in the
 * scratch arena, one byte a node. */
#ifndef NABLA_FORMULAS_CONE_H
#define NABLA_FORMULAS_CONE_H

#include "definitions/sheet.h"

/* Marks the nodes up to `target` that it is made of, itself too, with bit 0; with bit 1 those from
 * which a path leads to it that takes only the chosen side of each `where`. Brings the values up to
 * date. */
NB_MUST_USE nb_status nb_mark_cone(nb_sheet *s, nb_node target, uint8_t **marks);

/* A detached node between `node` and `target`, where there is a path from one to the other and each
 * passes such a node; else NB_NO_NODE. */
NB_MUST_USE nb_status nb_find_detached(nb_sheet *s, nb_node target, nb_node node, nb_node *held);

/* The definition of the first leaf, by creation, that a node is made of; NB_NO_DEF: there is none,
 * or it has no name. */
NB_MUST_USE nb_status nb_find_leaf(nb_sheet *s, nb_node node, nb_def_id *leaf);

/* Marks those of all nodes that are leaves, or made of any. */
NB_MUST_USE nb_status nb_mark_dependent(nb_sheet *s, uint8_t **marks);

#endif
