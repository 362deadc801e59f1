/* Dense blocks: sums of products in the lanes that multiply the same values by numbers of their
 * own, as the neurons of a layer do. A block is one step: matrix times values. */
#ifndef NABLA_ENGINE_LANES_DENSE_H
#define NABLA_ENGINE_LANES_DENSE_H

#include "engine/lanes_compiler.h"

/* Finds the blocks among the sums; false when memory runs out, or it
 * was stopped. */
NB_MUST_USE bool nb_lanes_find_blocks(nb_lanes_compiler *c);
/* Gives the matrices their slots of the program that is run once, from *slots on. A number that
 * stands in one matrix alone has its slot there; others are copied. */
NB_MUST_USE bool nb_lanes_place_matrices(nb_lanes_compiler *c, uint32_t *slots);

/* What a term of a block multiplies, NB_NO_NODE for 1, and its number. */
void nb_lanes_split_term(const nb_lanes_compiler *c, nb_node a, nb_node b, nb_node *value,
                         nb_node *number);

#endif
