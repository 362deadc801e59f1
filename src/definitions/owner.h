/* Which definition a node is the value of. */
#ifndef NABLA_DEFINITIONS_OWNER_H
#define NABLA_DEFINITIONS_OWNER_H

#include "definitions/sheet.h"

/* Makes the nodes from `from` on the session's, without a name; unless `status` says that adding
 * them failed: then they are dropped. */
NB_MUST_USE nb_status nb_own_nodes(nb_sheet *s, nb_node from, nb_status status);

/* Adds a leaf or a constant, without a name. */
NB_MUST_USE nb_status nb_add_number(nb_sheet *s, nb_op op, double value, nb_node *node);

/* Gives a leaf its node. */
NB_MUST_USE nb_status nb_build_leaf(nb_sheet *s, nb_def_id def);

#endif
