/* Derivations by the chain rule. */
#ifndef NABLA_EXPLORE_EXPLAIN_H
#define NABLA_EXPLORE_EXPLAIN_H

#include "definitions/sheet.h"

/* Derives ∂target/∂node by the chain rule. `operations`: every operation is a factor, rather than
 * every named definition and every call of a function. `latex`: for a typesetter. */
NB_MUST_USE nb_status nb_explain(nb_sheet *s, nb_node node, nb_node target, bool operations,
                                 bool latex);

/* ∂y/∂x as a formula, where the formula that defines y uses x; empty where it is too long for a
 * line, or a call lies between the two. */
NB_MUST_USE nb_status nb_describe_slope(nb_sheet *s, nb_node y, nb_node x, nb_text *formula);

#endif
