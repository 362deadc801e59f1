/* What made a node: a walk through names to the operator; the sigmoid also written by hand. */
#include "formulas/maker.h"

#include <math.h>
#include <string.h>

#include "definitions/calls.h"
#include "ops/ops.h"
#include "ops/vectors.h"

/* Operand k of a node, past names. */
static nb_node operand_of(const nb_sheet *s, nb_node node, int k) {
    node = nb_graph_operand(&s->graph, node, k);
    while (s->graph.op[node] == NB_OP_IDENTITY) node = nb_graph_operand(&s->graph, node, 0);
    return node;
}

static bool is_number(const nb_sheet *s, nb_node node, double number) {
    return s->graph.op[node] == NB_OP_CONST && s->graph.value[node] == number;
}

/* e, in a body a constant and elsewhere the name. */
static bool is_e(const nb_sheet *s, nb_node node) {
    nb_def_id owner = s->owner[node];
    return s->graph.value[node] == exp(1.0) &&
           (s->graph.op[node] == NB_OP_CONST ||
            (owner != NB_NO_DEF && s->defs[owner].meaning.built_in));
}

/* z of a node 1/(1 + e^-z), 1/(1 + exp(-z)), inv(…); NB_NO_NODE of any other. */
static nb_node find_logit(const nb_sheet *s, nb_node node) {
    nb_op op = (nb_op)s->graph.op[node];
    bool inverse = op == NB_OP_INV ||
                   (op == NB_OP_DIV && is_number(s, operand_of(s, node, 0), 1.0));
    if (!inverse) return NB_NO_NODE;
    nb_node sum = operand_of(s, node, op == NB_OP_DIV ? 1 : 0);
    if (s->graph.op[sum] != NB_OP_ADD) return NB_NO_NODE;
    int one = is_number(s, operand_of(s, sum, 0), 1.0) ? 0 : 1; /* 1 + e^-z or e^-z + 1 */
    if (!is_number(s, operand_of(s, sum, one), 1.0)) return NB_NO_NODE;
    nb_node power = operand_of(s, sum, 1 - one);
    op = (nb_op)s->graph.op[power];
    bool exponential = op == NB_OP_EXP ||
                       (op == NB_OP_POW && is_e(s, operand_of(s, power, 0)));
    if (!exponential) return NB_NO_NODE;
    nb_node minus = operand_of(s, power, op == NB_OP_POW ? 1 : 0);
    return s->graph.op[minus] == NB_OP_NEG ? nb_graph_operand(&s->graph, minus, 0) : NB_NO_NODE;
}

nb_node nb_find_made(const nb_sheet *s, const char *maker, nb_node node, uint32_t i,
                     uint32_t count, const nb_call **first) {
    nb_op op;
    nb_vector_op vector;
    bool number = nb_op_find_call(maker, strlen(maker), &op);
    if (!number && !nb_vector_find(maker, strlen(maker), &vector)) return NB_NO_NODE;
    for (;; node = nb_graph_operand(&s->graph, node, 0)) {
        if (number && s->graph.op[node] == op) return nb_graph_operand(&s->graph, node, 0);
        const nb_call *call = number ? NULL : nb_find_vector_call(s, node);
        if (call != NULL && call->vector == vector) {
            if (i == 0) *first = call;
            bool fits = call->index == i && call - i == *first && call->results == count &&
                        call->arg_count == count;
            return fits ? s->call_args[call->first_arg + i] : NB_NO_NODE;
        }
        if (s->graph.op[node] != NB_OP_IDENTITY) break;
    }
    return number && op == NB_OP_SIGMOID ? find_logit(s, node) : NB_NO_NODE;
}
