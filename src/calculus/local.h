/* Local gradients as formulas: a partial derivative's text from its operator's row, with the
 * operands put in and simplified the way a lecturer writes it: y(1 − y), 2(y − 2), −1/u². */
#ifndef NABLA_CALCULUS_LOCAL_H
#define NABLA_CALCULUS_LOCAL_H

#include "base/memory.h"
#include "graph/graph.h"
#include "lang/parser.h"

/* A formula over nodes of a graph, as a tree. */
typedef enum nb_term_kind { NB_TERM_NUMBER, NB_TERM_NODE, NB_TERM_OP } nb_term_kind;

typedef struct nb_term {
    nb_term_kind kind;
    double number; /* NUMBER; otherwise the value at the graph's present values */
    nb_node node;
    nb_op op;
    const struct nb_term *operands[NB_MAX_OPERANDS];
} nb_term;

/* The text of ∂op/∂(operand k) as an expression in which a, b, c and y are locals 0 to 3. */
NB_MUST_USE nb_status nb_local_parse(nb_arena *arena, const nb_names *names, nb_op op, int k,
                                     nb_expr *partial);
/* ∂node/∂(operand k): `partial` with the node's operands and the node itself put in, simplified.
 * Values must be up to date: a `where` is replaced by the side they choose. NULL when memory runs
 * out. The term lives in the arena. */
const nb_term *nb_local_term(nb_arena *arena, const nb_graph *graph, nb_node node,
                             const nb_expr *partial);

#endif
