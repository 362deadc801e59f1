/* See terms.h. Sums and products are opened with stacks: they may be as deep as what was typed is
 * long. */
#include "figures/terms.h"

#include <math.h>

#include "definitions/calls.h"
#include "definitions/names.h"
#include "definitions/problem.h"
#include "figures/roots.h"

typedef struct summand {
    nb_node node;
    double factor;
} summand;

typedef struct stack {
    summand *list;
    size_t count, capacity;
} stack;

static nb_status push(nb_network *n, stack *st, nb_node node, double factor) {
    if (!NB_ARENA_RESERVE(&n->s->scratch, st->list, st->count, &st->capacity))
        return NB_STATUS_NO_MEMORY;
    st->list[st->count++] = (summand){node, factor};
    return NB_STATUS_OK;
}

static nb_status add_term(nb_network *n, nb_term_of_unit term) {
    if (!NB_ARENA_RESERVE(&n->s->scratch, n->terms, n->term_count, &n->term_capacity))
        return NB_STATUS_NO_MEMORY;
    n->terms[n->term_count++] = term;
    return NB_STATUS_OK;
}

static bool is_number(const nb_network *n, nb_node node) {
    return n->kind[node] == NB_ROOT_NUMBER;
}

/* A factor without a sign, a name of its own, or a number below it. */
static nb_node strip(const nb_network *n, nb_node node, double *factor) {
    const nb_graph *graph = &n->s->graph;
    for (;;) {
        nb_op op = (nb_op)graph->op[node];
        if (op == NB_OP_NEG) *factor = -*factor;
        else if (op == NB_OP_DIV && is_number(n, graph->b[node]))
            *factor /= graph->value[graph->b[node]];
        else if (op != NB_OP_IDENTITY) return node;
        node = graph->a[node];
    }
}

/* Whether a product is opened: that of one thing with itself is a function of it. */
static bool is_product(const nb_network *n, nb_node node) {
    const nb_graph *graph = &n->s->graph;
    return graph->op[node] == NB_OP_MUL && n->kind[node] != NB_ROOT_LOSS &&
           (n->kind[node] == NB_ROOT_PRODUCT || is_number(n, graph->a[node]) ||
            is_number(n, graph->b[node]));
}

/* A product as one source times leaves; what is none is a source of its own. */
static nb_status read_product(nb_network *n, stack *st, summand whole, nb_term_of_unit *term) {
    size_t base = st->count;
    bool fits = true;
    *term = (nb_term_of_unit){.source = NB_NO_NODE, .factor = whole.factor};
    nb_status status = push(n, st, whole.node, 1);
    while (st->count > base && status == NB_STATUS_OK) {
        nb_node node = strip(n, st->list[--st->count].node, &term->factor);
        if (is_number(n, node)) term->factor *= n->s->graph.value[node];
        else if (is_product(n, node)) {
            status = push(n, st, n->s->graph.a[node], 1);
            if (status == NB_STATUS_OK) status = push(n, st, n->s->graph.b[node], 1);
        } else if (n->kind[node] == NB_ROOT_LEAF && term->leaf_count < NB_TERM_LEAVES) {
            term->leaves[term->leaf_count++] = node;
        } else {
            fits = fits && term->source == NB_NO_NODE;
            term->source = node;
        }
    }
    if (!fits)
        *term = (nb_term_of_unit){.source = whole.node, .factor = whole.factor};
    return status;
}

static bool is_element(const nb_sheet *s, nb_node node) {
    return s->owner[node] != NB_NO_DEF && s->defs[s->owner[node]].rank > 0;
}

/* A sum inside a sum is opened, unless it is used elsewhere, too, or is one of several units. */
static bool opens(const nb_network *n, nb_node node, nb_node top) {
    const nb_graph *graph = &n->s->graph;
    nb_op op = (nb_op)graph->op[node];
    if (op != NB_OP_ADD && op != NB_OP_SUB) return false;
    if (node != top && is_element(n->s, node)) return false;
    return node == top || is_number(n, graph->a[node]) || is_number(n, graph->b[node]) ||
           (n->kind[node] == NB_ROOT_SUM && n->uses[node] <= 1);
}

static nb_status read_sum(nb_network *n, nb_unit *unit) {
    const nb_graph *graph = &n->s->graph;
    stack st = {NULL, 0, 0};
    nb_term_of_unit term;
    unit->first = n->term_count;
    nb_status status = push(n, &st, unit->sum, 1);
    for (size_t turn = 0; st.count > 0 && status == NB_STATUS_OK; turn++) {
        summand at = st.list[--st.count];
        at.node = strip(n, at.node, &at.factor);
        status = nb_poll_turn(n->s, turn);
        if (status != NB_STATUS_OK) return status;
        if (is_number(n, at.node)) {
            term = (nb_term_of_unit){.source = NB_NO_NODE,
                                     .factor = at.factor * graph->value[at.node]};
            status = add_term(n, term);
        } else if (opens(n, at.node, unit->sum)) {
            double sign = graph->op[at.node] == NB_OP_SUB ? -at.factor : at.factor;
            status = push(n, &st, graph->b[at.node], sign);
            if (status == NB_STATUS_OK) status = push(n, &st, graph->a[at.node], at.factor);
        } else {
            status = read_product(n, &st, at, &term);
            if (status == NB_STATUS_OK) status = add_term(n, term);
        }
    }
    unit->count = n->term_count - unit->first;
    return status;
}

/* ---- which terms a unit may have ---- */

static bool is_plain_source(const nb_network *n, nb_node source) {
    nb_root_kind kind = (nb_root_kind)n->kind[n->root[source]];
    return kind == NB_ROOT_LEAF || kind == NB_ROOT_SUM ||
           (kind == NB_ROOT_PRODUCT && source != n->root[source]) ||
           nb_find_call_of(n->s, n->root[source]) != NULL;
}

static bool has_compared(const nb_network *n, const nb_term_of_unit *t) {
    for (uint32_t k = 0; k < t->leaf_count; k++)
        if (nb_is_compared(n, t->leaves[k])) return true;
    return false;
}

/* y - t is no unit: nothing in it is weighted. Neither is what targets are factors in. */
static bool is_weighted_sum(const nb_network *n, const nb_unit *unit) {
    size_t sources = 0, weights = 0, lone = 0, compared = 0, inside = 0;
    for (size_t i = unit->first; i < unit->first + unit->count; i++) {
        const nb_term_of_unit *t = &n->terms[i];
        bool single = t->source == NB_NO_NODE && t->leaf_count <= 1;
        bool inner = t->source != NB_NO_NODE && n->kind[n->root[t->source]] != NB_ROOT_LEAF;
        if (inner && (has_compared(n, t) || !is_plain_source(n, t->source))) return false;
        if (single) {
            lone += t->leaf_count;
            compared += has_compared(n, t);
            continue;
        }
        sources++;
        inside += inner;
        weights += t->leaf_count > 0 || fabs(t->factor) != 1;
    }
    if (sources == 0) return lone >= 2;
    return compared == 0 && (weights > 0 || (inside >= 2 && lone == 0));
}

/* A function of several units, F(v1, v2), is one that has no weights. */
static nb_status read_call(nb_network *n, nb_unit *unit) {
    const nb_call *call = nb_find_call_of(n->s, unit->sum);
    unit->valid = false;
    n->term_count = unit->first;
    nb_status status = NB_STATUS_OK;
    bool several = call != NULL && call->function != NB_NO_DEF && call->arg_count > 1;
    for (uint32_t k = 0; several && k < call->arg_count && status == NB_STATUS_OK; k++) {
        nb_node source = n->s->call_args[call->first_arg + k];
        if (source > n->target || n->root[source] == NB_NO_NODE) continue;
        unit->valid = unit->valid || n->kind[n->root[source]] != NB_ROOT_LEAF;
        status = add_term(n, (nb_term_of_unit){.source = source, .factor = 1, .opaque = true});
    }
    unit->count = n->term_count - unit->first;
    return status;
}

nb_status nb_find_terms(nb_network *n, nb_unit *unit) {
    nb_root_kind kind = (nb_root_kind)n->kind[unit->sum];
    nb_status status = NB_STATUS_OK;
    unit->first = n->term_count;
    unit->count = 0;
    if (kind == NB_ROOT_SUM || kind == NB_ROOT_PRODUCT) status = read_sum(n, unit);
    unit->valid = unit->count > 0 && is_weighted_sum(n, unit);
    if (status == NB_STATUS_OK && !unit->valid && kind != NB_ROOT_LOSS)
        status = read_call(n, unit);
    return status;
}

/* ---- which leaf goes in ---- */

/* Of each leaf: in how many products of leaves alone it is, and in how many with what units give,
 * where it can only be a weight. */
typedef struct counts {
    uint32_t *alone, *weighs;
} counts;

/* The more, the rather it is an input, and not a weight. */
static int judge_input(const nb_network *n, const counts *c, nb_node leaf, nb_node other) {
    const nb_sheet *s = n->s;
    nb_def_id owner = s->owner[leaf], facing = s->owner[other];
    if (owner == NB_NO_DEF || facing == NB_NO_DEF) return owner == NB_NO_DEF ? -100 : 100;
    const nb_def *def = &s->defs[owner];
    char first = s->symbols[def->symbol].name[0];
    int score = n->columns[owner] != 0 ? 100 : 0;
    if (first == 'x' || first == 'X') score += 10;
    if (first == 'w' || first == 'W') score -= 10;
    if (def->rank < s->defs[facing].rank) score += 5;
    if (c->alone[leaf] > c->alone[other]) score += 3;
    if (c->weighs[leaf] > 0) score -= 50;
    return score;
}

static void choose_input(const nb_network *n, const counts *c, nb_term_of_unit *t) {
    uint32_t best = 0;
    for (uint32_t k = 1; k < t->leaf_count; k++)
        if (judge_input(n, c, t->leaves[k], t->leaves[best]) >
            judge_input(n, c, t->leaves[best], t->leaves[k]))
            best = k;
    t->source = t->leaves[best];
    t->leaves[best] = t->leaves[--t->leaf_count];
}

/* x1 + x2 - 1.5 weighs nothing: then the leaves go in, and numbers are the bias. */
static void choose_unweighted(nb_network *n, const nb_unit *unit) {
    for (size_t i = unit->first; i < unit->first + unit->count; i++)
        if (n->terms[i].source != NB_NO_NODE || n->terms[i].leaf_count > 1) return;
    for (size_t i = unit->first; i < unit->first + unit->count; i++)
        if (n->terms[i].leaf_count == 1) {
            n->terms[i].source = n->terms[i].leaves[0];
            n->terms[i].leaf_count = 0;
        }
}

static nb_status count_products(nb_network *n, counts *c) {
    size_t room = (size_t)n->target + 1;
    c->alone = nb_arena_add(&n->s->scratch, room, sizeof *c->alone);
    c->weighs = nb_arena_add(&n->s->scratch, room, sizeof *c->weighs);
    if (c->alone == NULL || c->weighs == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t u = 0; u < n->count; u++) {
        const nb_unit *unit = &n->units[u];
        nb_status status = nb_poll_turn(n->s, u);
        if (status != NB_STATUS_OK) return status;
        for (size_t i = unit->first; unit->valid && i < unit->first + unit->count; i++) {
            const nb_term_of_unit *t = &n->terms[i];
            bool source = t->source != NB_NO_NODE;
            for (uint32_t k = 0; (source || t->leaf_count > 1) && k < t->leaf_count; k++)
                (source ? c->weighs : c->alone)[t->leaves[k]]++;
        }
    }
    return NB_STATUS_OK;
}

nb_status nb_choose_inputs(nb_network *n) {
    counts c;
    nb_status status = count_products(n, &c);
    for (size_t u = 0; u < n->count && status == NB_STATUS_OK; u++) {
        const nb_unit *unit = &n->units[u];
        status = nb_poll_turn(n->s, u);
        if (status != NB_STATUS_OK || !unit->valid) continue;
        choose_unweighted(n, unit);
        for (size_t i = unit->first; i < unit->first + unit->count; i++)
            if (n->terms[i].source == NB_NO_NODE && n->terms[i].leaf_count > 1)
                choose_input(n, &c, &n->terms[i]);
    }
    return status;
}
