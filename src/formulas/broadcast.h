/* Shapes that meet: a number with a vector, a vector with each row of a matrix, as NumPy does. */
#ifndef NABLA_FORMULAS_BROADCAST_H
#define NABLA_FORMULAS_BROADCAST_H

#include "formulas/builder.h"

/* The shape that broadcasting gives to a code's operands; an error where they do not fit. */
NB_MUST_USE nb_status nb_common_shape(nb_builder *m, const nb_value *values, uint32_t count,
                                      const nb_code *code, nb_shape *shape);

/* The node of a value that belongs to element i of a larger shape. */
nb_node nb_broadcast(const nb_value *value, nb_shape shape, uint32_t i);

/* A hint about a binary operator's operands, by their names where both are names. */
nb_message nb_say_operands(const nb_builder *m, const nb_code *code, nb_message_id id);

#endif
