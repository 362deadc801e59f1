/* The order in which a program's steps run. */
#ifndef NABLA_ENGINE_LANES_ORDER_H
#define NABLA_ENGINE_LANES_ORDER_H

#include "engine/lanes_compiler.h"

/* The steps that run together: once or in the lanes, and for the target or for outputs alone. */
enum { NB_LANES_CLASSES = 4 };
static inline int nb_lanes_class(const nb_lanes_compiler *c, nb_node node) {
    return ((c->mark[node] & NB_MARK_LANE) != 0) * 2 + !(c->mark[node] & NB_MARK_TARGETED);
}

/* Fills c->order, class by class, in each level by level and in a level operator by operator: steps
 * of one level need nothing of each other, and many of one operator become one instruction. Class k
 * stands from begin[k] to begin[k + 1]. False when memory runs out, or
 * it was stopped. */
NB_MUST_USE bool nb_lanes_order(nb_lanes_compiler *c, nb_node begin[NB_LANES_CLASSES + 1]);

#endif
