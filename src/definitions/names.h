/* Names. All spellings of a name are one symbol; a symbol has at most one definition as a value,
 * one as a function, and one for each element of a family. */
#ifndef NABLA_DEFINITIONS_NAMES_H
#define NABLA_DEFINITIONS_NAMES_H

#include "definitions/sheet.h"

/* Sets `s->names`: how the parser asks about names. */
void nb_names_init(nb_sheet *s);

/* The symbol of a name, in any of its spellings (w₅ is w5); added when it is new. */
NB_MUST_USE nb_status nb_intern(nb_sheet *s, const char *text, size_t length, nb_symbol *symbol);

/* The definition of a name (rank 0: `index` may be NULL), or of the element with `rank` indices;
 * NB_NO_DEF: there is none. Instead of that, nb_def_at, and nb_function_at for a function, add an
 * empty one. With its first element a family's name gets one, too, to which those are linked that
 * use the family as a vector. */
nb_def_id nb_def_find(nb_sheet *s, nb_symbol symbol, uint32_t rank, const int32_t *index);
NB_MUST_USE nb_status nb_def_at(nb_sheet *s, nb_symbol symbol, uint32_t rank,
                                const int32_t *index, nb_def_id *def);
NB_MUST_USE nb_status nb_function_at(nb_sheet *s, nb_symbol symbol, nb_def_id *def);

/* The definition of element i, counted row by row, of a name with this shape, or NB_NO_DEF. */
nb_def_id nb_element(nb_sheet *s, nb_symbol symbol, nb_shape shape, uint32_t i);

/* The indices of element i, counted row by row. */
void nb_index_of(nb_shape shape, uint32_t i, int32_t index[2]);

/* The name as text: of an element h[3], in `arena`, else the symbol's own. "" when memory runs
 * out. */
const char *nb_def_name(nb_sheet *s, nb_arena *arena, const nb_def *def);

/* The nearest to `name` of the names that nb_each_name finds or, where neither functions nor values
 * are asked for, of the commands; NULL when none is near. */
const char *nb_suggest(nb_sheet *s, const char *name, bool functions, bool values);

/* Calls `found` with the name of each value and family (`values`), and of each function and
 * operator (`functions`); `user` is handed on to it. */
void nb_each_name(nb_sheet *s, bool functions, bool values,
                  void (*found)(void *user, const char *name), void *user);

/* Frees the symbols and the definitions; their texts are the arena's. */
void nb_names_clear(nb_sheet *s);

/* Forgets the symbols and definitions added since there were so many. The statement that added them
 * has been rolled back: none of them is defined, and only dirty definitions are linked to them. */
void nb_names_truncate(nb_sheet *s, size_t symbols, size_t defs);

#endif
