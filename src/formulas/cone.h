/* What a node is made of. */
#ifndef NABLA_FORMULAS_CONE_H
#define NABLA_FORMULAS_CONE_H

#include "definitions/sheet.h"

/* Marks the nodes that `target` is made of: bit 0; of those the chosen ones: bit 1. */
NB_MUST_USE nb_status nb_mark_cone(nb_sheet *s, nb_node target, uint8_t **marks);

/* The first leaf that a node is made of, or NB_NO_DEF. */
NB_MUST_USE nb_status nb_find_leaf(nb_sheet *s, nb_node node, nb_def_id *leaf);

/* Marks the nodes that are leaves, or made of any. */
NB_MUST_USE nb_status nb_mark_dependent(nb_sheet *s, uint8_t **marks);

#endif
