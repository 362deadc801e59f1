/* How often, on which rows and in what order `train` goes: its clauses epochs, batch, decay,
 * warmup, shuffle and reduce. */
#ifndef NABLA_LEARN_PLAN_H
#define NABLA_LEARN_PLAN_H

#include "definitions/sheet.h"
#include "lang/statement.h"
#include "train/trainer.h"

/* Reads them into *plan, whose other members stay. `alone`: the loss, where it is made of no rows
 * of data, or NULL; a note says then which clauses change nothing. shuffle=on draws a seed. */
NB_MUST_USE nb_status nb_plan_read(nb_sheet *s, const nb_statement *st, const nb_text *alone,
                                   nb_plan *plan);

/* Whether a clause holds the second of the two words that its row of commands.def has. */
NB_MUST_USE nb_status nb_plan_read_word(nb_sheet *s, const nb_statement *st, const char *key,
                                     bool *second);

#endif
