/* Derivations by the chain rule: which nodes lie between, how each hands its gradient on, and what
 * the product comes to. */
#ifndef NABLA_EXPLORE_EXPLAIN_H
#define NABLA_EXPLORE_EXPLAIN_H

#include "definitions/sheet.h"

/* Adds the derivation of ∂target/∂node to the result, or a note that no path leads there; its value
 * becomes `ans`. `operations`: every operation is a factor, rather than every named definition and
 * every call of a function. `latex`: for a typesetter. */
NB_MUST_USE nb_status nb_explain(nb_sheet *s, nb_node node, nb_node target, bool operations,
                                 bool latex);

/* ∂y/∂x as a formula, where the formula that defines y uses x; empty where it is too long for a
 * line, or a call lies between the two. */
NB_MUST_USE nb_status nb_describe_slope(nb_sheet *s, nb_node y, nb_node x, nb_text *formula);

#endif
