/* Nodes without the trivial ones: while a formula is put together, ·1 and + 0 vanish, arithmetic
 * between numbers is done, and a number or a sign becomes no node before it is known what it is
 * multiplied by or added to. Formulas
 * that become part of the graph are made so; those that are only read are terms (term.h). */
#ifndef NABLA_CALCULUS_FOLD_H
#define NABLA_CALCULUS_FOLD_H

#include "graph/graph.h"

/* number/divisor, times the node `over` or divided by the node `under`: at most one of the two. A
 * quotient of numbers that would be rounded stays one: 1/3·x becomes x/3. */
typedef struct nb_amount {
    double number, divisor; /* divisor > 0 */
    nb_node over, under;    /* NB_NO_NODE: none */
} nb_amount;

nb_amount nb_amount_number(double number);
/* A node; a constant without a name (`names` holds UINT32_MAX for it) is a number. */
nb_amount nb_amount_node(const nb_graph *graph, const uint32_t *names, nb_node node);
bool nb_amount_is_number(nb_amount q);
bool nb_amount_is(nb_amount q, double number);
/* Whether two quantities are the same nodes with the same numbers. */
bool nb_amount_equal(nb_amount p, nb_amount q);

/* op(operands): to rounding the value of the plain formula, wherever that is finite. On
 * NB_STATUS_NO_MEMORY nodes may have been added. */
NB_MUST_USE nb_status nb_fold(nb_graph *graph, nb_op op, const nb_amount *operands,
                              nb_amount *result);
/* The node that has the quantity's value: an old one, or a new one at the end. */
NB_MUST_USE nb_status nb_fold_node(nb_graph *graph, nb_amount q, nb_node *node);

#endif
