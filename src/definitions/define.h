/* Definitions and what they mean. Every change of a meaning goes through nb_set_meaning, which
 * records what was there before: a failed statement and `undo` are the same step back.
 *
 * Invariant: a definition that is not dirty has a node whose operands belong to definitions that
 * are not dirty. */
#ifndef NABLA_DEFINITIONS_DEFINE_H
#define NABLA_DEFINITIONS_DEFINE_H

#include "definitions/sheet.h"

/* Whether it has a meaning; NB_NO_DEF has none. */
bool nb_is_defined(const nb_sheet *s, nb_def_id def);

/* A leaf's number, whether it has a node or not. */
double nb_leaf_value(const nb_sheet *s, const nb_def *def);

/* Makes `element` an element of what the formula `whole` was built to, with this node, unless the
 * user gave it a meaning of its own. */
NB_MUST_USE nb_status nb_take_element(nb_sheet *s, nb_def_id whole, nb_def_id element,
                                      nb_node node);

/* Takes all elements of a formula away; its shape is a number's until it is built again. */
void nb_forget_elements(nb_sheet *s, nb_def_id whole);

/* Gives a definition another meaning and records the former one for undo; those that use it become
 * dirty. A leaf that stays one only gets its number. On NB_STATUS_NO_MEMORY nothing has changed. */
NB_MUST_USE nb_status nb_set_meaning(nb_sheet *s, nb_def_id def, nb_meaning meaning);

/* What a definition says now, a leaf's present number included. */
nb_meaning nb_present_meaning(const nb_sheet *s, nb_def_id def);

/* nb_set_meaning without the record: for undo, which puts former meanings back. Cannot fail. */
void nb_put_meaning(nb_sheet *s, nb_def_id def, nb_meaning meaning);

/* Defines pi, π and e where they do not have their built-in meaning. */
NB_MUST_USE nb_status nb_define_constants(nb_sheet *s);

#endif
