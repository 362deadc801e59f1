/* Running commands. */
#ifndef NABLA_SESSION_COMMANDS_H
#define NABLA_SESSION_COMMANDS_H

#include "definitions/sheet.h"

/* Calls the function of a command's row. It is an error where the command may not
 * stand, in a block or a file. */
NB_MUST_USE nb_status nb_run_command(nb_sheet *s, const nb_statement *statement);

#endif
