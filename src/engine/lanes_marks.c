/* Loops over the nodes, up for what depends on operands and down for what depends on users. */
#include "engine/lanes_marks.h"

typedef nb_lanes_compiler compiler;

static void mark_needed(compiler *c) {
    const nb_lanes_plan *plan = c->plan;
    if (plan->target != NB_NO_NODE) {
        c->mark[plan->target] |= NB_MARK_NEEDED | NB_MARK_TARGETED | NB_MARK_WHOLLY |
                                 NB_MARK_WRITTEN;
        c->users[plan->target] = 2;
    }
    for (size_t k = 0; k < plan->output_count; k++) {
        c->mark[plan->outputs[k]] |= NB_MARK_NEEDED;
        c->users[plan->outputs[k]] = 2;
    }
    for (nb_node i = c->count; i-- > 0;) {
        if (nb_lanes_stops(c, i)) return;
        if (!(c->mark[i] & NB_MARK_NEEDED)) continue;
        for (int k = 0; k < nb_lanes_arity(c, i); k++) {
            nb_node operand = nb_lanes_operand(c, i, k);
            c->mark[operand] |= c->mark[i] & (NB_MARK_NEEDED | NB_MARK_TARGETED);
            if (c->users[operand] < 2) c->users[operand]++;
        }
    }
}

/* What inputs and weights reach. */
static void mark_reached(compiler *c) {
    for (size_t k = 0; k < c->plan->input_count; k++)
        if (c->plan->inputs[k] < c->count) c->mark[c->plan->inputs[k]] |= NB_MARK_LANE;
    for (size_t k = 0; k < c->plan->weight_count; k++) {
        nb_node weight = c->plan->weights[k];
        if (weight < c->count && (c->mark[weight] & NB_MARK_TARGETED))
            c->mark[weight] |= NB_MARK_WANTED;
    }
    for (nb_node i = 0; i < c->count && !nb_lanes_stops(c, i); i++)
        for (int k = 0; (c->mark[i] & NB_MARK_NEEDED) && k < nb_lanes_arity(c, i); k++) {
            unsigned operand = c->mark[nb_lanes_operand(c, i, k)];
            c->mark[i] |= operand & NB_MARK_LANE;
            if (c->mark[i] & NB_MARK_TARGETED) c->mark[i] |= operand & NB_MARK_WANTED;
        }
}

/* Whether a nan operand makes the value nan, and a nan gradient is handed on as one. */
static bool lets_nan_through(nb_op op) {
    return op == NB_OP_ADD || op == NB_OP_SUB || op == NB_OP_MUL;
}

/* Only a `where` chooses, between its second operand and its third. */
static void mark_wholly_reached(compiler *c) {
    for (nb_node i = c->count; i-- > 0;) {
        if (nb_lanes_stops(c, i)) return;
        if (!(c->mark[i] & NB_MARK_WANTED)) continue;
        if (!(c->mark[i] & NB_MARK_WHOLLY)) {
            c->out->partly = true;
            continue;
        }
        int arity = nb_lanes_arity(c, i);
        uint16_t marks = NB_MARK_WHOLLY;
        if (lets_nan_through(nb_lanes_op(c, i))) marks |= NB_MARK_HARMLESS;
        for (int k = 0; k < (arity == 3 ? 1 : arity); k++)
            c->mark[nb_lanes_operand(c, i, k)] |= marks;
    }
}

static bool is_partly(const compiler *c, nb_node node) {
    return (c->mark[node] & NB_MARK_WANTED) && !(c->mark[node] & NB_MARK_WHOLLY);
}

static bool may_absorb(const compiler *c, nb_node user, nb_node operand) {
    unsigned differ = c->mark[user] ^ c->mark[operand];
    return c->users[operand] == 1 && !(differ & (NB_MARK_TARGETED | NB_MARK_LANE)) &&
           !is_partly(c, user) && !is_partly(c, operand);
}

/* ((a·b + c·d) + e·f) + g is one step of four terms. */
static void mark_sums(compiler *c) {
    for (nb_node i = c->count; i-- > 0;) {
        if (nb_lanes_stops(c, i)) return;
        if (!(c->mark[i] & NB_MARK_NEEDED) || nb_lanes_op(c, i) != NB_OP_ADD) continue;
        for (int k = 0; k < 2; k++) {
            nb_node operand = nb_lanes_operand(c, i, k);
            nb_op op = nb_lanes_op(c, operand);
            if (op != NB_OP_MUL && !(k == 0 && op == NB_OP_ADD)) continue;
            if (!may_absorb(c, i, operand)) continue;
            c->mark[operand] |= NB_MARK_ABSORBED;
            c->mark[i] |= NB_MARK_SUM;
        }
    }
}

bool nb_lanes_mark(nb_lanes_compiler *c) {
    static void (*const marks[])(compiler *) = {mark_needed, mark_reached, mark_wholly_reached,
                                                mark_sums};
    for (size_t k = 0; k < sizeof marks / sizeof *marks && !nb_lanes_stops(c, 0); k++) marks[k](c);
    return !nb_lanes_stops(c, 0);
}
