/* inf and nan arise at the first node, in the order of creation, whose value is one of them: its
 * operands are finite. */
#include "explore/warn.h"

#include <math.h>
#include <string.h>

#include "formulas/cone.h"
#include "formulas/table_cells.h"
#include "ops/compute.h"

/* Whether a product of 0 and the infinite logarithm at `node` is nan: t·log(y) where both are 0.
 * Signs, names and divisors may stand between. `marks`: of the target's cone. */
static bool is_lost_term(const nb_sheet *s, nb_node node, nb_node target, const uint8_t *marks) {
    const nb_graph *graph = &s->graph;
    nb_op op = (nb_op)graph->op[node];
    if (op != NB_OP_LOG && op != NB_OP_LOG2 && op != NB_OP_LOG10) return false;
    if (!isinf(graph->value[node])) return false;
    for (nb_node i = node + 1, at = node; i <= target; i++) {
        int arity = marks[i] & 2 ? nb_graph_arity(graph, i) : 0;
        bool uses = false;
        for (int k = 0; k < arity; k++) uses = uses || nb_graph_operand(graph, i, k) == at;
        if (uses && graph->op[i] == NB_OP_MUL && isnan(graph->value[i])) return true;
        if (uses && isinf(graph->value[i])) at = i;
    }
    return false;
}

/* Says what the operator was given, and that it is not defined there, or leaves the range of
 * numbers. */
static nb_status say_domain(nb_sheet *s, nb_node node, bool lost) {
    const nb_graph *graph = &s->graph;
    const nb_op_info *info = nb_op_get((nb_op)graph->op[node]);
    double y = graph->value[node], x[NB_MAX_OPERANDS] = {0};
    for (int k = 0; k < info->arity; k++) x[k] = graph->value[nb_graph_operand(graph, node, k)];
    nb_arg name = nb_node_arg(s, node);
    bool infix = info->form.kind == NB_FORM_INFIX || info->form.kind == NB_FORM_INFIX_RIGHT;
    const char *first = nb_op_operand((nb_op)graph->op[node], 0),
               *second = nb_op_operand((nb_op)graph->op[node], 1);
    const char *op = infix ? NB_JOIN(s, first, nb_op_spelling((nb_op)graph->op[node]), second)
                           : info->name;
    bool outside = !nb_op_in_domain((nb_op)graph->op[node], x[0], x[1], x[2]);
    nb_message message;
    if (info->arity == 0) message = NB_SAY(WARN_GIVEN, name, NB_NUMBER(y));
    else if (outside && info->arity == 1)
        message = NB_SAY(WARN_DOMAIN, name, NB_NUMBER(y), NB_TEXT(op),
                         NB_WORDS(info->domain), NB_TEXT(first), NB_NUMBER(x[0]));
    else if (outside)
        message = NB_SAY(WARN_DOMAIN_2, name, NB_NUMBER(y), NB_TEXT(op),
                         NB_WORDS(info->domain), NB_TEXT(first), NB_NUMBER(x[0]),
                         NB_TEXT(second), NB_NUMBER(x[1]));
    else if (info->arity == 1)
        message = NB_SAY(WARN_RANGE, name, NB_NUMBER(y), NB_TEXT(op), NB_TEXT(first),
                         NB_NUMBER(x[0]));
    else
        message = NB_SAY(WARN_RANGE_2, name, NB_NUMBER(y), NB_TEXT(op), NB_TEXT(first),
                         NB_NUMBER(x[0]), NB_TEXT(second), NB_NUMBER(x[1]));
    if (lost && message.id == NB_MESSAGE_WARN_DOMAIN) message.id = NB_MESSAGE_WARN_ZERO_LOG;
    nb_result_say(s->result, NB_SEVERITY_WARNING, message);
    return NB_STATUS_OK;
}

nb_status nb_warn_value(nb_sheet *s, nb_node node) {
    uint8_t *marks;
    if (s->warned) return NB_STATUS_OK;
    nb_status status = nb_mark_cone(s, node, &marks);
    for (nb_node i = 0; status == NB_STATUS_OK && i <= node; i++) {
        if (!(marks[i] & 2) || isfinite(s->graph.value[i])) continue;
        /* A derivative that was typed is a constant: what is said is where it became so. */
        if (s->graph.op[i] == NB_OP_CONST && s->suspect != NB_NO_NODE) continue;
        s->warned = true;
        return say_domain(s, i, is_lost_term(s, i, node, marks));
    }
    return status;
}
