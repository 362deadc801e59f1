/* Probes that go over the graph together, each in a lane of its own. A node is computed in the
 * lanes that have reached it and in no others: where all have, by one loop over the lanes.
 *
 * Invariant: where `moved` has a bit, the node's lanes hold a value in every lane, which is the
 * graph's wherever the bit is not set. Between two runs nothing has moved. */
#include "calculus/probe_lanes.h"

#include <string.h>

#include "ops/compute.h"
#include "ops/formulas.h"

/* Without the pragma, gcc unrolls these short loops completely before it looks for loops to turn
 * into vectors. */
#define EACH for (int l = 0; l < NB_PROBE_LANES; l++)
#define LANES _Pragma("omp simd") EACH

typedef struct kernels {
    void (*compute)(nb_op op, const double *const *x, double *restrict y);
    void (*add_noise)(double weight, double ulps, double least, const double *y,
                      double *restrict noise);
    bool (*is_among)(const double *y, double own);
    nb_node (*add_up)(const nb_probe *p, nb_node node, double ulps, double least, double *sum,
                      double *noise);
} kernels;

#define TARGET
#define NAME(function) function##_plain
#include "calculus/probe_kernels.inc"
#undef TARGET
#undef NAME
#if defined(__GNUC__) && defined(__x86_64__)
#define TARGET __attribute__((target("avx2")))
#define NAME(function) function##_avx2
#include "calculus/probe_kernels.inc"
#undef TARGET
#undef NAME
#define TARGET __attribute__((target("avx512f,avx512dq,avx512vl")))
#define NAME(function) function##_avx512
#include "calculus/probe_kernels.inc"
#undef TARGET
#undef NAME
#endif

static const kernels *best_kernels(void) {
#if defined(__GNUC__) && defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return &all_avx512;
    if (__builtin_cpu_supports("avx2")) return &all_avx2;
#endif
    return &all_plain;
}

enum { ALL = (1 << NB_PROBE_LANES) - 1 };

typedef struct run {
    nb_probe *p;
    const kernels *does;
    int arity[NB_OP_COUNT];
    bool holds[NB_OP_COUNT];
    double ulps[NB_OP_COUNT], least; /* of the rounding of one operation */
    double noise[NB_PROBE_LANES];
    size_t kinks[NB_PROBE_LANES];
    nb_node held[NB_PROBE_LANES];
} run;

/* The sums whose turns follow one another: what the next node adds to this one, which nobody else
 * uses. */
static void find_sums(const nb_probe *p) {
    for (nb_node i = 0; i <= p->target; i++) {
        p->along[i] = NB_NO_NODE;
        if (i == p->target || p->first_user[i + 1] - p->first_user[i] != 1 ||
            p->users[p->first_user[i]] != i + 1 || p->graph->op[i + 1] != NB_OP_ADD) continue;
        const nb_node *x = p->operands[i + 1];
        p->along[i] = x[0] == i ? x[1] : x[0];
    }
}

nb_status nb_probe_widen(nb_probe *p, nb_arena *arena) {
    size_t n = (size_t)p->target + 1;
    double(*lanes)[NB_PROBE_LANES] = nb_arena_add(arena, n, sizeof *lanes);
    p->moved = nb_arena_add(arena, n, sizeof *p->moved);
    p->along = nb_arena_add(arena, n, sizeof *p->along);
    if (lanes == NULL || p->moved == NULL || p->along == NULL) return NB_STATUS_NO_MEMORY;
    find_sums(p);
    p->lanes = lanes;
    return NB_STATUS_OK;
}

/* A node's values in all lanes: its own, or the graph's in `room`. */
static const double *read(const run *r, nb_node node, double *room) {
    const nb_probe *p = r->p;
    if (p->moved[node] != 0) return p->lanes[node];
    LANES room[l] = p->graph->value[node];
    return room;
}

/* The first change of a node; until it is given others, it has the graph's value in every lane. */
static void touch(nb_probe *p, nb_node node) {
    if (p->moved[node] == 0) nb_probe_wake(p, node);
}

static void add_noise(run *r, nb_node i, unsigned reached, const double *y) {
    double weight = r->p->weight[i], ulps = r->ulps[r->p->graph->op[i]], part[NB_PROBE_LANES] = {0};
    if (r->p->kink[i]) EACH r->kinks[l] += reached >> l & 1;
    if (weight == 0) return;
    r->does->add_noise(weight, ulps, r->least, y, reached == ALL ? r->noise : part);
    if (reached != ALL) EACH r->noise[l] += reached >> l & 1 ? part[l] : 0;
}

/* The lanes in which a node's new value is another one than the graph's: mostly all. */
static unsigned find_moved(const run *r, const double *y, double own, unsigned reached) {
    unsigned moved = 0;
    if (own != 0 && !isnan(own) && !r->does->is_among(y, own)) return reached;
    EACH moved |= (unsigned)(y[l] != own && !(isnan(y[l]) && isnan(own))) << l;
    return moved & reached;
}

static void hold(run *r, nb_node i, unsigned reached) {
    EACH if (reached >> l & 1) r->held[l] = i;
}

/* Computes a node in the lanes that have reached it. */
static void pass(run *r, nb_node i, unsigned reached) {
    nb_probe *p = r->p;
    nb_op op = (nb_op)p->graph->op[i];
    unsigned given = p->moved[i];
    double own = p->graph->value[i], room[NB_MAX_OPERANDS][NB_PROBE_LANES], part[NB_PROBE_LANES];
    double *lanes = p->lanes[i], *y = given == 0 ? lanes : part;
    const double *x[NB_MAX_OPERANDS];
    int arity = r->arity[op];
    for (int k = 0; k < NB_MAX_OPERANDS; k++)
        x[k] = k < arity ? read(r, p->operands[i][k], room[k]) : lanes;
    if (reached == ALL) r->does->compute(op, x, y);
    else EACH y[l] = reached >> l & 1 ? nb_op_value(op, x[0][l], x[1][l], x[2][l]) : own;
    add_noise(r, i, reached, y);
    unsigned moved = find_moved(r, y, own, reached);
    if (moved == 0) return;
    if (moved == ALL) {
        nb_node end = r->does->add_up(p, i, r->ulps[NB_OP_ADD], r->least, y, r->noise);
        if (end != i) memcpy(p->lanes[end], y, sizeof p->lanes[end]);
        i = end;
    }
    touch(p, i);
    if (given != 0) EACH lanes[l] = given >> l & 1 ? lanes[l] : y[l];
    p->moved[i] = (uint16_t)(given | moved);
}

static void pass_block(run *r, nb_node first) {
    const nb_probe *p = r->p;
    for (nb_node i = first; i < first + NB_PROBE_BLOCK && i <= p->target; i++) {
        const nb_node *x = p->operands[i];
        unsigned reached = p->moved[x[0]] | p->moved[x[1]] | p->moved[x[2]];
        reached &= ~(unsigned)p->moved[i]; /* what was given stays as it was given */
        if (reached == 0) continue;
        if (r->holds[p->graph->op[i]] && !p->frees) hold(r, i, reached);
        else pass(r, i, reached);
    }
}

static void begin(run *r, nb_probe *p) {
    *r = (run){.p = p, .does = best_kernels(), .least = nb_probe_rounding(NB_OP_ADD, 0)};
    for (int op = 0; op < NB_OP_COUNT; op++) {
        r->ulps[op] = nb_probe_rounding((nb_op)op, 1);
        r->arity[op] = nb_op_get((nb_op)op)->arity;
        r->holds[op] = nb_op_get((nb_op)op)->is_held;
    }
    EACH r->held[l] = NB_NO_NODE;
}

/* Puts the lanes' values on their nodes; answers the first of these. Lanes that are left over do
 * what the last one does. */
static nb_node put_values(nb_probe *p, const nb_probe_lane *lanes, size_t count) {
    nb_node from = p->target;
    for (size_t i = 0; i < NB_PROBE_LANES; i++) {
        const nb_probe_lane *lane = &lanes[i < count ? i : count - 1];
        nb_node node = lane->node;
        if (node > p->target) continue;
        touch(p, node);
        if (p->moved[node] == 0) EACH p->lanes[node][l] = p->graph->value[node];
        p->lanes[node][i] = lane->value;
        p->moved[node] = (uint16_t)(p->moved[node] | 1U << i);
        if (node < from) from = node;
    }
    return from;
}

void nb_probe_run_lanes(nb_probe *p, nb_probe_lane *lanes, size_t count) {
    run r;
    if (count == 0) return;
    begin(&r, p);
    nb_node from = put_values(p, lanes, count);
    for (nb_node at = from - from % NB_PROBE_BLOCK; nb_probe_find_awake(p, &at);
         p->awake[at / NB_PROBE_BLOCK] = 0, at += NB_PROBE_BLOCK)
        pass_block(&r, at);
    for (size_t i = 0; i < count; i++) {
        bool moved = p->moved[p->target] >> i & 1;
        lanes[i].answer = moved ? p->lanes[p->target][i] : p->graph->value[p->target];
        lanes[i].noise = r.noise[i];
        lanes[i].kinks = r.kinks[i];
        lanes[i].held = r.held[i];
    }
    while (p->touched_count > 0) p->moved[p->touched[--p->touched_count]] = 0;
}
