/* Answers about the passes: the node tables, one local gradient, and where inf and nan arose. */
#include <math.h>
#include <string.h>

#include "session/internal.h"
#include "session/lasting.h"

/* One wire: what `node` hands to `parent`, which then hands its gradient back. */
typedef struct wire {
    nb_node node, parent;
    uint32_t k;          /* node is operand k of parent, of a call argument k */
    const nb_call *call; /* parent is its result; NULL: an operation's */
    double local;        /* ∂parent/∂node along this wire */
    uint32_t next;       /* the next wire of the same node */
} wire;

typedef struct report {
    nb_session *s;
    nb_node target;
    uint8_t *marks, *hidden;
    nb_node *order; /* the nodes in the order they are shown */
    size_t count;
    wire *wires;
    size_t wire_capacity;
    uint32_t wire_count;
    uint32_t *first, *last; /* of each node's wires, plus one; 0: none */
} report;

static bool is_shown(const report *r, nb_node node) {
    return r->marks[node] != 0 && !r->hidden[node] && r->s->graph.op[node] != NB_OP_CONST;
}

/* ---- orders ---- */

static void order_forward(report *r) {
    for (nb_node i = 0; i <= r->target; i++)
        if (is_shown(r, i)) r->order[r->count++] = i;
}

static nb_status add_wire(report *r, wire w) {
    if (!is_shown(r, w.node)) return NB_STATUS_OK;
    if (!NB_ARENA_RESERVE(&r->s->scratch, r->wires, r->wire_count, &r->wire_capacity))
        return NB_STATUS_NO_MEMORY;
    r->wires[r->wire_count] = w;
    if (r->last[w.node] != 0) r->wires[r->last[w.node] - 1].next = ++r->wire_count;
    else r->first[w.node] = ++r->wire_count;
    r->last[w.node] = r->wire_count;
    return NB_STATUS_OK;
}

/* What an operator over vectors hands back to each of its arguments. */
static nb_status add_call_wires(report *r, const nb_call *call) {
    nb_session *s = r->s;
    nb_sweep sweep;
    nb_status status = nb_sweep_call(s, call, &sweep);
    for (uint32_t k = 0; k < call->arg_count && status == NB_STATUS_OK; k++) {
        nb_node arg = s->call_args[call->first_arg + k];
        if (arg >= call->result || !sweep.reached[arg]) continue;
        sweep.reached[arg] = 0; /* once, whatever number of arguments it is */
        status = add_wire(r, (wire){arg, call->result, k, call, sweep.gradient[arg], 0});
    }
    return status;
}

static nb_status add_wires(report *r, nb_node parent) {
    const nb_graph *graph = &r->s->graph;
    const nb_call *call = nb_closed_call(r->s, parent);
    nb_status status = NB_STATUS_OK;
    if (!(r->marks[parent] & 2) || r->hidden[parent]) return status;
    if (call != NULL) return add_call_wires(r, call);
    for (int k = 0; k < nb_graph_arity(graph, parent) && status == NB_STATUS_OK; k++)
        if (nb_graph_is_chosen(graph, parent, k))
            status = add_wire(r, (wire){nb_graph_operand(graph, parent, k), parent, (uint32_t)k,
                                        NULL, nb_graph_local(graph, parent, k), 0});
    return status;
}

/* From the target back, with the wires over which gradients come, as they come. */
static nb_status order_backward(report *r, uint32_t *pending, nb_node *all) {
    nb_status status = NB_STATUS_OK;
    nb_node count = nb_graph_order(&r->s->graph, r->target, all, pending);
    for (nb_node at = 0; at < count && status == NB_STATUS_OK; at++) {
        if (is_shown(r, all[at])) r->order[r->count++] = all[at];
        status = add_wires(r, all[at]);
    }
    return status;
}

static nb_status begin(report *r, nb_nodes_kind kind) {
    nb_session *s = r->s;
    size_t n = (size_t)r->target + 1;
    nb_status status = nb_prepare_closed(s, r->target);
    if (status == NB_STATUS_OK) status = nb_mark_cone(s, r->target, &r->marks);
    if (status == NB_STATUS_OK) status = nb_hide_closed(s, r->target, r->marks, &r->hidden);
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
    r->first = nb_arena_add(&s->scratch, n, sizeof *r->first);
    r->last = nb_arena_add(&s->scratch, n, sizeof *r->last);
    if (pending == NULL || queue == NULL || r->first == NULL || r->last == NULL)
        return NB_STATUS_NO_MEMORY;
    return order_backward(r, pending, queue);
}

/* ---- rows ---- */

/* The local gradient as a formula; of a call without a closed form there is none. */
static nb_text describe_wire(report *r, const wire *w) {
    nb_session *s = r->s;
    nb_algebra algebra;
    const nb_term *sum = NULL;
    if (w->call == NULL) return nb_describe_local(s, w->parent, (int)w->k);
    nb_status status = nb_algebra_get(s, &s->result->arena, &algebra);
    for (uint32_t k = w->k; k < w->call->arg_count && status == NB_STATUS_OK; k++) {
        const nb_term *term; /* a node may be several arguments: dot(x, x) */
        if (s->call_args[w->call->first_arg + k] != w->node) continue;
        if (!nb_has_closed_form(w->call, k)) return NB_NO_TEXT;
        status = nb_closed_term(s, &algebra, w->call, k, &term);
        const nb_term *operands[NB_MAX_OPERANDS] = {sum, term, NULL};
        if (status == NB_STATUS_OK)
            sum = sum == NULL ? term : nb_term_op(&algebra, NB_OP_ADD, operands);
    }
    if (status == NB_STATUS_OK && sum != NULL) return nb_describe_term(s, sum, NB_STYLE_NAMES);
    s->result->failed = true;
    return NB_NO_TEXT;
}

static void fill_contributions(report *r, nb_node_row *row, nb_node node) {
    nb_session *s = r->s;
    size_t total = 0;
    bool replaced = s->graph.mistake == NB_MISTAKE_ACCUMULATE; /* by the one that comes last */
    uint32_t w = replaced ? r->last[node] : r->first[node];
    for (uint32_t i = w; i != 0; i = r->wires[i - 1].next) total++;
    row->left = nb_graph_left(&s->graph, node);
    size_t stored = total < NB_MAX_CONTRIBUTIONS ? total : NB_MAX_CONTRIBUTIONS;
    row->contribution_total = total;
    row->contributions = nb_result_array(s->result, stored, sizeof *row->contributions);
    if (row->contributions == NULL) return;
    for (; row->contribution_count < stored; row->contribution_count++) {
        const wire *from = &r->wires[w - 1];
        row->contributions[row->contribution_count] = (nb_contribution){
            .upstream = nb_graph_sent(&s->graph, from->parent),
            .local = from->local, .formula = describe_wire(r, from)};
        w = from->next;
    }
}

static void add_local(report *r, nb_node_row *row, nb_node operand, double value) {
    if (r->s->graph.op[operand] == NB_OP_CONST) return;
    row->locals[row->local_count++] = (nb_local){nb_describe(r->s, operand), value};
}

/* Of the result of an operator over vectors: by its arguments, the first of very many. */
static void fill_call_locals(report *r, nb_node_row *row, const nb_call *call) {
    nb_session *s = r->s;
    nb_sweep sweep;
    uint32_t count = call->arg_count < NB_MAX_CONTRIBUTIONS ? call->arg_count
                                                            : NB_MAX_CONTRIBUTIONS;
    nb_arena_mark mark = nb_arena_get_mark(&s->scratch);
    row->locals = nb_result_array(s->result, count, sizeof *row->locals);
    if (row->locals == NULL || nb_sweep_call(s, call, &sweep) != NB_STATUS_OK) {
        s->result->failed = true;
        return;
    }
    for (uint32_t k = 0; k < count; k++) {
        nb_node arg = s->call_args[call->first_arg + k];
        if (arg < call->result) add_local(r, row, arg, sweep.gradient[arg]);
    }
    nb_arena_rewind(&s->scratch, mark);
}

static void fill_locals(report *r, nb_node_row *row, nb_node node) {
    nb_session *s = r->s;
    const nb_call *call = nb_closed_call(s, node);
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

static uint64_t hash_text(nb_text text) {
    uint64_t h = text.count;
    for (size_t i = 0; i < text.count; i++) {
        uint64_t bits;
        memcpy(&bits, &text.pieces[i].number, sizeof bits);
        h = h * 31 + bits;
        for (const char *c = text.pieces[i].text; c != NULL && *c != '\0'; c++)
            h = h * 31 + (unsigned char)*c;
    }
    return h * 0x9e3779b97f4a7c15u >> 32;
}

nb_status nb_number_alike(nb_session *s, const nb_text *texts, const nb_node *nodes, size_t count,
                          int *numbers) {
    size_t slots = 16;
    while (slots < 2 * count) slots *= 2;
    uint32_t *table = nb_arena_add(&s->scratch, slots, sizeof *table);
    uint32_t *leader = nb_arena_add(&s->scratch, count + 1, sizeof *leader);
    if (table == NULL || leader == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        numbers[i] = 0;
        size_t at = hash_text(texts[i]) & (slots - 1);
        while (table[at] != 0 && !nb_text_same(&texts[table[at] - 1], &texts[i]))
            at = (at + 1) & (slots - 1);
        if (table[at] == 0) table[at] = (uint32_t)i + 1;
        leader[i] = table[at];
        if (table[at] == i + 1) continue;
        numbers[table[at] - 1] = 1;
        numbers[i] = 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] == 0) continue;
        int number = 1; /* one more than its equals that were created before */
        for (size_t k = 0; k < count; k++)
            number += leader[k] == leader[i] && nodes[k] < nodes[i];
        numbers[i] = number;
    }
    return NB_STATUS_OK;
}

static nb_status number_rows(nb_session *s, nb_node_row *rows, const nb_node *nodes, size_t count) {
    nb_text *texts = nb_arena_add(&s->scratch, count + 1, sizeof *texts);
    int *numbers = nb_arena_add(&s->scratch, count + 1, sizeof *numbers);
    if (texts == NULL || numbers == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) texts[i] = rows[i].name;
    nb_status status = nb_number_alike(s, texts, nodes, count, numbers);
    for (size_t i = 0; i < count; i++) rows[i].number = numbers[i];
    return status;
}

static void fill_row(report *r, nb_nodes_kind kind, nb_node_row *row, nb_node node) {
    nb_session *s = r->s;
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

static nb_status say_domain(nb_session *s, nb_node node) {
    const nb_graph *graph = &s->graph;
    const nb_op_info *info = nb_op_get((nb_op)graph->op[node]);
    double y = graph->value[node], x[NB_MAX_OPERANDS] = {0};
    for (int k = 0; k < info->arity; k++) x[k] = graph->value[nb_graph_operand(graph, node, k)];
    nb_arg name = nb_node_arg(s, node);
    bool infix = info->form.kind == NB_FORM_INFIX || info->form.kind == NB_FORM_INFIX_RIGHT;
    char usage[32] = "x";
    if (infix) strncat(strncat(usage, nb_op_spelling((nb_op)graph->op[node]), 8), "y", 2);
    const char *op = infix ? usage : info->name;
    bool outside = !nb_op_in_domain((nb_op)graph->op[node], x[0], x[1], x[2]);
    nb_message message;
    if (info->arity == 0) message = NB_SAY(WARN_GIVEN, name, NB_NUMBER(y));
    else if (outside && info->arity == 1)
        message = NB_SAY(WARN_DOMAIN, name, NB_NUMBER(y), NB_TEXT(op),
                         NB_WORDS(info->domain), NB_NUMBER(x[0]));
    else if (outside)
        message = NB_SAY(WARN_DOMAIN_2, name, NB_NUMBER(y), NB_TEXT(op),
                         NB_WORDS(info->domain), NB_NUMBER(x[0]), NB_NUMBER(x[1]));
    else if (info->arity == 1)
        message = NB_SAY(WARN_RANGE, name, NB_NUMBER(y), NB_TEXT(op), NB_NUMBER(x[0]));
    else
        message = NB_SAY(WARN_RANGE_2, name, NB_NUMBER(y), NB_TEXT(op), NB_NUMBER(x[0]),
                         NB_NUMBER(x[1]));
    nb_result_say(s->result, NB_SEVERITY_WARNING, message);
    return NB_STATUS_OK;
}

nb_status nb_warn_value(nb_session *s, nb_node node) {
    uint8_t *marks;
    if (s->warned) return NB_STATUS_OK;
    nb_status status = nb_mark_cone(s, node, &marks);
    for (nb_node i = 0; status == NB_STATUS_OK && i <= node; i++) {
        if (!(marks[i] & 2) || isfinite(s->graph.value[i])) continue;
        s->warned = true;
        return say_domain(s, i); /* the first in creation order: its operands are finite */
    }
    return status;
}

/* The first gradient, from the target back, that is inf or nan, though what it came from is not. */
static nb_status warn_gradient(report *r) {
    nb_session *s = r->s;
    for (size_t i = 0; i < r->count && !s->warned; i++) {
        nb_node node = r->order[i];
        if (isfinite(nb_graph_gradient(&s->graph, node))) continue;
        for (uint32_t w = r->first[node]; w != 0; w = r->wires[w - 1].next) {
            const wire *from = &r->wires[w - 1];
            double local = from->local;
            double gradient = nb_graph_gradient(&s->graph, node);
            s->warned = true;
            nb_result_say(s->result, NB_SEVERITY_WARNING,
                          NB_SAY(WARN_SLOPE, NB_NUMBER(gradient),
                                 nb_node_arg(s, node),
                                 nb_node_arg(s, from->parent),
                                 NB_NUMBER(local)));
            break;
        }
    }
    return NB_STATUS_OK;
}

nb_status nb_warn_gradient(nb_session *s, nb_node target) {
    report r = {.s = s, .target = target};
    nb_status status = nb_warn_value(s, target);
    if (status == NB_STATUS_OK) status = begin(&r, NB_NODES_BACKWARD);
    return status == NB_STATUS_OK ? warn_gradient(&r) : status;
}

/* ---- no gradient ---- */

nb_status nb_depends(nb_session *s, nb_node target, nb_node node, bool *depends) {
    uint8_t *marks;
    nb_arena_mark mark = nb_arena_get_mark(&s->scratch);
    nb_status status = nb_mark_cone(s, target, &marks);
    *depends = status == NB_STATUS_OK && node <= target && (marks[node] & 2) != 0 &&
               s->graph.op[node] != NB_OP_CONST;
    nb_arena_rewind(&s->scratch, mark);
    return status;
}

/* The only stored number that the target is made of, or NB_NO_DEF. */
static nb_def_id find_stored(const nb_session *s, nb_node target, const uint8_t *marks) {
    nb_def_id found = NB_NO_DEF;
    for (nb_node i = 0; i <= target; i++) {
        nb_def_id owner = s->owner[i];
        if (marks[i] == 0 || owner == NB_NO_DEF || !s->defs[owner].meaning.stored) continue;
        if (found != NB_NO_DEF) return NB_NO_DEF;
        found = owner;
    }
    return found;
}

nb_status nb_say_no_path(nb_session *s, nb_node target, nb_node node) {
    uint8_t *marks;
    nb_status status = nb_mark_cone(s, target, &marks);
    if (status != NB_STATUS_OK) return status;
    nb_arg from = nb_node_arg(s, node), to = nb_node_arg(s, target);
    nb_def_id stored = find_stored(s, target, marks);
    nb_message message = NB_SAY(NO_PATH, from, to);
    if (stored != NB_NO_DEF)
        message = NB_SAY(NO_PATH_STORED, from, to,
                         NB_TEXT(nb_def_name(s, &s->result->arena, &s->defs[stored])));
    if (node <= target && marks[node] != 0)
        message = NB_SAY(NO_PATH_CHOSEN, from, to);
    nb_result_say(s->result, NB_SEVERITY_NOTE, message);
    return NB_STATUS_OK;
}

/* ---- what the commands ask for ---- */

/* Adds the block with the rows of the order's nodes `from` to `to`. */
static nb_status add_rows(report *r, nb_nodes_kind kind, size_t from, size_t to,
                          nb_nodes_block **nodes) {
    nb_session *s = r->s;
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

nb_status nb_report(nb_session *s, nb_nodes_kind kind, nb_node target) {
    report r = {.s = s, .target = target};
    nb_nodes_block *nodes;
    nb_status status = begin(&r, kind);
    if (status != NB_STATUS_OK) return status;
    size_t count = r.count < NB_MAX_ROWS ? r.count : NB_MAX_ROWS;
    status = add_rows(&r, kind, 0, count, &nodes);
    if (status != NB_STATUS_OK) return status;
    nodes->omitted = r.count - count;
    if (kind != NB_NODES_FORWARD) nb_say_mistake(s);
    for (size_t i = 0; i < r.count && status == NB_STATUS_OK && !s->warned; i++)
        if ((r.marks[r.order[i]] & 2) && !isfinite(s->graph.value[r.order[i]]))
            status = nb_warn_value(s, r.order[i]);
    return status == NB_STATUS_OK && kind == NB_NODES_BACKWARD ? warn_gradient(&r) : status;
}

nb_status nb_report_step(nb_session *s, nb_nodes_kind kind, nb_node target, size_t step) {
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

static void say_about_local(nb_session *s, nb_arg node, nb_arg operand, double value,
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
nb_status nb_report_local(nb_session *s, nb_node y, nb_node x) {
    const nb_graph *graph = &s->graph;
    nb_arg operand = nb_node_arg(s, x), node = nb_node_arg(s, y);
    int direct = -1, count = 0;
    double value = 0;
    nb_graph_forward(&s->graph, (y > x ? y : x) + 1);
    if (nb_graph_arity(graph, y) == 0)
        return nb_fail_plain(s, NB_SAY(LEAF_HAS_NO_OPERANDS, node), NB_NO_HINT);
    for (int k = 0; k < nb_graph_arity(graph, y); k++) {
        if (nb_graph_operand(graph, y, k) != x) continue;
        value += nb_graph_local(graph, y, k);
        direct = k;
        count++;
    }
    nb_sweep sweep;
    nb_status status = nb_sweep_formula(s, y, &sweep);
    if (status != NB_STATUS_OK) return status;
    if (count == 0 && (x >= y || !sweep.reached[x]))
        return nb_fail_plain(s, NB_SAY(NOT_AN_OPERAND, operand, node),
                             NB_SAY(HINT_WHOLE_WAY, node, operand));
    if (count == 0) value = sweep.gradient[x];
    nb_block *block = nb_result_add(s->result, NB_BLOCK_LOCAL);
    if (block == NULL) return NB_STATUS_NO_MEMORY;
    block->as.local = (nb_local_block){.node = nb_describe(s, y), .operand = nb_describe(s, x),
                                       .value = value};
    nb_text *formula = &block->as.local.formula;
    if (count == 1) *formula = nb_describe_local(s, y, direct);
    else if (sweep.gradient[x] == value) status = nb_describe_slope(s, y, x, formula);
    /* e/(e + f): e goes into y by another wire, too */
    bool others = count > 0 && sweep.reached[x] && sweep.gradient[x] != value;
    say_about_local(s, node, operand, value, others);
    return status;
}
