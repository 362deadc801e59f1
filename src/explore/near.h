/* What is near a node: the clause `near` of draw, backward and table. */
#ifndef NABLA_EXPLORE_NEAR_H
#define NABLA_EXPLORE_NEAR_H

#include "arrays/wires.h"

/* How many wires the clause `near` says; 0 where it is not there. */
NB_MUST_USE nb_status nb_read_near(nb_sheet *s, const nb_statement *st, uint32_t *wires);

/* Marks, in the scratch arena, the nodes up to `target` that at most `wires` wires lead to from
 * `middle`, in whatever direction; of the nodes that `hidden` is 0 and `marks` not 0 for. An
 * operator over vectors is one box. */
NB_MUST_USE nb_status nb_mark_near(nb_wires *w, nb_node target, const uint8_t *marks,
                                   const uint8_t *hidden, nb_node middle, uint32_t wires,
                                   uint8_t **near);

#endif
