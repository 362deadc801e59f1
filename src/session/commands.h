/* Running commands. */
#ifndef NABLA_SESSION_COMMANDS_H
#define NABLA_SESSION_COMMANDS_H

#include "definitions/sheet.h"

/* Calls the function of a command's row, where the command may stand. */
NB_MUST_USE nb_status nb_run_command(nb_sheet *s, const nb_statement *statement);

#endif
