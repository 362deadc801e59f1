/* The three tables of nodes: the forward pass as equations, the backward pass and `table` in
 * columns, or one fact below the other where columns do not fit. */
#ifndef NABLA_VIEW_NODES_H
#define NABLA_VIEW_NODES_H

#include "view/pen.h"

/* ---- blocks ---- */
void nb_view_nodes(nb_pen *pen, const nb_nodes_block *block);
/* = 1.1 × count + 0.5 × b, into the cell. */
void nb_pen_add_contributions(nb_pen *pen, const nb_node_row *row);

#endif
