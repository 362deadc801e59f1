/* Commands: a word, then arguments of the forms that its row of the command table names. */
#ifndef NABLA_LANG_COMMAND_H
#define NABLA_LANG_COMMAND_H

#include "lang/commands.h"
#include "lang/reader.h"

/* name(1, 2, key=3, key=word), or the name alone. */
NB_MUST_USE nb_status nb_read_settings(parser *p, nb_command_arg *arg);
/* A word up to a blank, or a text in quotes; `text`: up to the end of the statement. */
NB_MUST_USE nb_status nb_read_word(parser *p, nb_command_arg *arg, bool text);
/* An expression, and which of the nodes that read like it. */
NB_MUST_USE nb_status nb_read_node(parser *p, nb_command_arg *arg);
/* Clauses, in any order, with the keys that the command's row has. */
NB_MUST_USE nb_status nb_read_clauses(parser *p, nb_statement *s, const nb_command_info *command);
/* Whether a word that could be a node is meant as a file: it is quoted or has an ending. */
bool nb_looks_like_file(parser *p);
/* The token at which a file's name that begins with / follows a node; NULL: there is none. */
nb_token *nb_find_path(parser *p);
/* Reads a command where the statement is one, or an expression of a name spelled like one. */
NB_MUST_USE nb_status nb_read_command(parser *p, nb_statement *s, bool *is_command);

#endif
