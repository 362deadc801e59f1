/* The leaves that are trained. */
#ifndef NABLA_LEARN_WEIGHTS_H
#define NABLA_LEARN_WEIGHTS_H

#include "definitions/sheet.h"

/* The leaves that the target is made of, columns of data left out; in the scratch arena. */
NB_MUST_USE nb_status nb_find_leaves(nb_sheet *s, nb_node target, nb_def_id **leaves,
                                     size_t *count);

/* Those that a list names, in its order; an error where one is no such leaf, or is named twice. */
NB_MUST_USE nb_status nb_read_weights(nb_sheet *s, const nb_command_arg *over, nb_node target,
                                      nb_def_id **weights, size_t *count);

/* The names of leaves, in the result's arena. Where all elements of a name are there, the name. */
nb_arg nb_join_leaves(nb_sheet *s, const nb_def_id *leaves, size_t count);

/* Stores numbers in leaves, as := does. Memory can only run out where the running statement has not
 * stored in the same leaves before. */
NB_MUST_USE nb_status nb_store_weights(nb_sheet *s, const nb_def_id *weights,
                                       const double *numbers, size_t count);

#endif
