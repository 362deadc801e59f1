/* Names: interned symbols, the definitions they stand for, elements of families. */
#ifndef NABLA_DEFINITIONS_NAMES_H
#define NABLA_DEFINITIONS_NAMES_H

#include "definitions/sheet.h"

void nb_names_init(nb_sheet *s);
NB_MUST_USE nb_status nb_intern(nb_sheet *s, const char *text, size_t length, nb_symbol *symbol);

/* The definition of a name or an element, or NB_NO_DEF. `nb_def_at` adds an empty one. A family's
 * name has one, too, to which those are linked that use the family as a vector. */
nb_def_id nb_def_find(nb_sheet *s, nb_symbol symbol, uint32_t rank, const int32_t *index);
NB_MUST_USE nb_status nb_def_at(nb_sheet *s, nb_symbol symbol, uint32_t rank,
                                const int32_t *index, nb_def_id *def);
NB_MUST_USE nb_status nb_function_at(nb_sheet *s, nb_symbol symbol, nb_def_id *def);

/* The definition of element i, counted row by row, of a name with this shape, or NB_NO_DEF. */
nb_def_id nb_element(nb_sheet *s, nb_symbol symbol, nb_shape shape, uint32_t i);

/* The indices of element i, counted row by row. */
void nb_index_of(nb_shape shape, uint32_t i, int32_t index[2]);

/* The name as text, h[3] for an element, in the arena; "" when memory runs out. */
const char *nb_def_name(nb_sheet *s, nb_arena *arena, const nb_def *def);

/* The defined name nearest to `name` among those of NB_IS_... kinds, operators and commands
 * included; NULL when none is near. */
const char *nb_suggest(nb_sheet *s, const char *name, bool functions, bool values);

/* Calls `found` for everything that has a name: values, or functions and operators. */
void nb_each_name(nb_sheet *s, bool functions, bool values,
                  void (*found)(void *user, const char *name), void *user);
void nb_names_clear(nb_sheet *s);

/* Forgets the symbols and definitions added since there were so many; nothing may mean them. */
void nb_names_truncate(nb_sheet *s, size_t symbols, size_t defs);

#endif
