/* A loss that was typed out sample by sample, run as if the samples were rows of data: the terms
 * that are alike (lanes_alike.h) are computed by the lanes, a term a row; what is made of them, a
 * sum or whatever stands around it, is a graph of its own in which each term is a leaf.
 *
 * Invariant: as in lanes.h. The rest is the formula's own, so that the terms are added as they are
 * written; each term's gradient is the one that the rest hands to it. */
#ifndef NABLA_ENGINE_LANES_REROLL_H
#define NABLA_ENGINE_LANES_REROLL_H

#include "engine/lanes.h"

typedef struct nb_reroll nb_reroll;

/* The target of a plan without inputs, whose outputs are not looked at. *reroll is NULL where few
 * terms are alike. `mask`: see nb_alike_find. On NB_STATUS_NO_MEMORY nothing is left. */
NB_MUST_USE nb_status nb_reroll_new(nb_memory *memory, const nb_graph *graph,
                                    const nb_lanes_plan *plan, uint64_t mask, nb_reroll **reroll);
void nb_reroll_free(nb_reroll *reroll); /* NULL: nothing */

/* The target's value, and its gradient by each weight, where weight k is points[k]. */
double nb_reroll_value(nb_reroll *reroll, const double *points);
void nb_reroll_gradient(nb_reroll *reroll, const double *points, double *loss, double *gradient);

/* As nb_lanes_describe, all programs together; `terms`: as many are rows. */
nb_lanes_report nb_reroll_describe(const nb_reroll *reroll);

#endif
