/* The values that statements answer with. */
#ifndef NABLA_SESSION_SHOW_H
#define NABLA_SESSION_SHOW_H

#include "definitions/sheet.h"

/* Answers with one number, the value of `node` or, if that is NB_NO_NODE, of no node. `name`: NULL
 * for an expression. Warns where a node is inf or nan. */
NB_MUST_USE nb_status nb_show_number(nb_sheet *s, const char *name, double value, nb_node node);

/* The same with the values of several nodes, row by row. */
NB_MUST_USE nb_status nb_show_array(nb_sheet *s, const char *name, nb_shape shape,
                                    const nb_node *nodes);

/* Says what there is to remark on the formula of the running statement, which has been built. */
void nb_say_remarks(nb_sheet *s);

/* Answers with the value of a definition, which has been built; inside loops, and on quiet lines of
 * files that are run, with nothing. */
NB_MUST_USE nb_status nb_show_definition(nb_sheet *s, nb_def_id id);

#endif
