/* Whether anything flows from a target back to a node. */
#ifndef NABLA_EXPLORE_DEPENDS_H
#define NABLA_EXPLORE_DEPENDS_H

#include "definitions/sheet.h"

/* Whether a gradient flows from `target` to `node`, and the note that none does and why. */
NB_MUST_USE nb_status nb_depends(nb_sheet *s, nb_node target, nb_node node, bool *depends);
NB_MUST_USE nb_status nb_say_no_path(nb_sheet *s, nb_node target, nb_node node);

#endif
