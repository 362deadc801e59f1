/* Running statements. */
#ifndef NABLA_SESSION_EXECUTE_H
#define NABLA_SESSION_EXECUTE_H

#include "definitions/sheet.h"

/* Does all that a statement says, or answers an error with the problem set. Then part of it may
 * have been done: the caller restores its save point. */
NB_MUST_USE nb_status nb_execute(nb_sheet *s, nb_statement *statement);

#endif
