/* The functions of the commands, declared from their rows; each is defined in the room that does
 * its work. All answer in s->result, or set s->problem; `st` is the statement as it was read. */
#ifndef NABLA_DEFINITIONS_HANDLERS_H
#define NABLA_DEFINITIONS_HANDLERS_H

#include "definitions/sheet.h"

#define COMMAND(ID, ...) NB_MUST_USE nb_status nb_run_##ID(nb_sheet *s, const nb_statement *st);
#define TOPIC(...)
#include "lang/commands.def"
#undef COMMAND
#undef TOPIC

#endif
