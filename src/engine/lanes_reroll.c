/* The graphs of a loss that was typed out, one for each set of terms and one for the rest, and the
 * rounds between them. See lanes_reroll.h. */
#include "engine/lanes_reroll.h"

#include <string.h>

#include "engine/lanes_alike.h"

/* The terms of one set: a program for one of them, and the numbers of all. */
typedef struct group {
    nb_lanes *lanes;
    nb_lanes_samples samples;
    size_t count;
} group;

struct nb_reroll {
    nb_arena arena;
    group groups[NB_ALIKE_MOST];
    size_t group_count, term_count, weight_count;
    nb_lanes *rest; /* its weights: the plan's, and then all terms, group by group */
    double *points, *gradient; /* of the rest */
    double *seeds;  /* the gradients by the terms that the lanes were run with last */
    double *part;   /* a group's gradient by the weights */
    bool steady;    /* the seeds of the last two rounds were the same: the next one takes them */
};

/* While the graphs are made. */
typedef struct maker {
    nb_arena *scratch;
    const nb_graph *graph;
    const nb_lanes_plan *plan;
    const nb_alike_sets *sets;
    nb_graph made;
    nb_node *weights; /* the new graph's, and behind them what else is one there */
    nb_node *copy;    /* of each node: in the new graph; */
    nb_node *own;     /* and of a term's own nodes */
    uint8_t *fate;    /* of each node: FIXED, OWN or COLUMN */
} maker;

enum { FIXED = 1, OWN = 2, COLUMN = 4 };

/* ---- graphs ---- */

static nb_status begin_graph(maker *m) {
    nb_graph_truncate(&m->made, 0);
    for (size_t k = 0; k < m->plan->weight_count; k++) {
        nb_status status = nb_graph_add_number(&m->made, NB_OP_LEAF, 0, &m->weights[k]);
        if (status != NB_STATUS_OK) return status;
        if (m->plan->weights[k] <= m->plan->target) m->copy[m->plan->weights[k]] = m->weights[k];
    }
    return NB_STATUS_OK;
}

/* Whether a node moves, and not because it is a weight. */
static bool is_computed(const maker *m, nb_node node) {
    return (m->sets->kind[node] & NB_ALIKE_MOVES) && nb_graph_arity(m->graph, node) > 0;
}

/* Copies a node; its operands come from `own` where `owns` and they are a term's own. Numbers are
 * constants, whatever they are made of. */
static nb_status copy_node(maker *m, nb_node node, bool owns, nb_node *copy) {
    nb_node x[NB_MAX_OPERANDS] = {0};
    if (!(m->sets->kind[node] & NB_ALIKE_MOVES))
        return nb_graph_add_number(&m->made, owns && (m->fate[node] & COLUMN) ? NB_OP_LEAF
                                                                              : NB_OP_CONST,
                                   nb_alike_number(m->sets, node), copy);
    if (!is_computed(m, node)) return NB_STATUS_OK; /* a weight is there */
    for (int k = 0; k < nb_graph_arity(m->graph, node); k++) {
        nb_node operand = nb_graph_operand(m->graph, node, k);
        x[k] = owns && (m->fate[operand] & OWN) ? m->own[operand] : m->copy[operand];
    }
    return nb_graph_add(&m->made, (nb_op)m->graph->op[node], x[0], x[1], x[2], copy);
}

/* What a term needs: its own nodes, and what it has from what is the same for all. */
static void mark_term(maker *m, const nb_alike *set) {
    memset(m->fate, 0, (size_t)m->plan->target + 1);
    for (size_t n = 0; n < set->own_count; n++) m->fate[set->own[n]] = OWN;
    for (size_t k = 0; k < set->column_count; k++) m->fate[set->columns[k]] |= COLUMN;
    m->fate[set->terms[0]] |= set->own_count == 0 ? FIXED : 0;
    for (nb_node i = set->terms[0] + 1; i-- > 0;)
        for (int k = 0; m->fate[i] != 0 && is_computed(m, i) && k < nb_graph_arity(m->graph, i);
             k++) {
            nb_node operand = nb_graph_operand(m->graph, i, k);
            if ((m->fate[i] & FIXED) || !(m->fate[operand] & OWN)) m->fate[operand] |= FIXED;
        }
}

static nb_status make_group(maker *m, nb_memory *memory, const nb_alike *set, nb_lanes **lanes) {
    nb_status status = begin_graph(m);
    mark_term(m, set);
    for (nb_node i = 0; i <= set->terms[0] && status == NB_STATUS_OK; i++) {
        if (m->fate[i] & FIXED) status = copy_node(m, i, false, &m->copy[i]);
        if (status == NB_STATUS_OK && (m->fate[i] & OWN))
            status = copy_node(m, i, true, &m->own[i]);
    }
    nb_node *inputs = nb_arena_add(m->scratch, set->column_count, sizeof *inputs);
    if (status != NB_STATUS_OK || inputs == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < set->column_count; k++) inputs[k] = m->own[set->columns[k]];
    nb_node term = set->own_count > 0 ? m->own[set->terms[0]] : m->copy[set->terms[0]];
    nb_lanes_plan plan = {term, m->weights, m->plan->weight_count, inputs, set->column_count,
                          &term, 1, m->plan->vectors};
    return nb_lanes_new(memory, &m->made, &plan, lanes);
}

static nb_status make_rest(maker *m, nb_memory *memory, nb_lanes **lanes) {
    nb_status status = begin_graph(m);
    size_t count = m->plan->weight_count;
    for (size_t g = 0; g < m->sets->count; g++)
        for (size_t t = 0; t < m->sets->sets[g].count && status == NB_STATUS_OK; t++) {
            nb_node *leaf = &m->weights[count++];
            status = nb_graph_add_number(&m->made, NB_OP_LEAF, 0, leaf);
            m->copy[m->sets->sets[g].terms[t]] = *leaf;
        }
    for (nb_node i = 0; i <= m->plan->target && status == NB_STATUS_OK; i++)
        if ((m->sets->kind[i] & NB_ALIKE_NEEDED) && !(m->sets->kind[i] & NB_ALIKE_TERM))
            status = copy_node(m, i, false, &m->copy[i]);
    if (status != NB_STATUS_OK) return status;
    nb_lanes_plan plan = {.target = m->copy[m->plan->target], .weights = m->weights,
                          .weight_count = count, .outputs = &m->copy[m->plan->target],
                          .output_count = 1, .vectors = m->plan->vectors};
    return nb_lanes_new(memory, &m->made, &plan, lanes);
}

/* ---- the beginning ---- */

/* The numbers of the terms, which outlive the search. */
static bool keep_samples(nb_reroll *r, group *g, const nb_alike *set) {
    size_t cells = set->count * set->column_count;
    double *kept = nb_arena_add(&r->arena, cells, sizeof *kept);
    size_t *columns = nb_arena_add(&r->arena, set->column_count, sizeof *columns);
    if (kept == NULL || columns == NULL) return false;
    memcpy(kept, set->cells, cells * sizeof *kept);
    for (size_t k = 0; k < set->column_count; k++) columns[k] = k;
    g->samples = (nb_lanes_samples){kept, set->column_count, columns};
    g->count = set->count;
    r->term_count += set->count;
    return true;
}

static bool add_room(nb_reroll *r, const nb_lanes_plan *plan) {
    r->weight_count = plan->weight_count;
    size_t all = r->weight_count + r->term_count;
    r->points = nb_arena_add(&r->arena, all, sizeof *r->points);
    r->gradient = nb_arena_add(&r->arena, all, sizeof *r->gradient);
    r->seeds = nb_arena_add(&r->arena, r->term_count, sizeof *r->seeds);
    r->part = nb_arena_add(&r->arena, r->weight_count, sizeof *r->part);
    return r->points != NULL && r->gradient != NULL && r->seeds != NULL && r->part != NULL;
}

static nb_status make(nb_reroll *r, maker *m) {
    size_t room = (size_t)m->plan->target + 1;
    nb_memory *memory = r->arena.memory;
    for (size_t g = 0; g < m->sets->count; g++)
        if (!keep_samples(r, &r->groups[g], &m->sets->sets[g])) return NB_STATUS_NO_MEMORY;
    m->weights = nb_arena_add(m->scratch, m->plan->weight_count + r->term_count,
                              sizeof *m->weights);
    m->copy = nb_arena_add(m->scratch, room, sizeof *m->copy);
    m->own = nb_arena_add(m->scratch, room, sizeof *m->own);
    m->fate = nb_arena_add(m->scratch, room, sizeof *m->fate);
    if (m->weights == NULL || m->copy == NULL || m->own == NULL || m->fate == NULL ||
        !add_room(r, m->plan)) return NB_STATUS_NO_MEMORY;
    nb_status status = NB_STATUS_OK;
    for (; r->group_count < m->sets->count && status == NB_STATUS_OK; r->group_count++)
        status = make_group(m, memory, &m->sets->sets[r->group_count],
                            &r->groups[r->group_count].lanes);
    return status == NB_STATUS_OK ? make_rest(m, memory, &r->rest) : status;
}

nb_status nb_reroll_new(nb_memory *memory, const nb_graph *graph, const nb_lanes_plan *plan,
                        uint64_t mask, nb_reroll **made) {
    nb_arena arena, scratch;
    nb_alike_sets sets;
    nb_arena_init(&arena, memory);
    nb_arena_init(&scratch, memory);
    *made = NULL;
    nb_status status = NB_STATUS_NO_MEMORY;
    if (nb_alike_find(&scratch, graph, plan->target, plan->weights, plan->weight_count, mask,
                      &sets)) status = NB_STATUS_OK;
    if (status == NB_STATUS_OK && sets.count > 0) {
        nb_reroll *r = nb_arena_add(&arena, 1, sizeof *r);
        maker m = {.scratch = &scratch, .graph = graph, .plan = plan, .sets = &sets};
        nb_graph_init(&m.made, memory);
        status = NB_STATUS_NO_MEMORY;
        if (r != NULL) {
            r->arena = arena;
            status = make(r, &m);
            if (status != NB_STATUS_OK) nb_reroll_free(r);
            else *made = r;
        }
        nb_graph_clear(&m.made);
    }
    nb_arena_clear(&scratch);
    return status;
}

void nb_reroll_free(nb_reroll *r) {
    if (r == NULL) return;
    for (size_t g = 0; g < r->group_count; g++) nb_lanes_free(r->groups[g].lanes);
    nb_lanes_free(r->rest);
    nb_arena arena = r->arena; /* in which `r` stands itself */
    nb_arena_clear(&arena);
}

/* ---- rounds ---- */

static const nb_lanes_samples none = {.cells = NULL};

static void begin_round(nb_reroll *r, const double *points) {
    memcpy(r->points, points, r->weight_count * sizeof *points);
}

static void run_values(nb_reroll *r, const double *points) {
    double *values = r->points + r->weight_count;
    for (group *g = r->groups; g < r->groups + r->group_count; values += g++->count)
        nb_lanes_values(g->lanes, points, &g->samples, NULL, g->count, values);
}

/* The terms' values, and the sum of their gradients, each times its seed. */
static void run_gradients(nb_reroll *r, const double *points, double *gradient) {
    double *values = r->points + r->weight_count;
    const double *seeds = r->seeds;
    for (group *g = r->groups; g < r->groups + r->group_count; values += g->count,
         seeds += g++->count) {
        double *to = g == r->groups ? gradient : r->part;
        nb_lanes_seeded(g->lanes, points, &g->samples, g->count, seeds, values, to);
        for (size_t i = 0; to == r->part && i < r->weight_count; i++) gradient[i] += to[i];
    }
}

double nb_reroll_value(nb_reroll *r, const double *points) {
    double value;
    begin_round(r, points);
    run_values(r, points);
    nb_lanes_values(r->rest, r->points, &none, NULL, 1, &value);
    return value;
}

/* The lanes need the terms' gradients, and the rest, which says them, the terms' values. In a sum
 * they are always the same: then both passes go with those of the last round, which are compared
 * afterwards. */
void nb_reroll_gradient(nb_reroll *r, const double *points, double *loss, double *gradient) {
    const double *seeds = r->gradient + r->weight_count;
    size_t bytes = r->term_count * sizeof *seeds;
    bool guessed = r->steady;
    begin_round(r, points);
    if (guessed) run_gradients(r, points, gradient);
    else run_values(r, points);
    nb_lanes_gradient(r->rest, r->points, &none, NULL, 1, loss, r->gradient);
    r->steady = memcmp(r->seeds, seeds, bytes) == 0;
    if (!r->steady) memcpy(r->seeds, seeds, bytes);
    if (!guessed || !r->steady) run_gradients(r, points, gradient);
    for (size_t i = 0; i < r->weight_count; i++) gradient[i] += r->gradient[i];
}

nb_lanes_report nb_reroll_describe(const nb_reroll *r) {
    nb_lanes_report all = nb_lanes_describe(r->rest, 1);
    all.once = all.instructions;
    all.terms = r->term_count;
    all.bytes += r->arena.size;
    for (const group *g = r->groups; g < r->groups + r->group_count; g++) {
        nb_lanes_report one = nb_lanes_describe(g->lanes, g->count);
        all.nodes += one.nodes;
        all.instructions += one.instructions;
        all.once += one.once;
        all.sums += one.sums;
        all.fused += one.fused;
        all.blocks += one.blocks;
        all.rows += one.rows;
        all.bytes += one.bytes;
        if (all.lanes < one.lanes) all.lanes = one.lanes;
    }
    return all;
}
