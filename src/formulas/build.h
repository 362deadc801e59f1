/* Formulas -> nodes: definitions brought up to date, and expressions that become nodes. */
#ifndef NABLA_FORMULAS_BUILD_H
#define NABLA_FORMULAS_BUILD_H

#include "formulas/builder.h"

/* Brings a definition's node up to date. */
NB_MUST_USE nb_status nb_build_def(nb_sheet *s, nb_def_id def);

/* The same for all definitions. */
NB_MUST_USE nb_status nb_build_all(nb_sheet *s);

/* Where a change of shape or a new derivative may have broken definitions: builds them, for what
 * they say must still be possible. */
NB_MUST_USE nb_status nb_build_fragile(nb_sheet *s);

/* Makes the nodes of an expression at the end of the graph. `env`: the loop variables. */
NB_MUST_USE nb_status nb_build_expr(nb_sheet *s, const nb_expr *expr, const double *env,
                                    nb_node *node);

/* The same for one that may be a vector: its nodes, in the scratch arena. */
NB_MUST_USE nb_status nb_build_value(nb_sheet *s, const nb_expr *expr, const double *env,
                                     nb_shape *shape, const nb_node **nodes);

/* The nodes of an operator over vectors applied to nodes, remembered as a call. */
NB_MUST_USE nb_status nb_build_vector(nb_sheet *s, nb_vector_op op, const nb_node *args,
                                      nb_shape shape);
void nb_truncate(nb_sheet *s, nb_node count, uint32_t rebuilt);

/* Runs all frames; what they are worth is on the stack. */
NB_MUST_USE nb_status nb_builder_run(nb_builder *m);

#endif
