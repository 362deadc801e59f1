/* Statements. */
#ifndef NABLA_LANG_STATEMENT_H
#define NABLA_LANG_STATEMENT_H

#include "lang/reader.h"

/* Reads one statement; what stands behind it is left. */
NB_MUST_USE nb_status nb_read_statement(parser *p, nb_statement **statement);

#endif
