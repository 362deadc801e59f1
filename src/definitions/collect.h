/* Giving memory back: nodes that no definition needs any more, and what a statement that failed
 * had added. */
#ifndef NABLA_DEFINITIONS_COLLECT_H
#define NABLA_DEFINITIONS_COLLECT_H

#include "definitions/sheet.h"

/* Drops the nodes that no definition needs, when they are many. Nodes get new ids, so it is called
 * only between statements. It cannot fail: without memory the old nodes stay. */
void nb_collect(nb_sheet *s);

/* How much there was before a statement. One that fails is rolled back first; then all that it
 * added is given back, so that one which took all the memory leaves room for the next. */
typedef struct nb_growth {
    nb_arena_mark arena;
    size_t symbols, defs;
} nb_growth;

nb_growth nb_growth_begin(const nb_sheet *s);
void nb_growth_undo(nb_sheet *s, nb_growth before);

#endif
