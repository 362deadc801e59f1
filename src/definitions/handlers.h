/* The function of a command, NB_COMMAND(TRAIN) { ... }: it stands in the room that does its work,
 * and session/commands.c finds it by the ID of its row in lang/commands.def. `s` is the sheet, `st`
 * the statement as it was read. It answers in s->result, or sets s->problem. */
#ifndef NABLA_DEFINITIONS_HANDLERS_H
#define NABLA_DEFINITIONS_HANDLERS_H

#include "definitions/sheet.h"

#define NB_COMMAND(ID) nb_status nb_run_##ID(nb_sheet *s, const nb_statement *st)

#endif
