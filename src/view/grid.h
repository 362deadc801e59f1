/* A matrix of numbers with the names of its rows and columns; where the line is too short for all
 * columns, they go on below. */
#ifndef NABLA_VIEW_GRID_H
#define NABLA_VIEW_GRID_H

#include "view/pen.h"

void nb_view_grid(nb_pen *pen, const nb_grid_block *grid);

#endif
