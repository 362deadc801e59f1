/* What is known of each node before there are steps: who needs it, what reaches it, and whether it
 * becomes part of its user's step: sums of products are one step where nobody else reads what lies
 * between. */
#ifndef NABLA_ENGINE_LANES_MARKS_H
#define NABLA_ENGINE_LANES_MARKS_H

#include "engine/lanes_compiler.h"

/* False when it was stopped. */
NB_MUST_USE bool nb_lanes_mark(nb_lanes_compiler *c);

#endif
