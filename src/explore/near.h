/* What is near a node: the clause `near` of draw, backward and table. */
#ifndef NABLA_EXPLORE_NEAR_H
#define NABLA_EXPLORE_NEAR_H

#include "explore/wires.h"

/* How many wires the clause `near` says; 0 where it is not there. */
NB_MUST_USE nb_status nb_read_near(nb_sheet *s, const nb_statement *st, uint32_t *wires);

/* A whole number behind a clause's key, 0 where it is not there; else an error whose hint is the
 * line with `usual` in its place. */
NB_MUST_USE nb_status nb_read_whole_clause(nb_sheet *s, const nb_statement *st, const char *key,
                                           uint32_t least, uint32_t most, const char *usual,
                                           uint32_t *whole);
/* The hint to type the statement with a piece of it replaced. */
nb_message nb_hint_line(nb_sheet *s, const nb_statement *st, nb_span span, const char *other);

/* Marks, in the scratch arena, the nodes up to `target` that at most `wires` wires lead to from
 * `middle`, in whatever direction; of the nodes that `hidden` is 0 and `marks` not 0 for. An
 * operator over vectors is one box. */
NB_MUST_USE nb_status nb_mark_near(nb_wires *w, nb_node target, const uint8_t *marks,
                                   const uint8_t *hidden, nb_node middle, uint32_t wires,
                                   uint8_t **near);

#endif
