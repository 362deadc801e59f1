/* Nodes that read the same are told apart by a number: x·y #2. */
#ifndef NABLA_FORMULAS_ALIKE_H
#define NABLA_FORMULAS_ALIKE_H

#include "definitions/sheet.h"

/* Numbers the nodes without a name that read the same, in creation order, so that #2 can pick one;
 * 0: no other reads so. */
NB_MUST_USE nb_status nb_number_alike(nb_sheet *s, const nb_text *texts, const nb_node *nodes,
                                      size_t count, int *numbers);

#endif
