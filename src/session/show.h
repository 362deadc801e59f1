/* The values that statements answer with. */
#ifndef NABLA_SESSION_SHOW_H
#define NABLA_SESSION_SHOW_H

#include "definitions/sheet.h"

/* Answers with one number, or with several; `name`: NULL for an expression. Warns where they are
 * inf or nan. */
NB_MUST_USE nb_status nb_show_number(nb_sheet *s, const char *name, double value, nb_node node);
NB_MUST_USE nb_status nb_show_array(nb_sheet *s, const char *name, nb_shape shape,
                                    const nb_node *nodes);

/* Answers with the value of a definition. */
NB_MUST_USE nb_status nb_show_definition(nb_sheet *s, nb_def_id id);

#endif
