/* The passes of the compiler in turn, and the writing of the steps: backwards, in the order of the
 * backward pass, so that each knows whether it is the first to hand a gradient to an operand. */
#include "engine/lanes_code.h"

#include <string.h>

#include "engine/lanes_compiler.h"
#include "engine/lanes_dense.h"
#include "engine/lanes_marks.h"
#include "engine/lanes_order.h"

typedef nb_lanes_compiler compiler;

/* ---- operators ---- */

/* x^2 is x·x. */
static bool is_square(const compiler *c, nb_node node) {
    nb_node power = c->graph->b[node];
    return nb_lanes_op(c, node) == NB_OP_POW && nb_lanes_op(c, power) == NB_OP_CONST &&
           c->graph->value[power] == 2.0;
}

static int arity_of(const compiler *c, nb_node node) {
    return is_square(c, node) ? 1 : nb_lanes_arity(c, node);
}

/* ---- slots ---- */

static void share(compiler *c, nb_node operand) {
    if (!(c->mark[operand] & NB_MARK_LANE)) c->mark[operand] |= NB_MARK_SHARED;
}

/* Marks what steps of the lanes read of the other program; a dense block has its own numbers. */
static void mark_shared(compiler *c) {
    for (nb_node n = 0; n < c->order_count; n++) {
        nb_node node = c->order[n], at = node, a, b;
        if (!(c->mark[node] & NB_MARK_LANE) || c->block[node] != NB_LANES_NOWHERE) continue;
        if (!(c->mark[node] & NB_MARK_SUM)) {
            for (int k = 0; k < arity_of(c, node); k++)
                share(c, nb_lanes_operand(c, node, k));
            continue;
        }
        while (nb_lanes_next_term(c, node, &at, &a, &b)) {
            share(c, a);
            if (b != NB_NO_NODE) share(c, b);
        }
    }
}

/* Numbers in the order of the graph, and then the steps in theirs: neighbours are neighbours. */
static bool place_nodes(compiler *c) {
    nb_lanes_programs *out = c->out;
    uint32_t once = 0, lane = 0;
    for (nb_node i = 0; i < c->count; i++) c->once[i] = c->lane[i] = NB_LANES_NOWHERE;
    if (!nb_lanes_place_matrices(c, &once)) return false;
    for (int steps = 0; steps < 2; steps++)
        for (nb_node n = 0; n < (steps ? c->order_count : c->count); n++) {
            nb_node i = steps ? c->order[n] : n;
            unsigned mark = c->mark[i];
            if (!(mark & NB_MARK_NEEDED) || (mark & NB_MARK_LANE)) continue;
            if ((nb_lanes_arity(c, i) > 0) != steps) continue;
            if (!(mark & NB_MARK_ENTRY)) c->once[i] = once++;
            if (mark & NB_MARK_SHARED) c->lane[i] = lane++;
        }
    out->shared_count = lane;
    out->ones = lane;
    if (c->block_count > 0) lane++;
    for (nb_node i = 0; i < c->count; i++)
        if ((c->mark[i] & NB_MARK_NEEDED) && (c->mark[i] & NB_MARK_LANE) &&
            nb_lanes_arity(c, i) == 0)
            c->lane[i] = lane++;
    for (nb_node n = 0; n < c->order_count; n++)
        if (c->mark[c->order[n]] & NB_MARK_LANE)
            for (nb_node i = c->order[n]; i != NB_NO_NODE; i = c->next[i]) c->lane[i] = lane++;
    out->once_slots = once;
    out->lane_slots = lane;
    return true;
}

static nb_lanes_place place_of(const compiler *c, nb_node node) {
    if (node >= c->count || !(c->mark[node] & NB_MARK_NEEDED))
        return (nb_lanes_place){.slot = NB_LANES_NOWHERE};
    unsigned mark = c->mark[node];
    return (nb_lanes_place){(mark & NB_MARK_LANE) ? c->lane[node] : c->once[node],
                            !(mark & NB_MARK_LANE), (mark & NB_MARK_WANTED) != 0};
}

static nb_lanes_place *places(compiler *c, const nb_node *nodes, size_t count) {
    nb_lanes_place *all = nb_arena_add(c->arena, count, sizeof *all);
    for (size_t k = 0; all != NULL && k < count; k++) all[k] = place_of(c, nodes[k]);
    return all;
}

/* Notes a run of weights, or each weight by itself: most have a slot and a gradient. */
static void write_run(nb_lanes_programs *out, nb_lanes_weights run) {
    enum { SHORT = 8 };
    if (run.count >= SHORT || run.place.slot == NB_LANES_NOWHERE || !run.place.wanted) {
        out->weights[out->weight_runs++] = run;
        return;
    }
    for (size_t k = 0; k < run.count; k++)
        out->singles[out->single_count++] =
            (nb_lanes_single){(uint32_t)(run.first + k), run.place.slot + (uint32_t)k};
}

static bool write_weights(compiler *c) {
    const nb_lanes_plan *plan = c->plan;
    nb_lanes_programs *out = c->out;
    nb_lanes_weights run = {.count = 0};
    out->weights = nb_arena_add(c->arena, plan->weight_count, sizeof *out->weights);
    out->singles = nb_arena_add(c->arena, plan->weight_count, sizeof *out->singles);
    if (out->weights == NULL || out->singles == NULL) return false;
    for (size_t k = 0; k < plan->weight_count; k++) {
        nb_lanes_place place = place_of(c, plan->weights[k]);
        bool needed = place.slot != NB_LANES_NOWHERE;
        if (run.count > 0 && place.once == run.place.once && place.wanted == run.place.wanted &&
            place.slot == (needed ? run.place.slot + run.count : run.place.slot)) {
            run.count++;
        } else {
            if (run.count > 0) write_run(out, run);
            run = (nb_lanes_weights){k, 1, place};
        }
    }
    if (run.count > 0) write_run(out, run);
    return true;
}

/* ---- steps ---- */

typedef struct writer {
    compiler *c;
    nb_lanes_code *code;
    bool in_lanes;
    const uint32_t *slot;
    size_t terms, inputs, blocks; /* where those that are written begin */
} writer;

/* The bits that say how a step hands on to an operand; steps ask in the order of the pass. */
static unsigned hand_on(writer *w, nb_node operand) {
    uint16_t *mark = &w->c->mark[operand];
    unsigned how = NB_LANES_WANTED;
    unsigned written = w->in_lanes ? NB_MARK_WRITTEN : NB_MARK_WRITTEN | NB_MARK_BLOCKED;
    if (!(*mark & NB_MARK_WANTED)) return 0;
    if (!(*mark & written))
        how |= w->in_lanes && !(*mark & NB_MARK_LANE) ? NB_LANES_BEGINS : NB_LANES_FIRST;
    if (!(*mark & NB_MARK_WHOLLY)) how |= NB_LANES_MARKED;
    *mark |= NB_MARK_WRITTEN;
    return how;
}

static void write_terms(writer *w, nb_node sum, nb_lanes_step *step) {
    compiler *c = w->c;
    bool wanted = (c->mark[sum] & NB_MARK_WANTED) != 0;
    size_t end = w->terms;
    nb_node at = sum, a, b;
    while (nb_lanes_next_term(c, sum, &at, &a, &b)) {
        nb_lanes_term *term = &w->code->terms[--w->terms];
        *term = (nb_lanes_term){.a = a, .b = NB_LANES_NO_SLOT};
        if (b != NB_NO_NODE) term->b = b;
    }
    for (nb_lanes_term *term = w->code->terms + w->terms; term < w->code->terms + end; term++) {
        a = term->a;
        term->how = (uint16_t)(wanted ? hand_on(w, a) : 0);
        term->a = w->slot[a];
        if (term->b == NB_LANES_NO_SLOT) continue;
        b = (nb_node)term->b;
        if (wanted) term->how |= (uint16_t)(hand_on(w, b) << NB_LANES_BITS);
        term->b = w->slot[b];
    }
    step->op = NB_LANES_SUM;
    step->operand[0] = (uint32_t)w->terms;
    step->operand[1] = (uint32_t)(end - w->terms);
}

static void write_block(writer *w, nb_node first, nb_lanes_step *step) {
    compiler *c = w->c;
    const nb_lanes_block *from = &c->blocks[c->block[first]];
    nb_lanes_dense *block = &w->code->blocks[--w->blocks];
    nb_node at = first, a, b, value, number;
    bool wanted = (c->mark[first] & NB_MARK_WANTED) != 0;
    *block = (nb_lanes_dense){.rows = from->rows, .terms = from->terms, .matrix = from->matrix,
                              .stride = nb_lanes_stride(from->terms)};
    w->inputs -= from->terms;
    block->inputs = w->code->inputs + w->inputs;
    for (uint32_t k = from->terms; nb_lanes_next_term(c, first, &at, &a, &b);) {
        nb_lanes_split_term(c, a, b, &value, &number);
        w->code->inputs[w->inputs + --k].slot = value;
    }
    for (uint32_t k = 0; k < from->terms; k++) { /* in the order in which they are handed on to */
        nb_lanes_input *input = &w->code->inputs[w->inputs + k];
        value = input->slot;
        bool one = value == NB_NO_NODE;
        unsigned how = !one && wanted ? hand_on(w, value) : 0;
        *input = (nb_lanes_input){one ? c->out->ones : w->slot[value], how};
        if (how != 0) block->handed = k + 1;
    }
    for (nb_node sum = first; sum != NB_NO_NODE; sum = c->next[sum]) {
        if (wanted && !(c->mark[sum] & NB_MARK_HARMLESS)) block->checked = true;
        for (at = sum; nb_lanes_next_term(c, sum, &at, &a, &b);) {
            nb_lanes_split_term(c, a, b, &value, &number);
            if (wanted && (c->mark[number] & NB_MARK_WANTED)) block->hands_to_matrix = true;
        }
    }
    *step = (nb_lanes_step){.op = NB_LANES_DENSE, .y = step->y, .count = 1,
                            .how = wanted ? NB_LANES_HANDS_ON : 0,
                            .operand = {(uint32_t)w->blocks}};
}

static void write_step(writer *w, nb_node node, nb_lanes_step *step) {
    compiler *c = w->c;
    unsigned mark = c->mark[node], how = 0;
    *step = (nb_lanes_step){.op = c->graph->op[node], .y = w->slot[node], .count = 1};
    if (c->block[node] != NB_LANES_NOWHERE) {
        write_block(w, node, step);
        return;
    }
    if (mark & NB_MARK_SUM) write_terms(w, node, step);
    else if (is_square(c, node)) step->op = NB_OP_SQUARE;
    int arity = arity_of(c, node);
    for (int k = 0; !(mark & NB_MARK_SUM) && k < arity; k++) {
        nb_node operand = nb_lanes_operand(c, node, k);
        step->operand[k] = w->slot[operand];
        if (mark & NB_MARK_WANTED) how |= hand_on(w, operand) << (k * NB_LANES_BITS);
    }
    if (!(mark & NB_MARK_WANTED)) return;
    if (!(mark & NB_MARK_HARMLESS)) how |= NB_LANES_CHECKED;
    if (!(mark & NB_MARK_WHOLLY)) how |= NB_LANES_PARTLY;
    if (arity == 3 || !(mark & NB_MARK_WHOLLY)) how |= NB_LANES_ASIDE;
    step->how = (uint16_t)(how | NB_LANES_HANDS_ON);
}

/* Whether a step can be one more turn of a run: the same operator, the next value, and each operand
 * the next one or, all along, the same. */
static bool joins(nb_lanes_step *run, const nb_lanes_step *step) {
    if (step->op >= NB_OP_COUNT || step->op != run->op || step->how != run->how ||
        (step->how & NB_LANES_ASIDE) || step->y != run->y + run->count) return false;
    unsigned moves = 0;
    for (int k = 0; k < NB_MAX_OPERANDS; k++) {
        uint32_t by = step->operand[k] - run->operand[k];
        if (step->operand[k] >= run->y) return false; /* a turn needs another's value */
        if (by == run->count) moves |= 1u << k;
        else if (by != 0) return false;
    }
    if (run->count > 1 && moves != run->moves) return false;
    run->moves = (uint8_t)moves;
    run->count++;
    return true;
}

/* Answers how many of `count` steps are left when runs have become one step each. */
static size_t join_runs(const nb_lanes_step *steps, size_t count, nb_lanes_step *to) {
    nb_lanes_step *end = to;
    for (size_t i = 0; i < count; i++)
        if (end == to || !joins(end - 1, &steps[i])) *end++ = steps[i];
    return (size_t)(end - to);
}

static bool make_room(writer *w, nb_node from, nb_node to) {
    compiler *c = w->c;
    nb_lanes_code *code = w->code;
    nb_node at, a, b;
    for (nb_node n = from; n < to; n++) {
        nb_node node = c->order[n];
        bool dense = c->block[node] != NB_LANES_NOWHERE;
        if (!(c->mark[node] & NB_MARK_SUM)) continue;
        if (dense) w->blocks++;
        for (at = node; nb_lanes_next_term(c, node, &at, &a, &b);) ++*(dense ? &w->inputs
                                                                             : &w->terms);
    }
    code->length = to - from;
    code->block_count = w->blocks;
    code->steps = nb_arena_add(c->arena, code->length, sizeof *code->steps);
    code->terms = nb_arena_add(c->arena, w->terms, sizeof *code->terms);
    code->inputs = nb_arena_add(c->arena, w->inputs, sizeof *code->inputs);
    code->blocks = nb_arena_add(c->arena, w->blocks, sizeof *code->blocks);
    return code->steps != NULL && code->terms != NULL && code->inputs != NULL &&
           code->blocks != NULL;
}

/* The steps for the target stand from `from` on, those for outputs alone from `middle` on. */
static bool write_code(compiler *c, nb_lanes_code *code, bool in_lanes, nb_node from,
                       nb_node middle, nb_node to) {
    writer w = {.c = c, .code = code, .in_lanes = in_lanes,
                .slot = in_lanes ? c->lane : c->once};
    *code = (nb_lanes_code){.count = middle - from};
    if (!make_room(&w, from, to)) return false;
    for (nb_node n = to; n-- > from;) {
        if (nb_lanes_stops(c, n)) return false;
        write_step(&w, c->order[n], &code->steps[n - from]);
    }
    size_t targeted = code->count, rest = code->length - targeted;
    code->count = join_runs(code->steps, targeted, code->steps);
    code->length = code->count + join_runs(code->steps + targeted, rest,
                                           code->steps + code->count);
    return true;
}

/* After the lanes' code and before the other: what has a gradient by then, has it from lanes. */
static bool write_shared(compiler *c) {
    nb_lanes_programs *out = c->out;
    for (nb_node i = 0; i < c->count; i++)
        if (c->once[i] != NB_LANES_NOWHERE && nb_lanes_arity(c, i) == 0) out->number_count++;
    out->numbers = nb_arena_add(c->arena, out->number_count, sizeof *out->numbers);
    out->shared = nb_arena_add(c->arena, out->shared_count, sizeof *out->shared);
    if (out->numbers == NULL || out->shared == NULL) return false;
    nb_lanes_number *number = out->numbers;
    for (nb_node i = 0; i < c->count; i++) {
        if (c->once[i] == NB_LANES_NOWHERE) continue;
        unsigned mark = c->mark[i];
        if (nb_lanes_arity(c, i) == 0) *number++ = (nb_lanes_number){i, c->once[i]};
        if (!(mark & NB_MARK_SHARED)) continue;
        bool handed = (mark & NB_MARK_WRITTEN) && (mark & NB_MARK_WANTED) && i != c->plan->target;
        out->shared[c->lane[i]] = (nb_lanes_shared){c->once[i], handed, !(mark & NB_MARK_WHOLLY),
                                                    (mark & NB_MARK_BLOCKED) != 0};
    }
    return true;
}

/* ---- all of it ---- */

static void count_nodes(const compiler *c) {
    for (nb_node i = 0; i < c->count; i++) {
        if (!(c->mark[i] & NB_MARK_NEEDED) || nb_lanes_arity(c, i) == 0) continue;
        c->out->nodes++;
        c->out->fused += (c->mark[i] & (NB_MARK_ABSORBED | NB_MARK_SUM)) != 0;
    }
}

static bool compile(compiler *c) {
    nb_lanes_programs *out = c->out;
    const nb_lanes_plan *plan = c->plan;
    nb_node begin[NB_LANES_CLASSES + 1];
    if (!nb_lanes_mark(c) || !nb_lanes_find_blocks(c) || !nb_lanes_order(c, begin)) return false;
    count_nodes(c);
    mark_shared(c);
    if (!place_nodes(c)) return false;
    out->target = place_of(c, plan->target);
    out->inputs = places(c, plan->inputs, plan->input_count);
    out->outputs = places(c, plan->outputs, plan->output_count);
    return out->inputs != NULL && out->outputs != NULL && write_weights(c) &&
           write_code(c, &out->lanes, true, begin[2], begin[3], begin[4]) && write_shared(c) &&
           write_code(c, &out->once, false, begin[0], begin[1], begin[2]);
}

nb_status nb_lanes_compile(nb_arena *arena, const nb_graph *graph, const nb_lanes_plan *plan,
                           nb_lanes_programs *programs) {
    nb_arena scratch;
    nb_arena_init(&scratch, arena->memory);
    compiler c = {.arena = arena, .scratch = &scratch, .graph = graph, .plan = plan,
                  .out = programs};
    *programs = (nb_lanes_programs){.once_slots = 0};
    if (plan->target != NB_NO_NODE) c.count = plan->target + 1;
    for (size_t k = 0; k < plan->output_count; k++)
        if (plan->outputs[k] >= c.count) c.count = plan->outputs[k] + 1;
    c.mark = nb_arena_add(&scratch, c.count, sizeof *c.mark);
    c.users = nb_arena_add(&scratch, c.count, sizeof *c.users);
    c.once = nb_arena_add(&scratch, c.count, sizeof *c.once);
    c.lane = nb_arena_add(&scratch, c.count, sizeof *c.lane);
    c.block = nb_arena_add(&scratch, c.count, sizeof *c.block);
    c.next = nb_arena_add(&scratch, c.count, sizeof *c.next);
    bool done = c.mark != NULL && c.users != NULL && c.once != NULL && c.lane != NULL &&
                c.block != NULL && c.next != NULL && compile(&c);
    nb_arena_clear(&scratch);
    if (done) return NB_STATUS_OK;
    return nb_graph_is_interrupted(graph, 0) ? NB_STATUS_ERROR : NB_STATUS_NO_MEMORY;
}
