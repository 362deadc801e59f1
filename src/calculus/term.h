/* Formulas over the nodes of a graph, as trees that simplify themselves while they are built. They
 * are for reading: nodes of a graph are made from ops.def's careful texts, not from these. */
#ifndef NABLA_CALCULUS_TERM_H
#define NABLA_CALCULUS_TERM_H

#include "base/memory.h"
#include "graph/graph.h"
#include "lang/parser.h"
#include "result/result.h"

typedef enum nb_term_kind {
    NB_TERM_NUMBER,
    NB_TERM_NODE,
    NB_TERM_OP,
    NB_TERM_NAME,    /* no node's: an optimizer's α, say */
    NB_TERM_VARIABLE /* of a rule: number `node` of the letters in rules.def */
} nb_term_kind;

typedef struct nb_term {
    nb_term_kind kind;
    double number; /* of every kind: its value at the graph's present values */
    nb_node node;
    nb_op op;
    const struct nb_term *operands[NB_MAX_OPERANDS];
    const nb_text *text; /* NAME */
    bool multiplies;     /* NAME: what stands in brackets behind it, as in y(1 − y) */
} nb_term;

typedef const nb_term *nb_term_ref;

typedef struct nb_rule {
    const nb_term *from, *to;
} nb_rule;

typedef struct nb_rules {
    nb_rule *rules; /* NULL: not read yet */
    size_t count;
} nb_rules;

/* Where terms are made. `names` holds for each node whether it has a name (not UINT32_MAX): a
 * constant with a name stays a name. The graph's values must be up to date. */
typedef struct nb_algebra {
    nb_arena *arena;
    const nb_graph *graph;
    const nb_rules *rules;
    const uint32_t *names;
} nb_algebra;

/* Reads rules.def into the arena. */
NB_MUST_USE nb_status nb_rules_read(nb_arena *arena, const nb_names *names, nb_rules *rules);

/* Each answers NULL when memory runs out, or when an operand is NULL. */
const nb_term *nb_term_number(const nb_algebra *algebra, double number);
const nb_term *nb_term_node(const nb_algebra *algebra, nb_node node);
/* op(operands), simplified; a `where` whose condition is known is the side it chooses. */
const nb_term *nb_term_op(const nb_algebra *algebra, nb_op op, const nb_term *const *operands);

#endif
