/* Targets that are chances, those of binary_cross_entropy and of what vectors.def marks likewise:
 * numbers outside 0..1 there make a loss that has no least value. And those that are -1 or 1: a
 * target 0 of hinge teaches nothing. */
#ifndef NABLA_EXPLORE_CHANCE_H
#define NABLA_EXPLORE_CHANCE_H

#include "definitions/sheet.h"

/* A node that an operator takes as such a target. */
typedef struct nb_chance {
    nb_node node;
    nb_targets targets;
    const char *function;
} nb_chance;

bool nb_is_no_target(nb_targets targets, double value); /* but for rounding */
/* What it can be, in words. */
const char *nb_targets_in_words(nb_targets targets);

/* Those in what `target` is made of, in the scratch arena; not behind a side of a `where`, which
 * may keep out what is none. */
NB_MUST_USE nb_status nb_list_chances(nb_sheet *s, nb_node target, nb_chance **list, size_t *count);

/* Warns of the first one that is none, once a statement: where nodes that are shown are made of its
 * loss, or it is made of them. Inside a loop it says nothing. */
NB_MUST_USE nb_status nb_warn_chances(nb_sheet *s, const nb_node *shown, uint32_t count);

#endif
