/* Hints: what was probably meant by a statement that could not be read or run. */
#ifndef NABLA_HELP_HINTS_H
#define NABLA_HELP_HINTS_H

#include "definitions/sheet.h"

/* Adds a hint to s->problem, that of the statement whose text this is, or replaces one that says
 * less; where nothing is likely to have been meant, the problem stays as it is. */
void nb_add_hint(nb_sheet *s, const char *text);

/* What nabla writes instead of a word or sign from elsewhere; id NONE: it is no such word. */
nb_message nb_habit_of(const char *word);

#endif
