/* One walk from the target back carries, for every node, how many paths have come and how many
 * products they have cost. The first factor of a path costs nothing: it is a number already. */
#include "calculus/paths.h"

#include <math.h>
#include <string.h>

#include "ops/compute.h"

/* ---- counts ---- */

nb_many nb_many_of(double number) {
    return (nb_many){number, log2(number)};
}

nb_many nb_many_add(nb_many a, nb_many b) {
    double high = fmax(a.log2, b.log2), low = fmin(a.log2, b.log2);
    nb_many sum = {a.number + b.number, high};
    if (low > -INFINITY) sum.log2 = high + log1p(exp2(low - high)) / log(2);
    return sum;
}

/* ---- factors ---- */

/* A local gradient that is 1 here and a little beside here is 1 by its formula. */
bool nb_local_is_one(const nb_graph *graph, nb_node node, int k) {
    nb_op op = (nb_op)graph->op[node];
    double x[NB_MAX_OPERANDS] = {0};
    if (nb_graph_local(graph, node, k) != 1) return false;
    for (int i = 0; i < nb_graph_arity(graph, node); i++) {
        nb_node operand = nb_graph_operand(graph, node, i);
        x[i] = graph->value[operand];
        if (graph->op[operand] != NB_OP_CONST) x[i] += 0x1p-20 * fmax(fabs(x[i]), 1);
    }
    return nb_op_partial(op, k, x[0], x[1], x[2], nb_op_value(op, x[0], x[1], x[2])) == 1;
}

bool nb_is_wire(const nb_graph *graph, nb_node node, int k) {
    const char *local = nb_op_get((nb_op)graph->op[node])->partial[k].taught;
    return strcmp(local, "0.0") != 0 && nb_graph_is_chosen(graph, node, k);
}

/* ---- which nodes ---- */

enum { REACHED = 4 };

/* Down from the target: what it reaches. Up again: what leads to a wanted node. A factor ends at a
 * name, and at what is used more than once. */
static nb_status mark(nb_paths *p, const uint8_t *wanted, const uint32_t *names, uint8_t *uses) {
    const nb_graph *graph = p->graph;
    p->role[p->target] = REACHED;
    for (nb_node i = p->target + 1; i-- > 0;) {
        if (nb_graph_is_interrupted(graph, i)) return NB_STATUS_ERROR;
        for (int k = 0; (p->role[i] & REACHED) && k < nb_graph_arity(graph, i); k++)
            if (nb_is_wire(graph, i, k)) p->role[nb_graph_operand(graph, i, k)] = REACHED;
    }
    for (nb_node i = 0; i <= p->target; i++) {
        if (nb_graph_is_interrupted(graph, i)) return NB_STATUS_ERROR;
        bool reached = (p->role[i] & REACHED) != 0, on_path = reached && wanted[i];
        p->role[i] = 0;
        for (int k = 0; reached && k < nb_graph_arity(graph, i); k++) {
            nb_node operand = nb_graph_operand(graph, i, k);
            if (!(p->role[operand] & NB_ON_PATH) || !nb_is_wire(graph, i, k)) continue;
            on_path = true;
            if (uses[operand]++ > 0) p->role[operand] |= NB_FACTOR, uses[operand] = 1;
        }
        bool named = names == NULL || names[i] != UINT32_MAX;
        if (on_path) p->role[i] = NB_ON_PATH;
        if (on_path && (named || i == p->target || wanted[i])) p->role[i] |= NB_FACTOR;
    }
    return NB_STATUS_OK;
}

static bool is_followed(const nb_paths *p, nb_node node, int k) {
    return (p->role[nb_graph_operand(p->graph, node, k)] & NB_ON_PATH) &&
           nb_is_wire(p->graph, node, k);
}

/* ---- the walk ---- */

typedef struct tally {
    nb_many plain;    /* paths without a factor so far */
    nb_many begun;    /* paths with one at least */
    nb_many products; /* that all of them have cost */
    uint32_t parts;   /* contributions to what is kept for this node */
    bool one;         /* what is kept is 1 by its formula */
    bool open;        /* inside a formula: its local gradient so far is not 1 */
} tally;

/* A factor ends at a node. `open`: it is not 1. */
static void join(nb_paths *p, const tally *from, tally *to, bool open) {
    to->products = nb_many_add(to->products, from->products);
    to->begun = nb_many_add(to->begun, from->begun);
    if (open) {
        to->products = nb_many_add(to->products, from->begun);
        to->begun = nb_many_add(to->begun, from->plain);
    } else {
        to->plain = nb_many_add(to->plain, from->plain);
    }
    if (open && !from->one) p->kept_products++;
    if (to->parts > 0) p->kept_sums++;
    to->one = to->parts == 0 && !open && from->one;
    to->parts++;
}

static nb_status count_from_target(nb_paths *p, tally *tallies) {
    const nb_graph *graph = p->graph;
    tallies[p->target] = (tally){nb_many_of(1), nb_many_of(0), nb_many_of(0), 1, true, false};
    p->count[p->target] = nb_many_of(1);
    p->gradient[p->target] = 1;
    for (nb_node i = p->target + 1; i-- > 0;) {
        if (nb_graph_is_interrupted(graph, i)) return NB_STATUS_ERROR;
        if (!(p->role[i] & NB_ON_PATH)) continue;
        for (int k = 0; k < nb_graph_arity(graph, i); k++) {
            if (!is_followed(p, i, k)) continue;
            nb_node node = nb_graph_operand(graph, i, k);
            bool open = (tallies[i].open && !(p->role[i] & NB_FACTOR)) ||
                        !nb_local_is_one(graph, i, k);
            p->count[node] = nb_many_add(p->count[node], p->count[i]);
            p->gradient[node] += p->gradient[i] * nb_graph_local(graph, i, k);
            if (p->role[node] & NB_FACTOR) {
                join(p, &tallies[i], &tallies[node], open);
            } else {
                tallies[node] = tallies[i];
                tallies[node].open = open;
            }
        }
    }
    return NB_STATUS_OK;
}

static nb_many less_one(nb_many n) {
    return n.number > 1 ? (nb_many){n.number - 1, n.number < 0x1p53 ? log2(n.number - 1) : n.log2}
                        : nb_many_of(0);
}

nb_status nb_paths_count(nb_paths *p, nb_arena *arena, const nb_graph *graph, nb_node target,
                         const uint8_t *wanted, const uint32_t *names) {
    size_t n = (size_t)target + 1;
    *p = (nb_paths){.graph = graph, .target = target, .paths = nb_many_of(0),
                    .products = nb_many_of(0), .sums = nb_many_of(0)};
    p->role = nb_arena_add(arena, n, 1);
    p->count = nb_arena_add(arena, n, sizeof *p->count);
    p->gradient = nb_arena_add(arena, n, sizeof *p->gradient);
    uint8_t *uses = nb_arena_add(arena, n, 1);
    tally *tallies = nb_arena_add(arena, n, sizeof *tallies);
    if (p->role == NULL || p->count == NULL || p->gradient == NULL || uses == NULL ||
        tallies == NULL)
        return NB_STATUS_NO_MEMORY;
    const nb_many none = nb_many_of(0);
    for (nb_node i = 0; i <= target; i++) {
        if (nb_graph_is_interrupted(graph, i)) return NB_STATUS_ERROR;
        p->count[i] = none;
        tallies[i] = (tally){.plain = none, .begun = none, .products = none};
    }
    nb_status status = mark(p, wanted, names, uses);
    if (status == NB_STATUS_OK) status = count_from_target(p, tallies);
    for (nb_node i = 0; i <= target && status == NB_STATUS_OK; i++) {
        if (!wanted[i] || !(p->role[i] & NB_ON_PATH)) continue;
        p->paths = nb_many_add(p->paths, p->count[i]);
        p->products = nb_many_add(p->products, tallies[i].products);
        p->sums = nb_many_add(p->sums, less_one(p->count[i]));
    }
    return status;
}
