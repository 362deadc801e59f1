/* Broadcasting, as NumPy does it: in an operation a number goes with each element of a vector or
 * matrix, and a vector with each row of a matrix. */
#ifndef NABLA_FORMULAS_BROADCAST_H
#define NABLA_FORMULAS_BROADCAST_H

#include "formulas/builder.h"

/* The shape that broadcasting gives to `count` operands of a code: the largest; an error where
 * another one does not fit it. */
NB_MUST_USE nb_status nb_common_shape(nb_builder *m, const nb_value *values, uint32_t count,
                                      const nb_code *code, nb_shape *shape);

/* The node of a value that goes with element i, counted row by row, of a shape it fits. */
nb_node nb_broadcast(const nb_value *value, nb_shape shape, uint32_t i);

/* The hint `id` about a binary operator's operands: its first two arguments are their names where
 * both are names, else A and B. */
nb_message nb_say_operands(const nb_builder *m, const nb_code *code, nb_message_id id);

#endif
