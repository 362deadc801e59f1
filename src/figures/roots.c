/* See roots.h. One loop up over the nodes. */
#include "figures/roots.h"

#include <string.h>

#include "definitions/calls.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "formulas/cone.h"

const nb_call *nb_find_loss_call(const nb_sheet *s, nb_node node) {
    const nb_call *call = nb_find_vector_call(s, node);
    if (call == NULL) return NULL;
    const nb_vector_info *info = nb_vector_get((nb_vector_op)call->vector);
    return info->arity == 2 && strstr(info->parameters, ", t") != NULL ? call : NULL;
}

bool nb_is_compared(const nb_network *n, nb_node leaf) {
    nb_def_id owner = n->s->owner[leaf];
    if (owner == NB_NO_DEF) return false;
    const char *name = n->s->symbols[n->s->defs[owner].symbol].name;
    return n->columns[owner] != 0 || (name[0] == 't' && strspn(name + 1, "0123456789_") ==
                                                            strlen(name + 1));
}

/* The operand of softmax that a result of it belongs to. */
static nb_node find_row_argument(const nb_sheet *s, nb_node node) {
    const nb_call *call = nb_find_vector_call(s, node);
    if (call == NULL || call->results < 2 || call->results != call->arg_count ||
        nb_vector_get((nb_vector_op)call->vector)->rows != NB_ROWS_EACH)
        return NB_NO_NODE;
    return s->call_args[call->first_arg + call->index];
}

static nb_node skip_identity(const nb_graph *graph, nb_node node) {
    while (graph->op[node] == NB_OP_IDENTITY) node = nb_graph_operand(graph, node, 0);
    return node;
}

/* A difference that is squared, or made absolute. */
static bool squares_difference(const nb_graph *graph, nb_node node) {
    nb_op op = (nb_op)graph->op[node];
    bool twice = op == NB_OP_MUL && graph->a[node] == graph->b[node];
    bool power = op == NB_OP_POW && graph->op[graph->b[node]] == NB_OP_CONST;
    if (!twice && !power && op != NB_OP_SQUARE && op != NB_OP_ABS) return false;
    return graph->op[skip_identity(graph, graph->a[node])] == NB_OP_SUB;
}

/* log(y), as in cross-entropies; log(1 + e^z) is none. */
static bool takes_log(const nb_network *n, nb_node node) {
    const nb_graph *graph = &n->s->graph;
    nb_op op = (nb_op)graph->op[node];
    if (op == NB_OP_XLOGY) return true;
    if (op != NB_OP_LOG && op != NB_OP_LOG2 && op != NB_OP_LOG10) return false;
    nb_node of = skip_identity(graph, graph->a[node]);
    return graph->op[of] != NB_OP_ADD && n->root[of] != NB_NO_NODE &&
           n->kind[n->root[of]] != NB_ROOT_LEAF;
}

static bool compares(const nb_network *n, nb_node node) {
    const nb_graph *graph = &n->s->graph;
    nb_op op = (nb_op)graph->op[node];
    bool named = nb_op_get(op)->arity == 2 && strcmp(nb_op_operand(op, 1), "t") == 0;
    return named || squares_difference(graph, node) || takes_log(n, node) ||
           nb_find_loss_call(n->s, node) != NULL;
}

static void find_root(nb_network *n, nb_node node) {
    const nb_graph *graph = &n->s->graph;
    nb_op op = (nb_op)graph->op[node];
    nb_node root = NB_NO_NODE, row = find_row_argument(n->s, node);
    bool mixed = false;
    for (int k = 0; k < nb_graph_arity(graph, node) && row == NB_NO_NODE; k++) {
        nb_node of = n->root[nb_graph_operand(graph, node, k)];
        mixed = mixed || (of != NB_NO_NODE && root != NB_NO_NODE && of != root);
        if (of != NB_NO_NODE) root = of;
    }
    if (row != NB_NO_NODE) root = n->root[row];
    n->kind[node] = root == NB_NO_NODE ? NB_ROOT_NUMBER : NB_ROOT_FUNCTION;
    n->root[node] = root;
    bool loss = root != NB_NO_NODE && compares(n, node);
    if (op == NB_OP_LEAF) n->kind[node] = NB_ROOT_LEAF;
    else if (loss) n->kind[node] = NB_ROOT_LOSS;
    else if (!mixed) return;
    else if (op == NB_OP_ADD || op == NB_OP_SUB) n->kind[node] = NB_ROOT_SUM;
    else n->kind[node] = op == NB_OP_MUL ? NB_ROOT_PRODUCT : NB_ROOT_MIXED;
    n->root[node] = node;
}

nb_status nb_find_roots(nb_network *n) {
    nb_arena *arena = &n->s->scratch;
    const nb_graph *graph = &n->s->graph;
    size_t count = (size_t)n->target + 1;
    uint8_t *cone;
    nb_status status = nb_mark_cone(n->s, n->target, &cone);
    if (status != NB_STATUS_OK) return status;
    n->kind = nb_arena_add(arena, count, sizeof *n->kind);
    n->root = nb_arena_add(arena, count, sizeof *n->root);
    n->uses = nb_arena_add(arena, count, sizeof *n->uses);
    if (n->kind == NULL || n->root == NULL || n->uses == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = 0; i <= n->target && status == NB_STATUS_OK; i++) {
        status = nb_poll_turn(n->s, i);
        n->root[i] = NB_NO_NODE;
        if (cone[i] == 0) continue;
        find_root(n, i);
        for (int k = 0; k < nb_graph_arity(graph, i); k++)
            n->uses[nb_graph_operand(graph, i, k)]++;
    }
    return status;
}
