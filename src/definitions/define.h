/* Definitions and what they mean. Every change of a meaning goes through nb_set_meaning, which
 * records what was there before: a failed statement and `undo` are the same step back.
 *
 * Invariant: a definition that is not dirty has a node whose operands belong to definitions that
 * are not dirty. */
#ifndef NABLA_DEFINITIONS_DEFINE_H
#define NABLA_DEFINITIONS_DEFINE_H

#include "definitions/sheet.h"

bool nb_is_defined(const nb_sheet *s, nb_def_id def);

/* A leaf's number, whether it has a node or not. */
double nb_leaf_value(const nb_sheet *s, const nb_def *def);

/* Makes a definition an element of what a formula was built to, unless it has another meaning of
 * its own; and takes all of them away. */
NB_MUST_USE nb_status nb_take_element(nb_sheet *s, nb_def_id whole, nb_def_id element,
                                      nb_node node);
void nb_forget_elements(nb_sheet *s, nb_def_id whole);

/* Gives a definition another meaning; those that use it become dirty. A leaf that stays one only
 * gets its number. */
NB_MUST_USE nb_status nb_set_meaning(nb_sheet *s, nb_def_id def, nb_meaning meaning);

/* What a definition says now, its number included. */
nb_meaning nb_present_meaning(const nb_sheet *s, nb_def_id def);

/* The same change without a record: of what is put back. */
void nb_put_meaning(nb_sheet *s, nb_def_id def, nb_meaning meaning);

/* Defines pi, e and their like where they do not mean what they meant at first. */
NB_MUST_USE nb_status nb_define_constants(nb_sheet *s);

#endif
