/* Wires between nodes, with calls as boxes. The local gradients of a box come from the chain rule
 * inside it: a sweep from the call's result back to what goes in. The sweep lists the nodes that it
 * comes to and looks at no others, so that thousands of calls cost what their nodes cost. */
#include "arrays/wires.h"

#include "base/order.h"
#include "definitions/calls.h"
#include "definitions/problem.h"
#include "formulas/cone.h"
#include "graph/broken.h"
#include "graph/passes.h"

/* A node that a formula is made of. It hands gradients on if it is inside; else it goes in. */
struct nb_inner {
    nb_node node;
    bool inside;
    uint8_t reached;
    uint32_t pending; /* its users that have not handed on yet */
    double gradient;  /* of the formula's result */
    double first;     /* of the contributions: what is handed on where the passes are broken */
};

nb_status nb_wires_begin(nb_sheet *s, nb_node target, nb_wires *wires) {
    *wires = (nb_wires){.s = s};
    wires->place = nb_arena_add(&s->scratch, (size_t)target + 1, sizeof *wires->place);
    return wires->place != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

/* ---- what a formula is made of ---- */

/* `place` is never cleared: it counts only where the list agrees. */
static nb_inner *find_inner(const nb_wires *w, nb_node node) {
    uint32_t at = w->place[node];
    return at < w->inner_count && w->inner[at].node == node ? &w->inner[at] : NULL;
}

static nb_status add_inner(nb_wires *w, nb_node node, bool inside) {
    if (find_inner(w, node) != NULL) return NB_STATUS_OK;
    if (!NB_ARENA_RESERVE(&w->s->scratch, w->inner, w->inner_count, &w->inner_capacity) ||
        !NB_ARENA_RESERVE(&w->s->scratch, w->order, w->inner_count, &w->order_capacity))
        return NB_STATUS_NO_MEMORY;
    w->place[node] = w->inner_count;
    w->inner[w->inner_count++] = (nb_inner){.node = node, .inside = inside};
    return NB_STATUS_OK;
}

/* Lists the nodes without a name that `top` is made of, and what goes into them. What is listed
 * before, a call's arguments, is not inside. */
static nb_status list_inner(nb_wires *w, nb_node top) {
    const nb_sheet *s = w->s;
    nb_status status = add_inner(w, top, true);
    for (uint32_t at = 0; at < w->inner_count && status == NB_STATUS_OK; at++) {
        nb_node node = w->inner[at].node;
        int arity = w->inner[at].inside ? nb_graph_arity(&s->graph, node) : 0;
        for (int k = 0; k < arity && status == NB_STATUS_OK; k++) {
            nb_node operand = nb_graph_operand(&s->graph, node, k);
            bool end = w->boxes != NULL && w->boxes->ends[operand];
            status = add_inner(w, operand, s->owner[operand] == NB_NO_DEF && !end);
        }
    }
    return status;
}

/* ---- the sweep ---- */

/* From `top` down: every user before its operands. The nodes of a call were made one after the
 * other, nearly always, and then nothing needs sorting. */
static uint32_t order_down(nb_wires *w, nb_node top) {
    uint32_t count = 0;
    nb_node lowest = top;
    for (uint32_t at = 0; at < w->inner_count; at++) {
        if (!w->inner[at].inside) continue;
        w->order[count++] = w->inner[at].node;
        if (w->inner[at].node < lowest) lowest = w->inner[at].node;
    }
    if ((top - lowest) / 4 > count) {
        nb_sort_ids(w->order, count);
        nb_reverse_ids(w->order, count);
        return count;
    }
    count = 0;
    for (nb_node i = top + 1; i-- > lowest;) {
        const nb_inner *inner = find_inner(w, i);
        if (inner != NULL && inner->inside) w->order[count++] = i;
    }
    return count;
}

/* Broken passes walk as nb_graph_order does: the order decides what comes last, and first. */
static uint32_t order_as_passes(nb_wires *w, nb_node top) {
    const nb_graph *graph = &w->s->graph;
    uint32_t count = 0;
    for (uint32_t at = 0; at < w->inner_count; at++) {
        nb_node node = w->inner[at].node;
        for (int k = 0; w->inner[at].inside && k < nb_graph_arity(graph, node); k++)
            find_inner(w, nb_graph_operand(graph, node, k))->pending++;
    }
    w->order[count++] = top;
    for (uint32_t at = 0; at < count; at++) {
        for (int k = 0; k < nb_graph_arity(graph, w->order[at]); k++) {
            nb_inner *operand = find_inner(w, nb_graph_operand(graph, w->order[at], k));
            if (--operand->pending == 0 && operand->inside) w->order[count++] = operand->node;
        }
    }
    return count;
}

static void receive(nb_wires *w, nb_node node, double amount) {
    nb_inner *inner = find_inner(w, node);
    nb_mistake_receive(w->s->graph.mistake, &inner->gradient, &inner->first, &inner->reached,
                       amount);
}

/* ∂top/∂node for all that `top` is made of, down to what goes in. */
static nb_status sweep(nb_wires *w, nb_node top) {
    const nb_graph *graph = &w->s->graph;
    nb_status status = list_inner(w, top);
    if (status != NB_STATUS_OK || !find_inner(w, top)->inside) return status;
    uint32_t count = graph->mistake == NB_MISTAKE_NONE ? order_down(w, top)
                                                       : order_as_passes(w, top);
    receive(w, top, 1.0);
    for (uint32_t at = 0; at < count; at++) {
        nb_node node = w->order[at];
        const nb_inner *from = find_inner(w, node);
        double sent = graph->mistake == NB_MISTAKE_ORDER ? from->first : from->gradient;
        for (int k = 0; from->reached && k < nb_graph_arity(graph, node); k++)
            if (nb_graph_is_chosen(graph, node, k))
                receive(w, nb_graph_operand(graph, node, k), sent * nb_graph_local(graph, node, k));
    }
    return NB_STATUS_OK;
}

nb_status nb_formula_slope(nb_sheet *s, nb_node y, nb_node x, bool *reached, double *slope) {
    nb_wires w;
    nb_node top = y > x ? y : x;
    nb_status status = nb_wires_begin(s, top, &w);
    if (status == NB_STATUS_OK) status = sweep(&w, y);
    const nb_inner *inner = status == NB_STATUS_OK ? find_inner(&w, x) : NULL;
    *reached = inner != NULL && inner->reached;
    *slope = *reached ? inner->gradient : 0;
    return status;
}

/* ---- the wires ---- */

static nb_status add_wire(nb_wires *w, nb_wire wire) {
    if (!NB_ARENA_RESERVE(&w->s->scratch, w->list, w->count, &w->capacity))
        return NB_STATUS_NO_MEMORY;
    w->list[w->count++] = wire;
    return NB_STATUS_OK;
}

/* What the body of a function uses by name. pi and e are numbers there as 2 is: they are constants,
 * and no input. */
static nb_status add_names(nb_wires *w, const nb_call *call) {
    uint32_t count = 0;
    nb_status status = NB_STATUS_OK;
    for (uint32_t at = 0; at < w->inner_count; at++)
        if (!w->inner[at].inside && w->inner[at].reached &&
            w->s->graph.op[w->inner[at].node] != NB_OP_CONST)
            w->order[count++] = w->inner[at].node;
    nb_sort_ids(w->order, count);
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++)
        status = add_wire(w, (nb_wire){w->order[i], call->result, NB_NO_ARGUMENT, call,
                                       find_inner(w, w->order[i])->gradient, true});
    return status;
}

static nb_status find_into_call(nb_wires *w, const nb_call *call) {
    const nb_node *args = w->s->call_args + call->first_arg;
    nb_status status = NB_STATUS_OK;
    w->inner_count = 0;
    for (uint32_t k = 0; k < call->arg_count + call->given && status == NB_STATUS_OK; k++)
        if (args[k] <= call->result) status = add_inner(w, args[k], false);
    if (status == NB_STATUS_OK) status = sweep(w, call->result);
    for (uint32_t k = 0; k < call->arg_count + call->given && status == NB_STATUS_OK; k++) {
        nb_inner *arg = args[k] < call->result ? find_inner(w, args[k]) : NULL;
        if (arg == NULL || !arg->reached) continue;
        arg->reached = 0; /* another argument that is the same node gets no wire of its own */
        if (k >= call->arg_count && arg->gradient == 0) continue; /* all goes by the arguments */
        status = add_wire(w, (nb_wire){args[k], call->result, k, call, arg->gradient, true});
    }
    return status == NB_STATUS_OK ? add_names(w, call) : status;
}

nb_status nb_wires_find(nb_wires *w, nb_node parent, const nb_call *call) {
    const nb_graph *graph = &w->s->graph;
    nb_status status = NB_STATUS_OK;
    w->count = 0;
    if (call != NULL) return find_into_call(w, call);
    for (int k = 0; k < nb_graph_arity(graph, parent) && status == NB_STATUS_OK; k++)
        status = add_wire(w, (nb_wire){nb_graph_operand(graph, parent, k), parent, (uint32_t)k,
                                       NULL, nb_graph_local(graph, parent, k),
                                       nb_graph_is_chosen(graph, parent, k)});
    return status;
}

double nb_wires_slope(const nb_wires *w, nb_node node) {
    const nb_inner *inner = find_inner(w, node);
    return inner != NULL ? inner->gradient : 0;
}

/* ---- the graph as it was typed ---- */

static nb_status add_edges(nb_typed_graph *typed, nb_wires *w, nb_node node, bool open) {
    nb_sheet *s = w->s;
    const nb_call *call = open ? nb_find_inner_call(s, node) : nb_drawn_call(s, w->boxes, node);
    nb_status status = nb_wires_find(w, node, call);
    if (status != NB_STATUS_OK) return status;
    if (!NB_RESERVE(&s->memory, typed->wires, &typed->capacity, typed->count + w->count))
        return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < w->count; i++) {
        const nb_wire *wire = &w->list[i];
        typed->visible[wire->node] = 1;
        typed->wires[typed->count++] = (nb_edge){
            .from = wire->node, .to = node, .local = wire->local,
            .chosen = wire->chosen && (typed->marks[node] & 2),
            .contribution = nb_graph_sent(&s->graph, node) * wire->local};
    }
    return NB_STATUS_OK;
}

nb_status nb_typed_graph_find(nb_sheet *s, nb_node target, const nb_call_boxes *boxes, bool open,
                              nb_typed_graph *typed) {
    nb_wires wires;
    *typed = (nb_typed_graph){.wires = NULL};
    nb_status status = nb_mark_cone(s, target, &typed->marks);
    if (status == NB_STATUS_OK) status = nb_wires_begin(s, target, &wires);
    if (status != NB_STATUS_OK) return status;
    wires.boxes = open ? NULL : boxes;
    nb_graph_backward(&s->graph, target);
    typed->visible = nb_arena_add(&s->scratch, (size_t)target + 1, 1);
    if (typed->visible == NULL) return NB_STATUS_NO_MEMORY;
    typed->visible[target] = 1;
    for (nb_node i = target + 1; i-- > 0 && status == NB_STATUS_OK;) {
        if (!typed->visible[i]) continue;
        typed->visible_count++;
        status = add_edges(typed, &wires, i, open);
        if (status == NB_STATUS_OK) status = nb_poll(s);
    }
    return status;
}

void nb_typed_graph_clear(nb_sheet *s, nb_typed_graph *typed) {
    nb_memory_free(&s->memory, typed->wires, typed->capacity, sizeof *typed->wires);
    *typed = (nb_typed_graph){.wires = NULL};
}
