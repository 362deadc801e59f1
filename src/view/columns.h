/* Tables of any kind in columns, or where they do not fit one fact below the other; equations,
 * in columns or on one line each. */
#ifndef NABLA_VIEW_COLUMNS_H
#define NABLA_VIEW_COLUMNS_H

#include "view/pen.h"

void nb_view_table(nb_pen *pen, const nb_table_block *table);

#endif
