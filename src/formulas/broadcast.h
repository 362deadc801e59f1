/* Broadcasting, as NumPy does it: in an operation a number goes with each element of a vector or
 * matrix, and a vector with each row of a matrix. A matrix of one row or one column goes with each
 * row or column of another. Only a vector and a column do not make a matrix together. */
#ifndef NABLA_FORMULAS_BROADCAST_H
#define NABLA_FORMULAS_BROADCAST_H

#include "formulas/builder.h"

/* The shape that broadcasting gives to `count` operands of a code: one that holds them all; an
 * error where one does not fit the others. */
NB_MUST_USE nb_status nb_common_shape(nb_builder *m, const nb_value *values, uint32_t count,
                                      const nb_code *code, nb_shape *shape);

/* Whether what has one shape goes with each element of what has another, which keeps its shape. */
bool nb_fits_into(nb_shape small, nb_shape shape);
/* Which element of it goes with element i, both counted row by row. */
uint32_t nb_broadcast_index(nb_shape of, nb_shape shape, uint32_t i);

/* The node of a value that goes with element i, counted row by row, of a shape it fits. */
nb_node nb_broadcast(const nb_value *value, nb_shape shape, uint32_t i);

/* The hint `id` about a binary operator's operands: its first two arguments are their names where
 * both are names, else A and B. */
nb_message nb_say_operands(const nb_builder *m, const nb_code *code, nb_message_id id);

#endif
