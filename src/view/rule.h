/* A gradient of a vector or matrix, derived step by step: each equation in elements and in
 * matrices, then the matrices in numbers. */
#ifndef NABLA_VIEW_RULE_H
#define NABLA_VIEW_RULE_H

#include "view/pen.h"

void nb_view_rule(nb_pen *pen, const nb_rule_block *block);

/* The right side of an equation, as text: for programs. */
void nb_pen_add_rule_side(nb_pen *pen, const nb_rule_block *block, const nb_rule_side *side);
/* 2×3 = 2×1 · 1×3, where a product of matrices is on the right; else nothing. */
void nb_pen_add_shapes(nb_pen *pen, const nb_rule_equation *equation);

#endif
