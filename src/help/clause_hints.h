/* Hints at a word behind a command that belongs to nothing in front of it. */
#ifndef NABLA_HELP_CLAUSE_HINTS_H
#define NABLA_HELP_CLAUSE_HINTS_H

#include "definitions/sheet.h"
#include "lang/commands.h"

/* The key that was meant by the unexpected word, or the comma that lacks in front of it; false:
 * neither. */
bool nb_hint_at_clause(nb_sheet *s, const char *text, const nb_command_info *command,
                       const char *word);

#endif
