/* The leaves that are trained. */
#ifndef NABLA_LEARN_WEIGHTS_H
#define NABLA_LEARN_WEIGHTS_H

#include "definitions/sheet.h"

/* The leaves that the target is made of, or of these those that a list names; columns of data are
 * left out, or an error. In the scratch arena. */
NB_MUST_USE nb_status nb_find_leaves(nb_sheet *s, nb_node target, nb_def_id **leaves,
                                     size_t *count);
NB_MUST_USE nb_status nb_read_weights(nb_sheet *s, const nb_command_arg *over, nb_node target,
                                      nb_def_id **weights, size_t *count);

/* Their names, in the result's arena; all elements of a name are the name. */
nb_arg nb_join_leaves(nb_sheet *s, const nb_def_id *leaves, size_t count);

/* Stores numbers in leaves. Memory can only run out where the statement that runs has not stored
 * in the same leaves before. */
NB_MUST_USE nb_status nb_store_weights(nb_sheet *s, const nb_def_id *weights,
                                       const double *numbers, size_t count);

#endif
