/* Loops over the nodes, up for what depends on operands and down for what depends on users. Sums
 * of products become one step where nobody else reads what lies between. */
#include "engine/lanes_code.h"

enum mark {
    NEEDED = 1,    /* by the target or an output */
    TARGETED = 2,  /* by the target */
    LANE = 4,      /* an input reaches it */
    WANTED = 8,    /* a weight reaches it and it is TARGETED: it has a gradient */
    WHOLLY = 16,   /* every lane reaches it */
    ABSORBED = 32, /* part of its user's step */
    SUM = 64,      /* a step of terms */
    WRITTEN = 128, /* something hands a gradient to it */
    SHARED = 256,  /* not LANE, but an operand in the lanes */
    HARMLESS = 512 /* no check for nan: where its value is nan, a user's is too, and the gradient
                      that this user hands to it is nan anyway */
};

typedef struct compiler {
    nb_arena *arena;
    const nb_graph *graph;
    const nb_lanes_plan *plan;
    nb_lanes_programs *out;
    nb_node count;           /* of nodes that may be needed */
    uint16_t *mark;          /* each node's */
    uint8_t *users;          /* how many, up to 2; outputs and the target count as 2 more */
    uint32_t *once, *lane;   /* slots */
} compiler;

static nb_op op_of(const compiler *c, nb_node node) {
    return (nb_op)c->graph->op[node];
}

static void mark_needed(compiler *c) {
    const nb_lanes_plan *plan = c->plan;
    if (plan->target != NB_NO_NODE) {
        c->mark[plan->target] |= NEEDED | TARGETED | WHOLLY | WRITTEN;
        c->users[plan->target] = 2;
    }
    for (size_t k = 0; k < plan->output_count; k++) {
        c->mark[plan->outputs[k]] |= NEEDED;
        c->users[plan->outputs[k]] = 2;
    }
    for (nb_node i = c->count; i-- > 0;) {
        if (!(c->mark[i] & NEEDED)) continue;
        for (int k = 0; k < nb_graph_arity(c->graph, i); k++) {
            nb_node operand = nb_graph_operand(c->graph, i, k);
            c->mark[operand] |= c->mark[i] & (NEEDED | TARGETED);
            if (c->users[operand] < 2) c->users[operand]++;
        }
    }
}

/* What inputs and weights reach. */
static void mark_reached(compiler *c) {
    for (size_t k = 0; k < c->plan->input_count; k++)
        if (c->plan->inputs[k] < c->count) c->mark[c->plan->inputs[k]] |= LANE;
    for (size_t k = 0; k < c->plan->weight_count; k++) {
        nb_node weight = c->plan->weights[k];
        if (weight < c->count && (c->mark[weight] & TARGETED)) c->mark[weight] |= WANTED;
    }
    for (nb_node i = 0; i < c->count; i++)
        for (int k = 0; (c->mark[i] & NEEDED) && k < nb_graph_arity(c->graph, i); k++) {
            unsigned operand = c->mark[nb_graph_operand(c->graph, i, k)];
            c->mark[i] |= operand & LANE;
            if (c->mark[i] & TARGETED) c->mark[i] |= operand & WANTED;
        }
}

/* Whether a nan operand makes the value nan, and a nan gradient is handed on as one. */
static bool lets_nan_through(nb_op op) {
    return op == NB_OP_ADD || op == NB_OP_SUB || op == NB_OP_MUL;
}

/* Only a `where` chooses, between its second operand and its third. */
static void mark_wholly_reached(compiler *c) {
    for (nb_node i = c->count; i-- > 0;) {
        if (!(c->mark[i] & WANTED)) continue;
        if (!(c->mark[i] & WHOLLY)) {
            c->out->partly = true;
            continue;
        }
        int arity = nb_graph_arity(c->graph, i);
        for (int k = 0; k < (arity == 3 ? 1 : arity); k++)
            c->mark[nb_graph_operand(c->graph, i, k)] |=
                lets_nan_through(op_of(c, i)) ? WHOLLY | HARMLESS : WHOLLY;
    }
}

static bool is_partly(const compiler *c, nb_node node) {
    return (c->mark[node] & WANTED) && !(c->mark[node] & WHOLLY);
}

static bool may_absorb(const compiler *c, nb_node user, nb_node operand) {
    unsigned differ = c->mark[user] ^ c->mark[operand];
    return c->users[operand] == 1 && !(differ & (TARGETED | LANE)) && !is_partly(c, user) &&
           !is_partly(c, operand);
}

/* ((a·b + c·d) + e·f) + g is one step of four terms. */
static void mark_sums(compiler *c) {
    for (nb_node i = c->count; i-- > 0;) {
        if (!(c->mark[i] & NEEDED) || op_of(c, i) != NB_OP_ADD) continue;
        for (int k = 0; k < 2; k++) {
            nb_node operand = nb_graph_operand(c->graph, i, k);
            nb_op op = op_of(c, operand);
            if (op != NB_OP_MUL && !(k == 0 && op == NB_OP_ADD)) continue;
            if (!may_absorb(c, i, operand)) continue;
            c->mark[operand] |= ABSORBED;
            c->mark[i] |= SUM;
        }
    }
}

static void count_slots(compiler *c) {
    nb_lanes_programs *out = c->out;
    for (nb_node i = 0; i < c->count; i++)
        for (int k = 0; (c->mark[i] & NEEDED) && (c->mark[i] & LANE) &&
                        k < nb_graph_arity(c->graph, i); k++) {
            nb_node operand = nb_graph_operand(c->graph, i, k);
            if (!(c->mark[operand] & LANE)) c->mark[operand] |= SHARED;
        }
    uint32_t once = 0, lane = 0;
    for (nb_node i = 0; i < c->count; i++) {
        c->once[i] = c->lane[i] = NB_LANES_NOWHERE;
        if (!(c->mark[i] & NEEDED) || (c->mark[i] & (ABSORBED | LANE))) continue;
        c->once[i] = once++;
        if (c->mark[i] & SHARED) c->lane[i] = lane++;
    }
    out->shared_count = lane;
    for (nb_node i = 0; i < c->count; i++)
        if ((c->mark[i] & NEEDED) && (c->mark[i] & LANE) && !(c->mark[i] & ABSORBED))
            c->lane[i] = lane++;
    out->once_slots = once;
    out->lane_slots = lane;
}

static nb_lanes_place place_of(const compiler *c, nb_node node) {
    if (node >= c->count || !(c->mark[node] & NEEDED))
        return (nb_lanes_place){.slot = NB_LANES_NOWHERE};
    unsigned mark = c->mark[node];
    return (nb_lanes_place){(mark & LANE) ? c->lane[node] : c->once[node], !(mark & LANE),
                            (mark & WANTED) != 0};
}

static nb_lanes_place *places(compiler *c, const nb_node *nodes, size_t count) {
    nb_lanes_place *all = nb_arena_add(c->arena, count, sizeof *all);
    for (size_t k = 0; all != NULL && k < count; k++) all[k] = place_of(c, nodes[k]);
    return all;
}

/* The bits that say how a step hands on to an operand; steps ask in the order of the pass. */
static unsigned hand_on(compiler *c, nb_node operand, bool in_lanes) {
    unsigned mark = c->mark[operand], how = NB_LANES_WANTED;
    if (!(mark & WANTED)) return 0;
    if (!(mark & WRITTEN)) how |= in_lanes && !(mark & LANE) ? NB_LANES_BEGINS : NB_LANES_FIRST;
    if (!(mark & WHOLLY)) how |= NB_LANES_MARKED;
    c->mark[operand] |= WRITTEN;
    return how;
}

/* Writes the terms of a sum, which end before `end`; answers how many. As long as they are nodes
 * they stand for themselves. */
static uint32_t write_terms(compiler *c, nb_node root, nb_lanes_term *end, bool in_lanes) {
    const nb_graph *graph = c->graph;
    const uint32_t *slot = in_lanes ? c->lane : c->once;
    nb_lanes_term *term = end;
    for (nb_node i = root, right;; i = graph->a[i]) {
        bool last = op_of(c, i) != NB_OP_ADD || (i != root && !(c->mark[i] & ABSORBED));
        right = last ? i : graph->b[i];
        *--term = (nb_lanes_term){.a = right, .b = NB_LANES_NO_SLOT};
        if ((c->mark[right] & ABSORBED) && op_of(c, right) == NB_OP_MUL)
            *term = (nb_lanes_term){.a = graph->a[right], .b = graph->b[right]};
        if (last) break;
    }
    uint32_t count = (uint32_t)(end - term);
    for (; term < end; term++) {
        nb_node a = term->a;
        bool wanted = (c->mark[root] & WANTED) != 0;
        term->how = (uint16_t)(wanted ? hand_on(c, a, in_lanes) : 0);
        term->a = slot[a];
        if (term->b == NB_LANES_NO_SLOT) continue;
        nb_node b = (nb_node)term->b;
        if (wanted) term->how |= (uint16_t)(hand_on(c, b, in_lanes) << NB_LANES_BITS);
        term->b = slot[b];
    }
    return count;
}

static void write_step(compiler *c, nb_node node, nb_lanes_step *step, bool in_lanes,
                       nb_lanes_code *code, size_t *terms) {
    const uint32_t *slot = in_lanes ? c->lane : c->once;
    unsigned mark = c->mark[node], how = 0;
    *step = (nb_lanes_step){.op = c->graph->op[node], .y = slot[node]};
    if (mark & SUM) {
        step->op = NB_LANES_SUM;
        uint32_t count = write_terms(c, node, code->terms + *terms, in_lanes);
        *terms -= count;
        step->operand[0] = (uint32_t)*terms;
        step->operand[1] = count;
    }
    int arity = nb_graph_arity(c->graph, node);
    for (int k = 0; !(mark & SUM) && k < arity; k++) {
        nb_node operand = nb_graph_operand(c->graph, node, k);
        step->operand[k] = slot[operand];
        if (mark & WANTED) how |= hand_on(c, operand, in_lanes) << (k * NB_LANES_BITS);
    }
    if (!(mark & WANTED)) return;
    if (!(mark & HARMLESS)) how |= NB_LANES_CHECKED;
    if (!(mark & WHOLLY)) how |= NB_LANES_PARTLY;
    if (arity == 3 || !(mark & WHOLLY)) how |= NB_LANES_ASIDE;
    step->how = (uint16_t)(how | NB_LANES_HANDS_ON);
}

/* Down the nodes, in the order of the backward pass, filling the arrays from their ends. */
static bool write_code(compiler *c, nb_lanes_code *code, bool in_lanes) {
    size_t terms = 0;
    *code = (nb_lanes_code){.count = 0};
    for (nb_node i = 0; i < c->count; i++) {
        unsigned mark = c->mark[i];
        if (!(mark & NEEDED) || ((mark & LANE) != 0) != in_lanes) continue;
        if (nb_graph_arity(c->graph, i) == 0) continue;
        if (mark & (ABSORBED | SUM)) terms += 2;
        if (mark & ABSORBED) continue;
        code->length++;
        if (mark & TARGETED) code->count++;
    }
    code->steps = nb_arena_add(c->arena, code->length, sizeof *code->steps);
    code->terms = nb_arena_add(c->arena, terms, sizeof *code->terms);
    if (code->steps == NULL || code->terms == NULL) return false;
    size_t step = code->length, targeted = code->count;
    for (nb_node i = c->count; i-- > 0;) {
        unsigned mark = c->mark[i];
        if (!(mark & NEEDED) || (mark & ABSORBED) || ((mark & LANE) != 0) != in_lanes) continue;
        if (nb_graph_arity(c->graph, i) == 0) continue;
        size_t at = mark & TARGETED ? --targeted : --step;
        write_step(c, i, &code->steps[at], in_lanes, code, &terms);
    }
    return true;
}

/* After the lanes' code and before the other: what has a gradient by then, has it from lanes. */
static bool write_shared(compiler *c) {
    nb_lanes_programs *out = c->out;
    out->numbers = nb_arena_add(c->arena, out->once_slots, sizeof *out->numbers);
    out->shared = nb_arena_add(c->arena, out->shared_count, sizeof *out->shared);
    if (out->numbers == NULL || out->shared == NULL) return false;
    for (nb_node i = 0; i < c->count; i++) {
        if (c->once[i] == NB_LANES_NOWHERE) continue;
        unsigned mark = c->mark[i];
        if (nb_graph_arity(c->graph, i) == 0) out->numbers[c->once[i]] = c->graph->value[i];
        if (!(mark & SHARED)) continue;
        bool handed = (mark & WRITTEN) && (mark & WANTED) && i != c->plan->target;
        out->shared[c->lane[i]] = (nb_lanes_shared){c->once[i], handed, !(mark & WHOLLY)};
    }
    return true;
}

static bool compile(compiler *c) {
    nb_lanes_programs *out = c->out;
    const nb_lanes_plan *plan = c->plan;
    mark_needed(c);
    mark_reached(c);
    mark_wholly_reached(c);
    mark_sums(c);
    count_slots(c);
    out->target = place_of(c, plan->target);
    out->weights = places(c, plan->weights, plan->weight_count);
    out->inputs = places(c, plan->inputs, plan->input_count);
    out->outputs = places(c, plan->outputs, plan->output_count);
    return out->weights != NULL && out->inputs != NULL && out->outputs != NULL &&
           write_code(c, &out->lanes, true) && write_shared(c) && write_code(c, &out->once, false);
}

nb_status nb_lanes_compile(nb_arena *arena, const nb_graph *graph, const nb_lanes_plan *plan,
                           nb_lanes_programs *programs) {
    compiler c = {.arena = arena, .graph = graph, .plan = plan, .out = programs};
    *programs = (nb_lanes_programs){.once_slots = 0};
    if (plan->target != NB_NO_NODE) c.count = plan->target + 1;
    for (size_t k = 0; k < plan->output_count; k++)
        if (plan->outputs[k] >= c.count) c.count = plan->outputs[k] + 1;
    nb_arena scratch;
    nb_arena_init(&scratch, arena->memory);
    c.mark = nb_arena_add(&scratch, c.count, sizeof *c.mark);
    c.users = nb_arena_add(&scratch, c.count, sizeof *c.users);
    c.once = nb_arena_add(&scratch, c.count, sizeof *c.once);
    c.lane = nb_arena_add(&scratch, c.count, sizeof *c.lane);
    bool done = c.mark != NULL && c.users != NULL && c.once != NULL && c.lane != NULL;
    done = done && compile(&c);
    nb_arena_clear(&scratch);
    return done ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}
