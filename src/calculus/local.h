/* Local gradients as formulas: a partial derivative's text from its operator's row, with the
 * operands put in: y(1 − y), 2(y − 2), −1/u². */
#ifndef NABLA_CALCULUS_LOCAL_H
#define NABLA_CALCULUS_LOCAL_H

#include "calculus/term.h"

/* A partial derivative's text as an expression in which a, b, c and y are locals 0 to 3. */
NB_MUST_USE nb_status nb_local_parse(nb_arena *arena, const nb_names *names, const char *text,
                                     nb_expr *partial);
/* ∂node/∂(operand k): `partial` with the node's operands and the node itself put in, simplified.
 * A `where` is replaced by the side that the present values choose. NULL when memory runs out. */
const nb_term *nb_local_term(const nb_algebra *algebra, nb_node node, const nb_expr *partial);

/* Where an operator over vectors stands: its arguments and results, element by element. */
typedef struct nb_vector_place {
    const nb_node *args[NB_VECTOR_PARAMETERS], *results;
    const nb_node *settings;
    const nb_node *inner; /* results of the operator that the form applies to an argument */
    uint32_t count;       /* of the elements of the first argument */
    uint32_t result, arg; /* ∂(this result)/∂(this element of an argument), from 0 */
} nb_vector_place;

/* The closed form of a partial derivative, as an expression; and with the elements put in. */
NB_MUST_USE nb_status nb_vector_parse(nb_arena *arena, const nb_names *names, nb_vector_op op,
                                      int parameter, nb_expr *partial);
const nb_term *nb_vector_term(const nb_algebra *algebra, const nb_vector_place *place,
                              const nb_expr *partial);

#endif
