/* Nodes that read the same are told apart by a number: x·y #2. */
#ifndef NABLA_FORMULAS_ALIKE_H
#define NABLA_FORMULAS_ALIKE_H

#include "definitions/sheet.h"

/* Numbers those of `count` nodes whose texts are the same, from 1 in the order of their creation,
 * so that #2 can pick one. numbers[i] belongs to nodes[i] and texts[i]; 0: no other of them reads
 * so. Takes room in the scratch arena. */
NB_MUST_USE nb_status nb_number_alike(nb_sheet *s, const nb_text *texts, const nb_node *nodes,
                                      size_t count, int *numbers);

#endif
