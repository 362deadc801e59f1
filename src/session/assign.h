/* Statements that store numbers. */
#ifndef NABLA_SESSION_ASSIGN_H
#define NABLA_SESSION_ASSIGN_H

#include "definitions/sheet.h"

/* Carries out x := n, x += n and their like, and answers with the new values. */
NB_MUST_USE nb_status nb_assign(nb_sheet *s, const nb_statement *st);

#endif
