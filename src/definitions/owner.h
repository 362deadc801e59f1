/* Which definition a node is the value of. */
#ifndef NABLA_DEFINITIONS_OWNER_H
#define NABLA_DEFINITIONS_OWNER_H

#include "definitions/sheet.h"

/* To be called after nodes were added from `from` on, with what adding them answered. They become
 * nodes of the sheet, without a name; when adding them failed, or memory runs out now, they are
 * dropped. Answers `status`, or NB_STATUS_NO_MEMORY. */
NB_MUST_USE nb_status nb_own_nodes(nb_sheet *s, nb_node from, nb_status status);

/* Adds a node of a number, `op` being NB_OP_LEAF or NB_OP_CONST, without a name. */
NB_MUST_USE nb_status nb_add_number(nb_sheet *s, nb_op op, double value, nb_node *node);

/* Gives a leaf its node: a constant where it is built in. */
NB_MUST_USE nb_status nb_build_leaf(nb_sheet *s, nb_def_id def);

#endif
