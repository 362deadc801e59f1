/* Statements that define. */
#ifndef NABLA_SESSION_DEFINITION_H
#define NABLA_SESSION_DEFINITION_H

#include "definitions/sheet.h"

NB_MUST_USE nb_status nb_define(nb_sheet *s, nb_statement *st);
NB_MUST_USE nb_status nb_define_function(nb_sheet *s, const nb_statement *st);

/* The definition of what stands on the left, its indices being evaluated. */
NB_MUST_USE nb_status nb_find_place(nb_sheet *s, const nb_target *target, nb_def_id *def);

/* A new meaning of a name; the label stays with it. */
nb_meaning nb_meaning_for(nb_sheet *s, nb_def_id def, nb_def_kind kind);

/* An error where an element stands on the left that a vector does not have. */
NB_MUST_USE nb_status nb_check_range(nb_sheet *s, const nb_target *target, nb_def_id id);

/* Takes a vector its elements, before its name gets another meaning. */
NB_MUST_USE nb_status nb_replace_vector(nb_sheet *s, nb_def_id id);

#endif
