/* Giving memory back. */
#ifndef NABLA_DEFINITIONS_COLLECT_H
#define NABLA_DEFINITIONS_COLLECT_H

#include "definitions/sheet.h"

/* Drops the nodes that no definition needs when there are many; only between statements. */
void nb_collect(nb_sheet *s);

/* What a statement that failed, and was rolled back, had added to: all of it is given back, so
 * that one which took all the memory leaves room for the next. */
typedef struct nb_growth {
    nb_arena_mark arena;
    size_t symbols, defs;
} nb_growth;

nb_growth nb_growth_begin(const nb_sheet *s);
void nb_growth_undo(nb_sheet *s, nb_growth before);

#endif
