/* Commands: a word, then arguments of the forms that its row of the command table names. */
#ifndef NABLA_LANG_COMMAND_H
#define NABLA_LANG_COMMAND_H

#include "lang/reader.h"

/* name(1, 2, key=3, key=word), or the name alone. */
NB_MUST_USE nb_status nb_read_settings(parser *p, nb_command_arg *arg);
/* Reads a command where the statement is one, or an expression of a name spelled like one. */
NB_MUST_USE nb_status nb_read_command(parser *p, nb_statement *s, bool *is_command);

#endif
