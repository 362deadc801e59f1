/* `trace`: how a gradient shrinks or grows along a chain of nodes, from the target back. */
#include <math.h>

#include "base/order.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "explore/mistake.h"
#include "explore/report.h"
#include "formulas/describe.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "graph/passes.h"

typedef struct trace {
    nb_sheet *s;
    nb_node target;
    nb_node *nodes;  /* of the chain: the target, then the listed ones from the last created on */
    double *local;   /* ∂(the node before)/∂node, by all ways between the two */
    double *product; /* of the local gradients up to here */
    /* How many nodes there are; and where those that were listed begin: at 0 if the target is one
     * of them, else at 1. */
    size_t count, first;
    double *gradient; /* of the node before, while one step of the chain is calculated; else 0 */
    uint8_t *reached; /* 1 for the nodes that such a step has come to; else 0 */
} trace;

/* ---- the chain ---- */

/* The nodes of the list from the last to the first, the target before them. */
static nb_status order_nodes(trace *t, const nb_node *listed, size_t count) {
    nb_node *sorted = nb_arena_add(&t->s->scratch, count + 1, sizeof *sorted);
    t->nodes = nb_arena_add(&t->s->scratch, count + 1, sizeof *t->nodes);
    t->local = nb_arena_add(&t->s->scratch, count + 1, sizeof *t->local);
    t->product = nb_arena_add(&t->s->scratch, count + 1, sizeof *t->product);
    t->gradient = nb_arena_add(&t->s->scratch, (size_t)t->target + 1, sizeof *t->gradient);
    t->reached = nb_arena_add(&t->s->scratch, (size_t)t->target + 1, 1);
    if (t->nodes == NULL || t->local == NULL || t->product == NULL || t->gradient == NULL ||
        t->reached == NULL || sorted == NULL)
        return NB_STATUS_NO_MEMORY;
    t->nodes[0] = t->target;
    t->first = 1;
    for (size_t i = 0; i < count; i++) {
        sorted[i] = listed[i];
        if (listed[i] == t->target) t->first = 0;
    }
    nb_sort_ids(sorted, count);
    t->count = 1;
    for (size_t i = count; i-- > 0;)
        if (sorted[i] != t->nodes[t->count - 1]) t->nodes[t->count++] = sorted[i];
    return NB_STATUS_OK;
}

/* The chain rule from `top` down to `bottom`; false when no way leads there, or where the graph is
 * interrupted. */
static bool step_down(trace *t, nb_node top, nb_node bottom, double *local) {
    const nb_graph *graph = &t->s->graph;
    t->reached[top] = 1;
    t->gradient[top] = 1;
    for (nb_node i = top; i > bottom; i--) {
        if (nb_graph_is_interrupted(graph, i)) return false;
        for (int k = 0; t->reached[i] && k < nb_graph_arity(graph, i); k++) {
            nb_node operand = nb_graph_operand(graph, i, k);
            if (operand < bottom || !nb_graph_is_chosen(graph, i, k)) continue;
            t->gradient[operand] += t->gradient[i] * nb_graph_local(graph, i, k);
            t->reached[operand] = 1;
        }
        t->reached[i] = 0;
        t->gradient[i] = 0;
    }
    bool reached = t->reached[bottom];
    *local = t->gradient[bottom];
    t->reached[bottom] = 0;
    t->gradient[bottom] = 0;
    return reached;
}

static nb_status follow(trace *t) {
    nb_sheet *s = t->s;
    nb_status status = NB_STATUS_OK;
    nb_graph_forward(&s->graph, t->target + 1);
    t->product[0] = 1;
    for (size_t i = 1; i < t->count && status == NB_STATUS_OK; i++) {
        nb_node above = t->nodes[i - 1], node = t->nodes[i];
        bool leads = node <= above && s->graph.op[node] != NB_OP_CONST &&
                     step_down(t, above, node, &t->local[i]);
        status = nb_poll(s);
        if (status == NB_STATUS_OK && !leads)
            return nb_fail_plain(s, NB_SAY(TRACE_NO_CHAIN, nb_node_arg(s, above),
                                           nb_node_arg(s, node)), NB_NO_HINT);
        t->product[i] = t->product[i - 1] * t->local[i];
    }
    return status;
}

/* ---- the table ---- */

/* Whether a linear scale would hide most of the bars. */
static bool is_wide(const trace *t) {
    double low = INFINITY, high = 0;
    for (size_t i = 0; i < t->count; i++) {
        double size = fabs(t->product[i]);
        if (!(size > 0) || isinf(size)) continue;
        low = fmin(low, size);
        high = fmax(high, size);
    }
    return high > 100 * low;
}

static nb_status add_rows(trace *t) {
    nb_sheet *s = t->s;
    bool wide = is_wide(t);
    const nb_table_column columns[] = {
        {NB_COLUMN_TEXT, "node", NB_PLAIN(HEAD_NODE), NULL},
        {NB_COLUMN_LOCAL, "local", NB_PLAIN(HEAD_FACTOR), NULL},
        {NB_COLUMN_GRADIENT, "product", NB_PLAIN(HEAD_RUNNING), NULL},
        {NB_COLUMN_BAR, NULL, wide ? NB_PLAIN(HEAD_LOGARITHMIC) : NB_PLAIN(NONE), NULL}};
    size_t rows = t->count < NB_MAX_ROWS ? t->count : NB_MAX_ROWS;
    nb_table_block *table = nb_result_table(s->result, columns, 4, rows);
    if (table == NULL) return NB_STATUS_NO_MEMORY;
    table->logarithmic = wide;
    for (size_t i = 0; i < rows; i++) {
        nb_table_cell *row = nb_table_row(table);
        row[0] = nb_cell_text(nb_describe(s, t->nodes[i]));
        if (i > 0) row[1] = nb_cell_number(t->local[i]);
        row[2] = nb_cell_number(t->product[i]);
        row[3] = (nb_table_cell){.kind = NB_CELL_BAR, .number = t->product[i]};
    }
    if (rows < t->count)
        nb_result_prose(s->result, NB_SAY(NOTE_OMITTED, NB_COUNT(t->count - rows)));
    return NB_STATUS_OK;
}

/* ---- what it says ---- */

static void say_zero(trace *t) {
    for (size_t i = 1; i < t->count; i++) {
        if (t->local[i] != 0) continue;
        nb_result_prose(t->s->result,
                        NB_SAY(TRACE_ZERO, nb_node_arg(t->s, t->nodes[i]),
                               nb_node_arg(t->s, t->nodes[i - 1])));
        return;
    }
}

/* By which factor the gradient changes from the first node listed to the last, and per step. */
static void say_factor(trace *t) {
    nb_sheet *s = t->s;
    size_t first = t->first, last = t->count - 1;
    double factor = fabs(t->product[last] / t->product[first]), steps = (double)(last - first);
    if (t->product[last] == 0) say_zero(t);
    if (last < first + 2 || !(factor > 0) || isinf(factor)) return;
    nb_message said = NB_SAY(TRACE_SHRINKS, nb_node_arg(s, t->nodes[first]),
                             nb_node_arg(s, t->nodes[last]), NB_NUMBER(factor),
                             NB_COUNT(steps), NB_NUMBER(pow(factor, 1 / steps)));
    if (factor > 1) said.id = NB_MESSAGE_TRACE_GROWS;
    if (fabs(factor - 1) < 1e-9) said.id = NB_MESSAGE_TRACE_STAYS;
    nb_result_prose(s->result, said);
}

/* Where ways lead around the chain, the running product is not the gradient. */
static void say_others(trace *t) {
    nb_sheet *s = t->s;
    nb_node last = t->nodes[t->count - 1];
    double product = t->product[t->count - 1], gradient = nb_graph_gradient(&s->graph, last);
    if (!(fabs(product - gradient) > 1e-9 * fmax(fabs(product), fabs(gradient)))) return;
    nb_result_prose(s->result, NB_SAY(TRACE_OTHERS, nb_node_arg(s, t->target),
                                      nb_node_arg(s, last), NB_NUMBER(gradient)));
}

static nb_status trace_target(nb_sheet *s, nb_node target, const nb_command_arg *list) {
    trace t = {.s = s, .target = target};
    nb_node *listed;
    size_t count;
    nb_status status = nb_find_nodes(s, list, target, &listed, &count);
    if (status == NB_STATUS_OK && count == 0)
        status = nb_fail_at(s, &list->expr, list->span, NB_PLAIN(LIST_EMPTY), NB_NO_HINT);
    if (status == NB_STATUS_OK) status = order_nodes(&t, listed, count);
    if (status == NB_STATUS_OK) status = follow(&t);
    if (status == NB_STATUS_OK) status = add_rows(&t);
    if (status != NB_STATUS_OK) return status;
    nb_graph_backward(&s->graph, target);
    say_factor(&t);
    say_others(&t);
    nb_say_mistake(s);
    if (!isfinite(t.product[t.count - 1])) status = nb_warn_gradient(s, target);
    return status == NB_STATUS_OK && s->result->failed ? NB_STATUS_NO_MEMORY : status;
}

NB_COMMAND(TRACE) {
    nb_node target;
    const nb_command_arg *over = nb_clause_get(st, "over");
    nb_status status = nb_choose_target(s, st, NB_TARGET_SEEN, &target);
    if (status != NB_STATUS_OK) return status;
    if (over == NULL) return nb_fail_plain(s, NB_PLAIN(TRACE_FORM), NB_NO_HINT);
    return trace_target(s, target, over);
}
