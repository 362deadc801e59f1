/* Answers about the passes: the tables of nodes, a local gradient, and where a gradient became inf
 * or nan. Contributions to a gradient are listed in the order in which the pass adds them. */
#include "explore/report.h"

#include <math.h>
#include <string.h>

#include "arrays/wires.h"
#include "definitions/handlers.h"
#include "definitions/problem.h"
#include "definitions/state.h"
#include "explore/chance.h"
#include "explore/explain.h"
#include "explore/mistake.h"
#include "explore/near.h"
#include "explore/warn.h"
#include "formulas/alike.h"
#include "formulas/build.h"
#include "formulas/cone.h"
#include "formulas/describe.h"
#include "formulas/local.h"
#include "formulas/nodes.h"
#include "formulas/table_cells.h"
#include "formulas/target.h"
#include "formulas/vector_call.h"
#include "graph/broken.h"
#include "graph/passes.h"

/* A wire over which a gradient comes back to `wire.node`. */
typedef struct way {
    nb_wire wire;
    struct way *next; /* of the same node, or NULL */
} way;

/* The ways of a node, in the order in which they were found: of very many the first that a row
 * writes out, and the last. */
typedef struct ways {
    way *first, *last; /* NULL: none */
    uint32_t total;
} ways;

typedef struct report {
    nb_sheet *s;
    nb_node target;
    uint8_t *marks, *hidden;
    nb_node *order; /* the nodes in the order they are shown */
    size_t count;
    nb_wires wires;
    ways *ways; /* of each node */
    nb_node middle;
    uint32_t near; /* only what is within so many wires of `middle` has a row; 0: everything */
} report;

static bool is_shown(const report *r, nb_node node) {
    return r->marks[node] != 0 && !r->hidden[node] && r->s->graph.op[node] != NB_OP_CONST;
}

/* ---- orders ---- */

static void order_forward(report *r) {
    for (nb_node i = 0; i <= r->target; i++)
        if (is_shown(r, i)) r->order[r->count++] = i;
}

static nb_status add_way(report *r, const nb_wire *wire) {
    ways *of = &r->ways[wire->node];
    if (!wire->chosen || !is_shown(r, wire->node)) return NB_STATUS_OK;
    if (++of->total > NB_MAX_CONTRIBUTIONS + 1) {
        of->last->wire = *wire;
        return NB_STATUS_OK;
    }
    way *added = nb_arena_add(&r->s->scratch, 1, sizeof *added);
    if (added == NULL) return NB_STATUS_NO_MEMORY;
    *added = (way){*wire, NULL};
    if (of->last != NULL) of->last->next = added;
    else of->first = added;
    of->last = added;
    return NB_STATUS_OK;
}

/* Adds the wires into `parent`. An operator over vectors is one box: its wires come from its
 * arguments. */
static nb_status add_ways(report *r, nb_node parent) {
    if (!(r->marks[parent] & 2) || r->hidden[parent]) return NB_STATUS_OK;
    nb_status status = nb_wires_find(&r->wires, parent, nb_find_vector_call(r->s, parent));
    for (size_t i = 0; i < r->wires.count && status == NB_STATUS_OK; i++)
        status = add_way(r, &r->wires.list[i]);
    return status == NB_STATUS_OK ? nb_poll(r->s) : status;
}

/* The nodes in the order of the backward pass, and the ways over which each gets its gradient. */
static nb_status order_backward(report *r, uint32_t *pending, nb_node *all) {
    nb_node count = nb_graph_order(&r->s->graph, r->target, all, pending);
    nb_status status = nb_poll(r->s);
    for (nb_node at = 0; at < count && status == NB_STATUS_OK; at++) {
        if (is_shown(r, all[at])) r->order[r->count++] = all[at];
        status = add_ways(r, all[at]);
    }
    return status;
}

static nb_status begin(report *r, nb_nodes_kind kind) {
    nb_sheet *s = r->s;
    size_t n = (size_t)r->target + 1;
    nb_status status = nb_prepare_closed(s, r->target);
    if (status == NB_STATUS_OK) status = nb_mark_cone(s, r->target, &r->marks);
    if (status == NB_STATUS_OK) status = nb_hide_closed(s, r->target, r->marks, &r->hidden);
    if (status == NB_STATUS_OK) status = nb_wires_begin(s, r->target, &r->wires);
    if (status != NB_STATUS_OK) return status;
    if (kind != NB_NODES_FORWARD) nb_graph_backward(&s->graph, r->target);
    r->order = nb_arena_add(&s->scratch, n, sizeof *r->order);
    if (r->order == NULL) return NB_STATUS_NO_MEMORY;
    if (kind != NB_NODES_BACKWARD) {
        order_forward(r);
        return NB_STATUS_OK;
    }
    uint32_t *pending = nb_arena_add(&s->scratch, n, sizeof *pending);
    nb_node *queue = nb_arena_add(&s->scratch, n, sizeof *queue);
    r->ways = nb_arena_add(&s->scratch, n, sizeof *r->ways);
    if (pending == NULL || queue == NULL || r->ways == NULL) return NB_STATUS_NO_MEMORY;
    return order_backward(r, pending, queue);
}

/* ---- rows ---- */

/* The local gradient as a formula; of a call without a closed form there is none. */
static nb_text describe_wire(report *r, const nb_wire *w) {
    nb_sheet *s = r->s;
    nb_algebra algebra;
    const nb_term *sum = NULL;
    nb_closed closed = {.first = NULL};
    if (w->call == NULL) return nb_describe_local(s, w->parent, (int)w->k);
    nb_status status = nb_algebra_get(s, &s->result->arena, &algebra);
    uint32_t count = w->call->arg_count + w->call->given;
    for (uint32_t k = w->k; k < count && status == NB_STATUS_OK; k++) {
        const nb_term *term; /* a node may be several arguments: dot(x, x) */
        if (s->call_args[w->call->first_arg + k] != w->node) continue;
        if (!nb_has_closed_form(w->call, k)) return NB_NO_TEXT;
        status = nb_closed_term(s, &algebra, w->call, k, &closed, &term);
        const nb_term *operands[NB_MAX_OPERANDS] = {sum, term, NULL};
        if (status == NB_STATUS_OK)
            sum = sum == NULL ? term : nb_term_op(&algebra, NB_OP_ADD, operands);
    }
    if (status == NB_STATUS_OK && sum != NULL) return nb_describe_term(s, sum, NB_STYLE_NAMES);
    s->result->failed = true;
    return NB_NO_TEXT;
}

static void fill_contributions(report *r, nb_node_row *row, nb_node node) {
    nb_sheet *s = r->s;
    const ways *of = &r->ways[node];
    bool replaced = s->graph.mistake == NB_MISTAKE_ACCUMULATE; /* by the one that comes last */
    const way *w = replaced ? of->last : of->first;
    size_t total = replaced && w != NULL ? 1 : of->total;
    row->left = nb_graph_left(&s->graph, node);
    size_t stored = total < NB_MAX_CONTRIBUTIONS ? total : NB_MAX_CONTRIBUTIONS;
    row->contribution_total = total;
    row->contributions = nb_result_array(s->result, stored, sizeof *row->contributions);
    if (row->contributions == NULL) return;
    for (; row->contribution_count < stored && w != NULL; row->contribution_count++) {
        const nb_wire *from = &w->wire;
        row->contributions[row->contribution_count] = (nb_contribution){
            .upstream = nb_graph_sent(&s->graph, from->parent),
            .local = from->local, .formula = describe_wire(r, from)};
        w = w->next;
    }
}

static void add_local(report *r, nb_node_row *row, nb_node operand, double value) {
    if (r->s->graph.op[operand] == NB_OP_CONST) return;
    row->locals[row->local_count++] = (nb_local){nb_describe(r->s, operand), value};
}

/* 0: no wire comes from there. */
static double local_along(const nb_wires *wires, nb_node node) {
    for (size_t i = 0; i < wires->count; i++)
        if (wires->list[i].node == node) return wires->list[i].local;
    return 0;
}

/* Of the result of an operator over vectors: by its arguments, the first of very many. */
static void fill_call_locals(report *r, nb_node_row *row, const nb_call *call) {
    nb_sheet *s = r->s;
    uint32_t count = call->arg_count < NB_MAX_CONTRIBUTIONS ? call->arg_count
                                                            : NB_MAX_CONTRIBUTIONS;
    row->locals = nb_result_array(s->result, count, sizeof *row->locals);
    if (row->locals == NULL || nb_wires_find(&r->wires, call->result, call) != NB_STATUS_OK) {
        s->result->failed = true;
        return;
    }
    for (uint32_t k = 0; k < count; k++) {
        nb_node arg = s->call_args[call->first_arg + k];
        if (arg < call->result) add_local(r, row, arg, local_along(&r->wires, arg));
    }
}

static void fill_locals(report *r, nb_node_row *row, nb_node node) {
    nb_sheet *s = r->s;
    const nb_call *call = nb_find_vector_call(s, node);
    if (call != NULL) {
        fill_call_locals(r, row, call);
        return;
    }
    int arity = nb_graph_arity(&s->graph, node);
    row->locals = nb_result_array(s->result, (size_t)arity, sizeof *row->locals);
    if (row->locals == NULL) return;
    for (int k = 0; k < arity; k++)
        add_local(r, row, nb_graph_operand(&s->graph, node, k), nb_graph_local(&s->graph, node, k));
}

static nb_status number_rows(nb_sheet *s, nb_node_row *rows, const nb_node *nodes, size_t count) {
    nb_text *texts = nb_arena_add(&s->scratch, count + 1, sizeof *texts);
    int *numbers = nb_arena_add(&s->scratch, count + 1, sizeof *numbers);
    if (texts == NULL || numbers == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) texts[i] = rows[i].name;
    nb_status status = nb_number_alike(s, texts, nodes, count, numbers);
    for (size_t i = 0; i < count; i++) rows[i].number = numbers[i];
    return status;
}

static void fill_row(report *r, nb_nodes_kind kind, nb_node_row *row, nb_node node) {
    nb_sheet *s = r->s;
    row->name = nb_describe(s, node);
    row->formula = nb_describe_formula(s, node, NB_STYLE_NAMES);
    row->value = s->graph.value[node];
    row->chosen = (r->marks[node] & 2) != 0;
    if (kind == NB_NODES_FORWARD) {
        row->numbers = nb_describe_formula(s, node, NB_STYLE_NUMBERS);
        return;
    }
    row->gradient = nb_graph_gradient(&s->graph, node);
    if (kind == NB_NODES_BACKWARD) fill_contributions(r, row, node);
    fill_locals(r, row, node);
}

/* ---- warnings ---- */

/* The wire over which a gradient became inf or nan: the first that brings one, of several. */
static const nb_wire *find_culprit(const report *r, nb_node node) {
    const nb_graph *graph = &r->s->graph;
    const way *first = r->ways[node].first;
    for (const way *w = first; w != NULL; w = w->next)
        if (!isfinite(nb_graph_sent(graph, w->wire.parent) * w->wire.local)) return &w->wire;
    return &first->wire;
}

/* The first gradient, from the target back, that is inf or nan, though what it came from is not. */
static nb_status warn_gradient(report *r) {
    nb_sheet *s = r->s;
    for (size_t i = 0; i < r->count && !s->warned; i++) {
        nb_node node = r->order[i];
        if (isfinite(nb_graph_gradient(&s->graph, node))) continue;
        if (r->ways[node].first == NULL) continue;
        const nb_wire *from = find_culprit(r, node);
        nb_text formula = r->ways[node].total > 1 ? describe_wire(r, from) : NB_NO_TEXT;
        nb_message said = NB_SAY(WARN_SLOPE, NB_NUMBER(nb_graph_gradient(&s->graph, node)),
                                 nb_node_arg(s, node), nb_node_arg(s, from->parent),
                                 NB_NUMBER(from->local), nb_text_arg(s, formula));
        if (formula.count > 0) said.id = NB_MESSAGE_WARN_SLOPE_OF_SEVERAL;
        s->warned = true;
        nb_result_say(s->result, NB_SEVERITY_WARNING, said);
    }
    return NB_STATUS_OK;
}

nb_status nb_warn_gradient(nb_sheet *s, nb_node target) {
    report r = {.s = s, .target = target};
    nb_status status = nb_warn_value(s, target);
    if (status == NB_STATUS_OK) status = begin(&r, NB_NODES_BACKWARD);
    return status == NB_STATUS_OK ? warn_gradient(&r) : status;
}

nb_status nb_warn_suspect(nb_sheet *s) {
    nb_node target = s->suspect;
    s->suspect = NB_NO_NODE;
    return target < s->graph.count ? nb_warn_gradient(s, target) : NB_STATUS_OK;
}

/* max(x, 0) at x = 0 hands its gradient on, other than relu(x): a note says so, once. */
static void say_tie(nb_sheet *s, const report *r) {
    const nb_graph *graph = &s->graph;
    for (nb_node i = 0; i <= r->target; i++) {
        if (!(r->marks[i] & 2) || graph->op[i] != NB_OP_MAX || r->hidden[i]) continue;
        nb_node x = nb_graph_operand(graph, i, 0), zero = nb_graph_operand(graph, i, 1);
        if (graph->op[zero] != NB_OP_CONST || graph->op[x] == NB_OP_CONST) continue;
        if (graph->value[zero] != 0 || graph->value[x] != 0) continue;
        nb_result_say(s->result, NB_SEVERITY_NOTE, NB_SAY(NOTE_MAX_TIE, nb_node_arg(s, i)));
        return;
    }
}

/* ---- what the commands ask for ---- */

/* Adds the block with the rows of the order's nodes `from` to `to`. */
static nb_status add_rows(report *r, nb_nodes_kind kind, size_t from, size_t to,
                          nb_nodes_block **nodes) {
    nb_sheet *s = r->s;
    nb_status status = NB_STATUS_OK;
    nb_node_row *rows = nb_result_array(s->result, to - from, sizeof *rows);
    if (rows == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = from; i < to && status == NB_STATUS_OK; i++) {
        fill_row(r, kind, &rows[i - from], r->order[i]);
        status = nb_poll(s);
    }
    nb_block *block = status == NB_STATUS_OK ? nb_result_add(s->result, NB_BLOCK_NODES) : NULL;
    if (block == NULL) return status == NB_STATUS_OK ? NB_STATUS_NO_MEMORY : status;
    *nodes = &block->as.nodes;
    **nodes = (nb_nodes_block){.kind = kind, .rows = rows, .count = to - from,
                               .target = nb_describe(s, r->target)};
    if (s->result->failed) return NB_STATUS_NO_MEMORY;
    return number_rows(s, rows, r->order + from, to - from);
}

/* Leaves of the order what is near. */
static nb_status keep_near(report *r) {
    uint8_t *near;
    size_t kept = 0;
    if (r->near == 0) return NB_STATUS_OK;
    nb_status status = nb_mark_near(&r->wires, r->target, r->marks, r->hidden, r->middle, r->near,
                                    &near);
    for (size_t i = 0; i < r->count && status == NB_STATUS_OK; i++)
        if (near[r->order[i]]) r->order[kept++] = r->order[i];
    if (status == NB_STATUS_OK) r->count = kept;
    return status;
}

static nb_status report_near(nb_sheet *s, nb_nodes_kind kind, nb_node target, nb_node middle,
                             uint32_t near) {
    report r = {.s = s, .target = target, .middle = middle, .near = near};
    nb_nodes_block *nodes;
    nb_status status = begin(&r, kind);
    if (status == NB_STATUS_OK) status = keep_near(&r);
    if (status != NB_STATUS_OK) return status;
    size_t count = r.count < NB_MAX_ROWS ? r.count : NB_MAX_ROWS;
    status = add_rows(&r, kind, 0, count, &nodes);
    if (status != NB_STATUS_OK) return status;
    nodes->omitted = r.count - count;
    if (kind != NB_NODES_FORWARD) nb_say_mistake(s);
    if (kind == NB_NODES_BACKWARD) say_tie(s, &r);
    status = nb_warn_chances(s, &target, 1);
    for (size_t i = 0; i < r.count && status == NB_STATUS_OK && !s->warned; i++)
        if ((r.marks[r.order[i]] & 2) && !isfinite(s->graph.value[r.order[i]]))
            status = nb_warn_value(s, r.order[i]);
    return status == NB_STATUS_OK && kind == NB_NODES_BACKWARD ? warn_gradient(&r) : status;
}

nb_status nb_report(nb_sheet *s, nb_nodes_kind kind, nb_node target) {
    return report_near(s, kind, target, target, 0);
}

nb_status nb_report_step(nb_sheet *s, nb_nodes_kind kind, nb_node target, size_t step) {
    report r = {.s = s, .target = target};
    nb_nodes_block *nodes;
    nb_status status = begin(&r, kind);
    if (status != NB_STATUS_OK) return status;
    bool all = r.count <= NB_MAX_ROWS; /* else their columns may change from row to row */
    status = add_rows(&r, kind, all ? 0 : step - 1, all ? r.count : step, &nodes);
    if (status != NB_STATUS_OK) return status;
    nodes->step = step;
    nodes->steps = r.count;
    nodes->shown = all ? step - 1 : 0;
    nb_node node = r.order[step - 1];
    bool backward = kind == NB_NODES_BACKWARD;
    if (backward && step == 1) nb_say_mistake(s);
    if ((r.marks[node] & 2) && !isfinite(s->graph.value[node])) return nb_warn_value(s, node);
    return backward && !isfinite(nb_graph_gradient(&s->graph, node)) ? warn_gradient(&r) : status;
}

static void say_about_local(nb_sheet *s, nb_arg node, nb_arg operand, double value,
                            bool others) {
    if (!isfinite(value) && !s->warned) {
        s->warned = true;
        nb_result_say(s->result, NB_SEVERITY_WARNING,
                      NB_SAY(WARN_LOCAL, node, operand, NB_NUMBER(value)));
    }
    if (others)
        nb_result_say(s->result, NB_SEVERITY_NOTE,
                      NB_SAY(NOTE_OTHER_WIRES, operand, node));
    nb_set_ans(s, value);
}

/* ∂y/∂x where x is an operand of y (of x·x: along both wires), else where the formula that defines
 * y uses x. */
nb_status nb_report_local(nb_sheet *s, nb_node y, nb_node x) {
    const nb_graph *graph = &s->graph;
    nb_arg operand = nb_node_arg(s, x), node = nb_node_arg(s, y);
    int direct = -1, count = 0;
    double value = 0, slope;
    bool reached;
    nb_graph_forward(&s->graph, (y > x ? y : x) + 1);
    if (nb_graph_arity(graph, y) == 0)
        return nb_fail_plain(s, NB_SAY(LEAF_HAS_NO_OPERANDS, node), NB_NO_HINT);
    for (int k = 0; k < nb_graph_arity(graph, y); k++) {
        if (nb_graph_operand(graph, y, k) != x) continue;
        value += nb_graph_local(graph, y, k);
        direct = k;
        count++;
    }
    nb_status status = nb_formula_slope(s, y, x, &reached, &slope);
    if (status != NB_STATUS_OK) return status;
    if (count == 0 && (x >= y || !reached))
        return nb_fail_plain(s, NB_SAY(NOT_AN_OPERAND, operand, node),
                             NB_SAY(HINT_WHOLE_WAY, node, operand));
    if (count == 0) value = slope;
    nb_block *block = nb_result_add(s->result, NB_BLOCK_LOCAL);
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    block->as.local = (nb_local_block){.node = nb_describe(s, y), .operand = nb_describe(s, x),
                                       .value = value};
    nb_text *formula = &block->as.local.formula;
    if (count == 1) *formula = nb_describe_local(s, y, direct);
    else if (slope == value) status = nb_describe_slope(s, y, x, formula);
    /* e/(e + f): e goes into y by another wire, too */
    bool others = count > 0 && reached && slope != value;
    say_about_local(s, node, operand, value, others);
    return status;
}

/* ---- the commands ---- */

static nb_status report_pass(nb_sheet *s, const nb_statement *st, nb_nodes_kind kind) {
    bool near = nb_clause_get(st, "near") != NULL; /* then the node is no target */
    bool seen = kind == NB_NODES_TABLE || near;
    nb_node target, middle;
    uint32_t wires;
    nb_status status = nb_choose_target(s, st, seen ? NB_TARGET_SEEN : NB_TARGET_NAMED, &target);
    if (status == NB_STATUS_OK) status = nb_read_near(s, st, &wires);
    middle = target;
    if (status == NB_STATUS_OK && near) status = nb_widen_target(s, &target);
    if (status != NB_STATUS_OK || nb_is_unseen(s)) return status;
    return report_near(s, kind, target, middle, wires);
}

NB_COMMAND(FORWARD) {
    return report_pass(s, st, NB_NODES_FORWARD);
}

NB_COMMAND(BACKWARD) {
    nb_graph_forget_gradients(&s->graph); /* it is a pass of its own, even if they are known */
    return report_pass(s, st, NB_NODES_BACKWARD);
}

NB_COMMAND(TABLE) {
    return report_pass(s, st, NB_NODES_TABLE);
}

/* Y may be part of any formula that is defined: equal nodes have equal local gradients. */
NB_COMMAND(LOCAL) {
    nb_command_arg of = st->args[0];
    nb_node y, x;
    if (of.pick == 0) of.pick = 1;
    nb_status status = nb_build_all(s);
    if (status == NB_STATUS_OK) status = nb_find_node(s, &of, NB_NO_NODE, &y);
    if (status == NB_STATUS_OK) status = nb_find_operand(s, &st->args[1], y, &x);
    return status == NB_STATUS_OK ? nb_report_local(s, y, x) : status;
}
