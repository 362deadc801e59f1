/* An expression taken apart: where its values begin, the two operands of a derivative. */
#ifndef NABLA_LANG_SPLIT_H
#define NABLA_LANG_SPLIT_H

#include "lang/syntax.h"
#include "base/memory.h"

/* Of each code, in the arena, where the value that it completes begins: begins[i] to i are the
 * codes of that value. The indices behind a SKIP are left out. NULL when memory runs out. */
NB_MUST_USE uint32_t *nb_value_begins(nb_arena *arena, const nb_expr *expr);

/* The operands of dL/dw or grad(L, w): two parts of its code, which is in postfix order. *split: it
 * is one. What is needed meanwhile is put into `scratch`. */
NB_MUST_USE nb_status nb_split_derivative(nb_arena *scratch, const nb_expr *expr, nb_expr *of,
                                          nb_expr *by, bool *split);

#endif
