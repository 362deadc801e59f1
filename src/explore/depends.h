/* Whether a gradient flows from a target back to a node, and what is said where none does. */
#ifndef NABLA_EXPLORE_DEPENDS_H
#define NABLA_EXPLORE_DEPENDS_H

#include "definitions/sheet.h"

/* Whether a gradient flows from `target` to `node`; to a constant none does. */
NB_MUST_USE nb_status nb_depends(nb_sheet *s, nb_node target, nb_node node, bool *depends);

/* Adds the note that none flows, and why: no path leads there, or only by the side of a `where`
 * that is not chosen, or a stored number stands between. */
NB_MUST_USE nb_status nb_say_no_path(nb_sheet *s, nb_node target, nb_node node);

/* That a detached node was held while gradients were compared (nb_probe.held). */
nb_message nb_say_held(nb_sheet *s, nb_node held);

#endif
