/* Formulas -> nodes: definitions brought up to date, and expressions that become nodes. */
#ifndef NABLA_FORMULAS_BUILD_H
#define NABLA_FORMULAS_BUILD_H

#include "formulas/builder.h"

/* Brings a definition's node up to date; functions and vectors of leaves have none. */
NB_MUST_USE nb_status nb_build_def(nb_sheet *s, nb_def_id def);

/* The same for all definitions. */
NB_MUST_USE nb_status nb_build_all(nb_sheet *s);

/* Where `s->broke` says that a statement may have made formulas impossible (by another shape, or
 * because they differentiate by what is gone), builds all that is dirty, so that the statement
 * itself fails rather than a later one. */
NB_MUST_USE nb_status nb_build_fragile(nb_sheet *s);

/* Makes the nodes of an expression at the end of the graph; *node is that of its value, which may
 * be an older one, as of a name. A vector is an error. `env`: the loop variables, or NULL. */
NB_MUST_USE nb_status nb_build_expr(nb_sheet *s, const nb_expr *expr, const double *env,
                                    nb_node *node);

/* The same where `epoch` and `step` are not numbers but these nodes. */
NB_MUST_USE nb_status nb_build_counted(nb_sheet *s, const nb_expr *expr, const double *env,
                                       const nb_node *counters, nb_node *node);

/* The same for one that may be a vector or matrix: its nodes row by row, in the scratch arena. */
NB_MUST_USE nb_status nb_build_value(nb_sheet *s, const nb_expr *expr, const double *env,
                                     nb_shape *shape, const nb_node **nodes);

/* The same for one that is plotted: local number NB_MAX_LOCALS is the node `variable`, and what is
 * differentiated stays a formula of it. */
NB_MUST_USE nb_status nb_build_varied(nb_sheet *s, const nb_expr *expr, const double *env,
                                      nb_node variable, nb_shape *shape, const nb_node **nodes);

/* Adds the nodes of an operator over vectors applied to one argument, whose nodes and shape these
 * are; its results are found as those of the calls that this adds. No definition needs the nodes:
 * they count as garbage. */
NB_MUST_USE nb_status nb_build_vector(nb_sheet *s, nb_vector_op op, const nb_node *args,
                                      nb_shape shape, nb_along by);

/* Drops the nodes and calls of an expression: those from `count` on. But where definitions were
 * built among them, so that s->rebuilt is not `rebuilt` any more, they stay, as garbage. */
void nb_truncate(nb_sheet *s, nb_node count, uint32_t rebuilt);

/* Runs until no frame is left; their values are then on the stack. After an error frames are left:
 * nb_builder_clear drops them. */
NB_MUST_USE nb_status nb_builder_run(nb_builder *m);

#endif
