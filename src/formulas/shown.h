/* The nodes that a student sees: of those that lie in the graph neither numbers in formulas,
 * nor what is inside an operator over vectors, nor what no definition needs any more. */
#ifndef NABLA_FORMULAS_SHOWN_H
#define NABLA_FORMULAS_SHOWN_H

#include "definitions/sheet.h"

/* Marks, in the scratch arena, the nodes of `target` that tables show: 1; others that it is made
 * of: 2; the rest: 0. */
NB_MUST_USE nb_status nb_mark_shown(nb_sheet *s, nb_node target, uint8_t **shown);

/* How many are shown; and which, in the order of their creation, in the scratch arena. */
NB_MUST_USE nb_status nb_count_shown(nb_sheet *s, nb_node target, size_t *count);
NB_MUST_USE nb_status nb_list_shown(nb_sheet *s, nb_node target, nb_node **nodes, size_t *count);

#endif
