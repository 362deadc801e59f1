/* See factors.h. One sweep from the target back carries, for every node inside a formula, the
 * derivative of that formula as a term, so that each factor ends up with one term per user. */
#include "arrays/factors.h"

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

nb_factor_walk nb_factors_walk(const nb_factors *d, nb_node node) {
    return (nb_factor_walk){.next = d->first[node]};
}

bool nb_factors_next(const nb_factors *d, nb_factor_walk *walk) {
    nb_factor_link *link = &walk->link;
    if (walk->left == 0) {
        if (walk->next == 0) return false;
        *link = d->links[walk->next - 1];
        walk->next = link->next;
        if (link->fan == 0) return true;
        walk->left = d->fans[link->fan - 1].count - link->since;
    }
    link->parent = d->fans[link->fan - 1].parents[link->since + --walk->left];
    link->local = NULL;
    return true;
}

const nb_term *nb_factor_local(nb_factors *d, nb_factor_link *link) {
    if (link->local != NULL) return link->local;
    const nb_call *call = nb_find_vector_call(d->s, link->parent);
    const nb_node *args = d->s->call_args + call->first_arg;
    uint32_t end = link->twice ? call->arg_count : link->argument + 1;
    for (uint32_t k = link->argument; k < end; k++) {
        const nb_term *local;
        if (link->twice && args[k] != link->node) continue;
        nb_status status = nb_closed_term(d->s, &d->algebra, call, k, &d->closed, &local);
        if (status != NB_STATUS_OK) return NULL;
        link->local = k == link->argument ? local : combine(d, NB_OP_ADD, link->local, local);
        if (link->local == NULL) return NULL;
    }
    return link->local;
}

nb_status nb_factor_value(nb_factors *d, const nb_factor_link *link, double *value) {
    nb_status status = NB_STATUS_OK;
    *value = link->value;
    if (link->fan == 0) return NB_STATUS_OK;
    if (d->swept != link->parent)
        status = nb_wires_find(&d->wires, link->parent, nb_find_vector_call(d->s, link->parent));
    if (status != NB_STATUS_OK) return status;
    d->swept = link->parent;
    *value = nb_wires_slope(&d->wires, link->node);
    return NB_STATUS_OK;
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

static bool is_on_way(const nb_factors *d, nb_node node) {
    return node >= d->node && (d->role[node] & NB_ON_WAY);
}

/* The fan of a call's results, `i` maybe one of them: the arguments are all older, as they are but
 * where a result is an argument itself. *found NULL: it has none. */
static nb_status find_fan(nb_factors *d, nb_node i, const nb_call *call, nb_factor_fan **found) {
    const nb_call *first = call - call->index;
    nb_factor_fan *fan = d->fan_count > 0 ? &d->fans[d->fan_count - 1] : NULL;
    *found = NULL;
    if (call->results == 1 || !(d->role[i] & NB_IS_FACTOR)) return NB_STATUS_OK;
    if (fan == NULL || fan->call != first) {
        const nb_node *args = d->s->call_args + call->first_arg;
        if (!NB_ARENA_RESERVE(&d->s->scratch, d->fans, d->fan_count, &d->fan_capacity))
            return NB_STATUS_NO_MEMORY;
        fan = &d->fans[d->fan_count++];
        *fan = (nb_factor_fan){.call = first};
        for (uint32_t k = 0; k < call->arg_count; k++)
            if (fan->newest < args[k]) fan->newest = args[k];
    }
    if (fan->newest < i) *found = fan;
    return NB_STATUS_OK;
}

/* Of a call with several results the arguments that are factors hand on to result `i`. *rest: there
 * are others that do. */
static nb_status fan_out(nb_factors *d, nb_node i, const nb_call *call, nb_factor_fan *fan,
                         bool *rest) {
    const nb_node *args = d->s->call_args + call->first_arg;
    if (!NB_ARENA_RESERVE(&d->s->scratch, fan->parents, fan->count, &fan->capacity))
        return NB_STATUS_NO_MEMORY;
    fan->parents[fan->count++] = i;
    d->fan_of[i] = d->fan_count;
    *rest = false;
    if (fan->whole) return NB_STATUS_OK;
    nb_status status = NB_STATUS_OK;
    for (uint32_t k = call->arg_count + call->given; k-- > 0 && status == NB_STATUS_OK;) {
        nb_node node = args[k];
        if (node >= i || !is_on_way(d, node)) continue;
        *rest = *rest || k >= call->arg_count || !(d->role[node] & NB_IS_FACTOR);
        if (k >= call->arg_count || !(d->role[node] & NB_IS_FACTOR)) continue;
        nb_factor_link *link = d->fanned[node] > 0 ? &d->links[d->fanned[node] - 1] : NULL;
        if (link != NULL && link->fan == d->fan_count) {
            link->twice = link->twice || link->argument != k;
            if (link->argument > k) link->argument = k;
            continue;
        }
        status = add_link(d, (nb_factor_link){.node = node, .argument = k, .fan = d->fan_count,
                                              .since = fan->count - 1});
        d->fanned[node] = d->link_count;
    }
    fan->whole = !*rest;
    return status;
}

/* Formulas in closed form; their values by the careful nodes that compute the call. */
static nb_status sweep_call(nb_factors *d, nb_node i, const nb_call *call) {
    nb_sheet *s = d->s;
    const nb_node *args = s->call_args + call->first_arg;
    bool factor = (d->role[i] & NB_IS_FACTOR) != 0; /* else it is inside a function's call */
    nb_factor_fan *fan;
    bool rest = true; /* beside what goes through the fan */
    nb_status status = find_fan(d, i, call, &fan);
    if (status == NB_STATUS_OK && fan != NULL) status = fan_out(d, i, call, fan, &rest);
    if (status != NB_STATUS_OK || !rest) return status;
    status = nb_wires_find(&d->wires, i, call);
    size_t count = d->wires.count;
    for (uint32_t k = call->arg_count + call->given; k-- > 0 && status == NB_STATUS_OK;) {
        const nb_wire *wires = d->wires.list;
        const nb_term *local = NULL;
        while (count > 0 && wires[count - 1].k > k) count--;
        double value = count > 0 && wires[count - 1].k == k ? wires[count - 1].local : 0;
        if (args[k] >= i || !is_on_way(d, args[k])) continue;
        if (k >= call->arg_count && value == 0) continue; /* all goes by the arguments */
        bool direct = factor && (d->role[args[k]] & NB_IS_FACTOR);
        if (direct && fan != NULL && k < call->arg_count) continue;
        if (direct && nb_has_closed_form(call, k)) {
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
        if (!is_on_way(d, wire->node) || !wire->chosen) continue;
        const nb_term *local = nb_local_of(d->s, &d->algebra, i, (int)wire->k);
        if (local == NULL) return NB_STATUS_NO_MEMORY;
        if (!factor) local = combine(d, NB_OP_MUL, d->inside[i], local);
        status = contribute(d, wire->node, factor ? i : d->parent[i], local,
                            factor ? wire->local : d->value[i] * wire->local);
    }
    return status;
}

/* Whether a node has a link of its own to a result that it has through a fan as well: x in
 * softmax([x, 2*x]). */
static bool is_met_again(const nb_factors *d, const nb_factor_link *fan) {
    nb_node last = d->fans[fan->fan - 1].parents[fan->since];
    for (uint32_t at = d->first[fan->node]; at > 0; at = d->links[at - 1].next) {
        const nb_factor_link *link = &d->links[at - 1];
        if (link->fan == 0 && d->fan_of[link->parent] == fan->fan && link->parent <= last)
            return true;
    }
    return false;
}

/* Link number `at`, through a fan, becomes one to each of its results. */
static nb_status open_fan(nb_factors *d, uint32_t at) {
    nb_factor_walk walk = {.next = at + 1};
    uint32_t next = d->links[at].next;
    d->swept = NB_NO_NODE;
    for (bool more = nb_factors_next(d, &walk); more;) {
        nb_factor_link link = walk.link;
        if (nb_factor_local(d, &link) == NULL) return NB_STATUS_NO_MEMORY;
        nb_status status = nb_factor_value(d, &link, &link.value);
        if (status != NB_STATUS_OK) return status;
        if (!NB_ARENA_RESERVE(&d->s->scratch, d->links, d->link_count, &d->link_capacity))
            return NB_STATUS_NO_MEMORY;
        link.fan = 0;
        more = walk.left > 0 && nb_factors_next(d, &walk);
        link.next = more ? d->link_count + 1 : next;
        d->links[at] = link;
        if (more) at = d->link_count++;
    }
    return NB_STATUS_OK;
}

/* Several links to one parent become one, their terms added. */
static nb_status merge_links(nb_factors *d, nb_node node) {
    nb_status status = NB_STATUS_OK;
    for (uint32_t at = d->first[node]; at > 0; at = d->links[at - 1].next) {
        const nb_factor_link *w = &d->links[at - 1];
        if (w->fan > 0 && is_met_again(d, w)) status = open_fan(d, at - 1);
        if (status != NB_STATUS_OK) return status;
    }
    for (uint32_t *link = &d->first[node]; *link > 0;) {
        nb_factor_link *w = &d->links[*link - 1], *other = NULL;
        if (w->fan > 0) {
            link = &w->next;
            continue;
        }
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
    d->swept = NB_NO_NODE;
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
    d->fan_of = nb_arena_add(arena, n, sizeof *d->fan_of);
    d->fanned = nb_arena_add(arena, n, sizeof *d->fanned);
    d->list = nb_arena_add(arena, n, sizeof *d->list);
    if (d->role == NULL || d->parent == NULL || d->inside == NULL || d->value == NULL ||
        d->first == NULL || d->met == NULL || d->fan_of == NULL || d->fanned == NULL ||
        d->list == NULL)
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
