/* Statements that define. */
#ifndef NABLA_SESSION_DEFINITION_H
#define NABLA_SESSION_DEFINITION_H

#include "definitions/sheet.h"

/* Carries out x = 3, y = w*x, x = [1, 2], W = zeros(2, 3), and answers with the value. A number
 * alone makes a leaf, a literal of numbers a vector of leaves; `ans` and a loop's variable are
 * numbers. Where a loop runs the statement again, the copy of its formula is kept in `st`. */
NB_MUST_USE nb_status nb_define(nb_sheet *s, nb_statement *st);

/* Carries out f(a) = a^2. A function that calls itself, or a name that is unknown, is an error. */
NB_MUST_USE nb_status nb_define_function(nb_sheet *s, const nb_statement *st);

/* The definition of what stands on the left, added if it is new; its indices are evaluated. */
NB_MUST_USE nb_status nb_find_place(nb_sheet *s, const nb_target *target, nb_def_id *def);

/* A new meaning of this kind, with nothing set but the label, which stays with the name. */
nb_meaning nb_meaning_for(nb_sheet *s, nb_def_id def, nb_def_kind kind);

/* An error where an element stands on the left that a vector does not have. */
NB_MUST_USE nb_status nb_check_range(nb_sheet *s, const nb_target *target, nb_def_id id);

/* Before a name gets another meaning: if it is a vector or matrix, makes its elements undefined. */
NB_MUST_USE nb_status nb_replace_vector(nb_sheet *s, nb_def_id id);

/* Says so where a name that was not `known` before makes a quotient, now that it has a value, of
 * what was a derivative: dz of df/dz. */
NB_MUST_USE nb_status nb_note_differential(nb_sheet *s, const nb_target *target, bool known);

#endif
