/* See factors.h. One sweep from the target back carries, for every node inside a formula, the
 * derivative of that formula as a term, so that each factor ends up with one term per user. */
#include "explore/factors.h"

#include "definitions/calls.h"
#include "definitions/problem.h"
#include "formulas/cone.h"
#include "graph/passes.h"

/* ---- which nodes ---- */

static bool is_factor(const nb_factors *d, nb_node i) {
    const nb_sheet *s = d->s;
    if (i == d->target || d->operations || s->owner[i] != NB_NO_DEF) return true;
    if (d->forced != NULL && d->forced[i]) return true;
    const nb_call *call = nb_find_call_of(s, i);
    return call != NULL && !call->inner;
}

/* Marks what lies on a path from the nodes to the target. */
static nb_status mark_paths(nb_factors *d) {
    const nb_graph *graph = &d->s->graph;
    uint8_t *cone;
    nb_status status = nb_mark_cone(d->s, d->target, &cone);
    if (status != NB_STATUS_OK) return status;
    for (size_t i = 0; i < d->from_count; i++)
        if (d->from[i] <= d->target) d->role[d->from[i]] = NB_IS_SOURCE;
    for (nb_node i = d->node; i <= d->target; i++) {
        bool depends = (d->role[i] & NB_IS_SOURCE) && (cone[i] & 2);
        bool source = depends;
        for (int k = 0; (cone[i] & 2) && k < nb_graph_arity(graph, i); k++) {
            nb_node operand = nb_graph_operand(graph, i, k);
            depends = depends || (operand >= d->node && (d->role[operand] & NB_ON_WAY) &&
                                  nb_graph_is_chosen(graph, i, k));
        }
        if (depends)
            d->role[i] |= source || is_factor(d, i) ? NB_ON_WAY | NB_IS_FACTOR : NB_ON_WAY;
    }
    return NB_STATUS_OK;
}

/* ---- the sweep ---- */

static const nb_term *combine(nb_factors *d, nb_op op, const nb_term *x, const nb_term *y) {
    const nb_term *operands[NB_MAX_OPERANDS] = {x, y, NULL};
    return nb_term_op(&d->algebra, op, operands);
}

static nb_status add_link(nb_factors *d, nb_factor_link link) {
    if (!NB_ARENA_RESERVE(&d->s->scratch, d->links, d->link_count, &d->link_capacity))
        return NB_STATUS_NO_MEMORY;
    link.next = d->first[link.node];
    d->links[d->link_count++] = link;
    d->first[link.node] = d->link_count;
    return NB_STATUS_OK;
}

const nb_term *nb_factor_local(nb_factors *d, nb_factor_link *link) {
    if (link->local != NULL) return link->local;
    const nb_call *call = nb_find_vector_call(d->s, link->parent);
    nb_status status = nb_closed_term(d->s, &d->algebra, call, link->argument, &d->closed,
                                      &link->local);
    return status == NB_STATUS_OK ? link->local : NULL;
}

/* `node` gets a part of ∂parent/∂node. A node inside two formulas becomes a factor of its own. */
static nb_status contribute(nb_factors *d, nb_node node, nb_node parent, const nb_term *local,
                            double value) {
    if (local == NULL) return NB_STATUS_NO_MEMORY;
    if (!(d->role[node] & NB_IS_FACTOR) && d->inside[node] == NULL) {
        d->parent[node] = parent;
        d->inside[node] = local;
        d->value[node] = value;
        return NB_STATUS_OK;
    }
    if (!(d->role[node] & NB_IS_FACTOR) && d->parent[node] == parent) {
        d->inside[node] = combine(d, NB_OP_ADD, d->inside[node], local);
        d->value[node] += value;
        return d->inside[node] != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    }
    nb_status status = NB_STATUS_OK;
    if (!(d->role[node] & NB_IS_FACTOR)) {
        d->role[node] |= NB_IS_FACTOR;
        status = add_link(d, (nb_factor_link){.node = node, .parent = d->parent[node],
                                              .local = d->inside[node], .value = d->value[node]});
    }
    if (status != NB_STATUS_OK) return status;
    return add_link(d, (nb_factor_link){.node = node, .parent = parent, .local = local,
                                        .value = value});
}

/* ---- operators over vectors: y1(1 − y1) in closed form, whatever computes it ---- */

/* The call that a node is a result of, where all its derivatives have a closed form. */
static const nb_call *find_closed(const nb_factors *d, nb_node i) {
    const nb_call *call = d->operations ? NULL : nb_find_vector_call(d->s, i);
    for (uint32_t k = 0; call != NULL && k < call->arg_count; k++)
        if (!nb_has_closed_form(call, k)) return NULL;
    return call;
}

/* Formulas in closed form; their values by the careful nodes that compute the call. */
static nb_status sweep_call(nb_factors *d, nb_node i, const nb_call *call) {
    nb_sheet *s = d->s;
    const nb_node *args = s->call_args + call->first_arg;
    bool factor = (d->role[i] & NB_IS_FACTOR) != 0; /* else it is inside a function's call */
    nb_status status = nb_wires_find(&d->wires, i, call);
    size_t count = d->wires.count;
    for (uint32_t k = call->arg_count + call->given; k-- > 0 && status == NB_STATUS_OK;) {
        const nb_wire *wires = d->wires.list;
        const nb_term *local = NULL;
        while (count > 0 && wires[count - 1].k > k) count--;
        double value = count > 0 && wires[count - 1].k == k ? wires[count - 1].local : 0;
        if (args[k] < d->node || args[k] >= i || !(d->role[args[k]] & NB_ON_WAY)) continue;
        if (k >= call->arg_count && value == 0) continue; /* all goes by the arguments */
        if (factor && (d->role[args[k]] & NB_IS_FACTOR) && nb_has_closed_form(call, k)) {
            status = add_link(d, (nb_factor_link){.node = args[k], .parent = i, .value = value,
                                                  .argument = k});
            continue;
        }
        if (nb_has_closed_form(call, k))
            status = nb_closed_term(s, &d->algebra, call, k, &d->closed, &local);
        else
            local = nb_term_number(&d->algebra, value);
        if (status != NB_STATUS_OK) return status;
        if (!factor) local = combine(d, NB_OP_MUL, d->inside[i], local);
        status = contribute(d, args[k], factor ? i : d->parent[i], local,
                            factor ? value : d->value[i] * value);
    }
    return status;
}

static nb_status sweep_node(nb_factors *d, nb_node i) {
    bool factor = (d->role[i] & NB_IS_FACTOR) != 0;
    bool met = i == d->target || d->first[i] > 0 || d->inside[i] != NULL;
    if (!met) return NB_STATUS_OK; /* inside a call in closed form */
    const nb_call *closed = find_closed(d, i);
    if (closed != NULL) return sweep_call(d, i, closed);
    nb_status status = nb_wires_find(&d->wires, i, NULL);
    for (size_t w = 0; w < d->wires.count && status == NB_STATUS_OK; w++) {
        const nb_wire *wire = &d->wires.list[w];
        if (wire->node < d->node || !(d->role[wire->node] & NB_ON_WAY) || !wire->chosen) continue;
        const nb_term *local = nb_local_of(d->s, &d->algebra, i, (int)wire->k);
        if (local == NULL) return NB_STATUS_NO_MEMORY;
        if (!factor) local = combine(d, NB_OP_MUL, d->inside[i], local);
        status = contribute(d, wire->node, factor ? i : d->parent[i], local,
                            factor ? wire->local : d->value[i] * wire->local);
    }
    return status;
}

/* Several links to one parent become one, their terms added. */
static nb_status merge_links(nb_factors *d, nb_node node) {
    for (uint32_t *link = &d->first[node]; *link > 0;) {
        nb_factor_link *w = &d->links[*link - 1], *other = NULL;
        if (d->met[w->parent] > 0) other = &d->links[d->met[w->parent] - 1];
        if (other == NULL || other->node != node) {
            d->met[w->parent] = *link;
            link = &w->next;
            continue;
        }
        other->local = combine(d, NB_OP_ADD, nb_factor_local(d, other), nb_factor_local(d, w));
        other->value += w->value;
        if (other->local == NULL) return NB_STATUS_NO_MEMORY;
        *link = w->next;
    }
    return NB_STATUS_OK;
}

static nb_status sweep(nb_factors *d) {
    nb_status status = NB_STATUS_OK;
    for (nb_node i = d->target + 1; i-- > d->node && status == NB_STATUS_OK;) {
        if (d->role[i] & NB_IS_FACTOR) status = merge_links(d, i);
        if (status == NB_STATUS_OK && (d->role[i] & NB_ON_WAY)) status = sweep_node(d, i);
        if (status == NB_STATUS_OK && i % 4096 == 0) status = nb_poll(d->s);
    }
    for (nb_node i = d->node; i < d->target; i++)
        if (d->role[i] & NB_IS_FACTOR) d->list[d->count++] = i;
    return status;
}

static nb_status begin(nb_factors *d) {
    nb_arena *arena = &d->s->scratch;
    size_t n = (size_t)d->target + 1;
    d->node = d->target;
    for (size_t i = 0; i < d->from_count; i++)
        if (d->from[i] < d->node) d->node = d->from[i];
    d->role = nb_arena_add(arena, n, sizeof *d->role);
    d->parent = nb_arena_add(arena, n, sizeof *d->parent);
    d->inside = nb_arena_add(arena, n, sizeof(nb_term_ref));
    d->value = nb_arena_add(arena, n, sizeof *d->value);
    d->first = nb_arena_add(arena, n, sizeof *d->first);
    d->met = nb_arena_add(arena, n, sizeof *d->met);
    d->list = nb_arena_add(arena, n, sizeof *d->list);
    if (d->role == NULL || d->parent == NULL || d->inside == NULL || d->value == NULL ||
        d->first == NULL || d->met == NULL || d->list == NULL)
        return NB_STATUS_NO_MEMORY;
    nb_graph_forward(&d->s->graph, d->s->graph.count); /* closed forms mention later nodes */
    nb_status status = nb_wires_begin(d->s, d->target, &d->wires);
    if (status != NB_STATUS_OK) return status;
    status = nb_algebra_get(d->s, arena, &d->algebra);
    if (d->names != NULL) d->algebra.names = d->names;
    return status;
}

nb_status nb_factors_find(nb_factors *factors) {
    nb_status status = begin(factors);
    if (status == NB_STATUS_OK) status = mark_paths(factors);
    return status == NB_STATUS_OK ? sweep(factors) : status;
}
