/* Probes that go over the graph together, each in a lane of its own. A node is computed in the
 * lanes that have reached it and in no others: where all have, by one loop over the lanes.
 *
 * Invariant: where `moved` has a bit, the node's lanes hold a value in every lane, which is the
 * graph's wherever the bit is not set. Between two runs nothing has moved. */
#include "calculus/probe_lanes.h"

#include "ops/compute.h"
#include "ops/formulas.h"

/* Over the lanes that are used: with a constant number gcc would unroll it, not use vectors. */
#define EACH for (int l = 0; l < n; l++)

typedef struct run {
    nb_probe *p;
    int n; /* lanes that are used */
    unsigned all; /* a bit for each */
    double ulps[NB_OP_COUNT], least; /* of the rounding of one operation */
    double noise[NB_PROBE_LANES];
    size_t kinks[NB_PROBE_LANES];
    nb_node held[NB_PROBE_LANES];
} run;

nb_status nb_probe_widen(nb_probe *p, nb_arena *arena) {
    size_t n = (size_t)p->target + 1;
    double(*lanes)[NB_PROBE_LANES] = nb_arena_add(arena, n, sizeof *lanes);
    p->moved = nb_arena_add(arena, n, sizeof *p->moved);
    if (lanes == NULL || p->moved == NULL) return NB_STATUS_NO_MEMORY;
    p->lanes = lanes;
    return NB_STATUS_OK;
}

static void compute(nb_op op, int n, const double *const *x, double *restrict y) {
    const double *pa = x[0], *pb = x[1], *pc = x[2];
    switch (op) {
#define OP0(ID, ...) case NB_OP_##ID: break; /* a leaf is not computed */
#define OP1(ID, NAME, FORM, Y, ...)                                                                \
    case NB_OP_##ID:                                                                               \
        EACH {                                                                                     \
            double a = pa[l];                                                                      \
            y[l] = Y;                                                                              \
        }                                                                                          \
        return;
#define OP2(ID, NAME, FORM, Y, ...)                                                                \
    case NB_OP_##ID:                                                                               \
        EACH {                                                                                     \
            double a = pa[l], b = pb[l];                                                           \
            y[l] = Y;                                                                              \
        }                                                                                          \
        return;
#define OP3(ID, NAME, FORM, Y, ...)                                                                \
    case NB_OP_##ID:                                                                               \
        EACH {                                                                                     \
            double a = pa[l], b = pb[l], c = pc[l];                                                \
            y[l] = Y;                                                                              \
        }                                                                                          \
        return;
#include "ops/ops.def"
#undef OP0
#undef OP1
#undef OP2
#undef OP3
    case NB_OP_COUNT: break;
    }
    EACH y[l] = NAN;
}

/* A node's values in all lanes: its own, or the graph's in `room`. */
static const double *read(const run *r, nb_node node, double *room) {
    const nb_probe *p = r->p;
    const int n = r->n;
    if (p->moved[node] != 0) return p->lanes[node];
    EACH room[l] = p->graph->value[node];
    return room;
}

/* The first change of a node; until it is given others, it has the graph's value in every lane. */
static void touch(nb_probe *p, nb_node node) {
    if (p->moved[node] == 0) nb_probe_wake(p, node);
}

/* nan counts for nothing, as in fmax, which a loop over lanes would call. */
static double larger(double x, double least) {
    return x > least ? x : least;
}

static void add_noise(run *r, nb_node i, unsigned reached, const double *y) {
    double weight = r->p->weight[i], ulps = r->ulps[r->p->graph->op[i]], least = r->least;
    const int n = r->n;
    if (r->p->kink[i]) EACH r->kinks[l] += reached >> l & 1;
    if (weight == 0) return;
    if (reached == r->all) EACH r->noise[l] += weight * larger(ulps * fabs(y[l]), least);
    else EACH if (reached >> l & 1) r->noise[l] += weight * larger(ulps * fabs(y[l]), least);
}

/* Whether a value is among the lanes', bit for bit. Unlike a comparison of doubles this is a loop
 * over vectors everywhere: x - 1 and not x have the first bit in common only where x is 0. */
static bool is_among(int n, const double *y, double own) {
    uint64_t any = 0;
    EACH {
        uint64_t x = nb_bits(y[l]) ^ nb_bits(own);
        any |= (x - 1) & ~x;
    }
    return any >> 63 != 0;
}

/* The lanes in which a node's new value is another one than the graph's: mostly all. */
static unsigned find_moved(int n, const double *y, double own, unsigned reached) {
    unsigned moved = 0;
    if (own != 0 && !isnan(own) && !is_among(n, y, own)) return reached;
    EACH moved |= (unsigned)(y[l] != own && !(isnan(y[l]) && isnan(own))) << l;
    return moved & reached;
}

static void hold(run *r, nb_node i, unsigned reached) {
    const int n = r->n;
    EACH if (reached >> l & 1) r->held[l] = i;
}

/* Computes a node in the lanes that have reached it. */
static void pass(run *r, nb_node i, unsigned reached) {
    nb_probe *p = r->p;
    nb_op op = (nb_op)p->graph->op[i];
    unsigned given = p->moved[i];
    const int n = r->n;
    double own = p->graph->value[i], room[NB_MAX_OPERANDS][NB_PROBE_LANES], part[NB_PROBE_LANES];
    double *lanes = p->lanes[i], *y = given == 0 ? lanes : part;
    const double *x[NB_MAX_OPERANDS];
    int arity = nb_op_get(op)->arity;
    for (int k = 0; k < NB_MAX_OPERANDS; k++)
        x[k] = k < arity ? read(r, p->operands[i][k], room[k]) : lanes;
    if (reached == r->all) compute(op, n, x, y);
    else EACH y[l] = reached >> l & 1 ? nb_op_value(op, x[0][l], x[1][l], x[2][l]) : own;
    add_noise(r, i, reached, y);
    unsigned moved = find_moved(n, y, own, reached);
    if (moved == 0) return;
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
        if (nb_op_get((nb_op)p->graph->op[i])->is_held && !p->frees) hold(r, i, reached);
        else pass(r, i, reached);
    }
}

static void begin(run *r, nb_probe *p, size_t count) {
    const int n = (int)count;
    *r = (run){.p = p, .n = n, .all = (1U << n) - 1, .least = nb_probe_rounding(NB_OP_ADD, 0)};
    for (int op = 0; op < NB_OP_COUNT; op++) r->ulps[op] = nb_probe_rounding((nb_op)op, 1);
    EACH r->held[l] = NB_NO_NODE;
}

/* Puts the lanes' values on their nodes; answers the first of these. */
static nb_node put_values(nb_probe *p, const nb_probe_lane *lanes, size_t count) {
    const int n = (int)count;
    nb_node from = p->target;
    for (size_t i = 0; i < count; i++) {
        nb_node node = lanes[i].node;
        if (node > p->target) continue;
        touch(p, node);
        if (p->moved[node] == 0) EACH p->lanes[node][l] = p->graph->value[node];
        p->lanes[node][i] = lanes[i].value;
        p->moved[node] = (uint16_t)(p->moved[node] | 1U << i);
        if (node < from) from = node;
    }
    return from;
}

void nb_probe_run_lanes(nb_probe *p, nb_probe_lane *lanes, size_t count) {
    run r;
    begin(&r, p, count);
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
