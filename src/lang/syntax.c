/* Asking the syntax tree. */
#include "lang/syntax.h"

#include <string.h>

const nb_command_arg *nb_clause_get(const nb_statement *statement, const char *key) {
    for (const nb_clause *clause = statement->clauses; clause != NULL; clause = clause->next)
        if (strcmp(clause->key, key) == 0) return &clause->arg;
    return NULL;
}
