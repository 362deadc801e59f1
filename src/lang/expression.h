/* Expressions: precedence climbing. */
#ifndef NABLA_LANG_EXPRESSION_H
#define NABLA_LANG_EXPRESSION_H

#include "lang/reader.h"

/* What stands behind an opening bracket. */
NB_MUST_USE nb_status nb_read_nested(parser *p);
/* The derivative of the two operands that were emitted last. */
NB_MUST_USE nb_status nb_emit_gradient(parser *p, nb_span from);
/* The arguments of a call up to its closing bracket. `keyword`: the second may be given as a=2. For
 * a fold the operator is emitted behind each argument but the first. `by` gets the direction that
 * by=rows gives; NULL: none may be given. */
NB_MUST_USE nb_status nb_read_arguments(parser *p, const char *name, bool fold, nb_op op,
                                        const char *keyword, nb_span from, uint32_t *count,
                                        nb_along *by);
/* What a name stands for, its token read; `from` is where it begins (a ∂ may stand before it). */
NB_MUST_USE nb_status nb_read_named(parser *p, nb_symbol symbol, nb_span from);
/* Reads, as a part of an expression, operators that bind at least as tightly as `level`. */
NB_MUST_USE nb_status nb_read_level(parser *p, nb_level level);
/* Reads a whole expression of such operators. */
NB_MUST_USE nb_status nb_read_expr(parser *p, nb_level level, nb_expr *expr);

#endif
