/* Running statements. */
#ifndef NABLA_SESSION_EXECUTE_H
#define NABLA_SESSION_EXECUTE_H

#include "definitions/sheet.h"

/* Does all that a statement says or answers an error; putting things back is the caller's. */
NB_MUST_USE nb_status nb_execute(nb_sheet *s, nb_statement *statement);

#endif
