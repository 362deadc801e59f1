/* What stands at a place of a statement that failed: names, numbers before them, brackets. */
#ifndef NABLA_HELP_PLACES_H
#define NABLA_HELP_PLACES_H

#include "definitions/sheet.h"

/* The bytes of the name that begins here; 0: none does. */
size_t nb_word_length(const char *text);

/* What a name is: flags of names.h; an operator counts as a function. */
unsigned nb_kind_of_name(nb_sheet *s, const char *name, size_t length);

/* Whether a value might begin at this byte: no quote ends anything there. */
bool nb_begins_value(const char *text, size_t at);

/* Whether a name stands directly behind a number, as in 100원; the 2 of d^2q is an exponent. */
bool nb_is_unit(const char *text, size_t at);

/* Hints at dL/dw2, L being `name` and w2 being `by`, where there is no w2; and at Sin[x], which
 * stands at the problem's place. Whether there is one. */
bool nb_hint_at_unknown_by(nb_sheet *s, const char *name, const char *by);
bool nb_hint_at_square(nb_sheet *s, const char *text);

#endif
