/* What made a node: through names, and where it was written out by hand. */
#ifndef NABLA_FORMULAS_MAKER_H
#define NABLA_FORMULAS_MAKER_H

#include "definitions/sheet.h"

/* What made `node`, under whatever names: operand 0 of the operator called `maker`, or argument
 * `i` of the operator over vectors whose result i of `count` it is; *first: its result 0, which has
 * to be that of the elements before. Of a sigmoid it is z also in 1/(1 + e^-z) written by hand.
 * NB_NO_NODE: something else. */
nb_node nb_find_made(const nb_sheet *s, const char *maker, nb_node node, uint32_t i,
                     uint32_t count, const nb_call **first);

#endif
