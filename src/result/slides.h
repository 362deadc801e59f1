/* The passes of a target step by step, each with the picture as far as it is known then. */
#ifndef NABLA_RESULT_SLIDES_H
#define NABLA_RESULT_SLIDES_H

#include "result/result.h"

typedef struct nb_slides {
    nb_nodes_block forward, backward;
    uint32_t *value_at, *gradient_at; /* of each vertex: the step that shows it; 0: each does */
    uint32_t *current; /* of each of the `steps`, forward and then back: the vertex it is about */
    size_t steps, walked; /* where a walk is, at which a page opens; 0: there is none */
} nb_slides;

#endif
