/* What stands behind the key of a clause, and the line that says it rightly. */
#ifndef NABLA_FORMULAS_CLAUSE_H
#define NABLA_FORMULAS_CLAUSE_H

#include "definitions/sheet.h"

/* A whole number behind a clause's key, 0 where it is not there; else an error whose hint is the
 * line with `usual` in its place. */
NB_MUST_USE nb_status nb_read_whole_clause(nb_sheet *s, const nb_statement *st, const char *key,
                                           uint32_t least, uint32_t most, const char *usual,
                                           uint32_t *whole);
/* The hint to type the statement with a piece of it replaced. */
nb_message nb_hint_line(nb_sheet *s, const nb_statement *st, nb_span span, const char *other);

#endif
