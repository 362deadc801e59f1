/* Statements that store numbers. */
#ifndef NABLA_SESSION_ASSIGN_H
#define NABLA_SESSION_ASSIGN_H

#include "definitions/sheet.h"

NB_MUST_USE nb_status nb_assign(nb_sheet *s, const nb_statement *st);

#endif
