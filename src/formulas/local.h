/* Local gradients of the sheet's nodes, as formulas for reading. */
#ifndef NABLA_FORMULAS_LOCAL_H
#define NABLA_FORMULAS_LOCAL_H

#include "definitions/sheet.h"

/* What terms about the sheet's graph are made with; they live in `arena`. Reads the rules of
 * simplification the first time, for which memory may run out. */
NB_MUST_USE nb_status nb_algebra_get(nb_sheet *s, nb_arena *arena, nb_algebra *algebra);

/* ∂op/∂(operand k) as ops.def teaches it, parsed once: a, b, c and the value y are locals 0 to 3.
 * NULL when memory runs out. */
const nb_expr *nb_partial_of(nb_sheet *s, nb_op op, int k);

/* ∂node/∂(operand k), as the passes take it: a broken sign is broken here, too. NULL when memory
 * runs out. */
const nb_term *nb_local_of(nb_sheet *s, const nb_algebra *algebra, nb_node node, int k);

#endif
