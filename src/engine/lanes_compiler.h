/* What the compiler's passes know of a graph while it becomes programs of lanes. Each pass is a
 * file of its own; lanes_code.c runs them in turn. */
#ifndef NABLA_ENGINE_LANES_COMPILER_H
#define NABLA_ENGINE_LANES_COMPILER_H

#include "engine/lanes_code.h"

/* Marks of a node. */
enum {
    NB_MARK_NEEDED = 1,    /* by the target or an output */
    NB_MARK_TARGETED = 2,  /* by the target */
    NB_MARK_LANE = 4,      /* an input reaches it */
    NB_MARK_WANTED = 8,    /* a weight reaches it and it is TARGETED: it has a gradient */
    NB_MARK_WHOLLY = 16,   /* every lane reaches it */
    NB_MARK_ABSORBED = 32, /* part of its user's step */
    NB_MARK_SUM = 64,      /* a step of terms */
    NB_MARK_WRITTEN = 128, /* something hands a gradient to it */
    NB_MARK_SHARED = 256,  /* not LANE, but an operand in the lanes */
    NB_MARK_HARMLESS = 512, /* no check for nan: where its value is nan, a user's is too, and the
                              gradient that this user hands to it is nan anyway */
    NB_MARK_ENTRY = 1024,  /* its slot is one of a dense block's matrix */
    NB_MARK_BLOCKED = 2048 /* a dense block hands a gradient to it */
};

/* A dense block before it is written. */
typedef struct nb_lanes_block {
    nb_node first, last; /* its rows, from one to the next by `next` */
    uint32_t rows, terms;
    uint32_t matrix;     /* the first of its matrix's slots */
} nb_lanes_block;

typedef struct nb_lanes_compiler {
    nb_arena *arena, *scratch; /* for what stays; until the end of the compilation */
    const nb_graph *graph;
    const nb_lanes_plan *plan;
    nb_lanes_programs *out;
    nb_node count;         /* of nodes that may be needed */
    uint16_t *mark;        /* each node's */
    uint8_t *users;        /* how many, up to 2; outputs and the target count as 2 more */
    uint32_t *once, *lane; /* slots */
    uint32_t *block;       /* of a row of a dense block; else NB_LANES_NOWHERE */
    nb_node *next;         /* the block's next row */
    nb_lanes_block *blocks;
    uint32_t block_count;
    nb_node *order;        /* of all nodes that are steps, a block's by its first row */
    nb_node order_count;
} nb_lanes_compiler;

static inline nb_op nb_lanes_op(const nb_lanes_compiler *c, nb_node node) {
    return (nb_op)c->graph->op[node];
}

/* Whether a loop over the nodes should end here; whatever it was to do has then failed. */
static inline bool nb_lanes_stops(const nb_lanes_compiler *c, nb_node i) {
    return nb_graph_is_interrupted(c->graph, i);
}

static inline int nb_lanes_arity(const nb_lanes_compiler *c, nb_node node) {
    return nb_graph_arity(c->graph, node);
}

static inline nb_node nb_lanes_operand(const nb_lanes_compiler *c, nb_node node, int k) {
    return nb_graph_operand(c->graph, node, k);
}

/* The terms of a sum from the last to the first; *at is the sum itself at first and NB_NO_NODE
 * when there are no more. A term is a·b, or a alone: then b is NB_NO_NODE. */
static inline bool nb_lanes_next_term(const nb_lanes_compiler *c, nb_node sum, nb_node *at,
                                      nb_node *a, nb_node *b) {
    nb_node i = *at;
    if (i == NB_NO_NODE) return false;
    bool last = nb_lanes_op(c, i) != NB_OP_ADD || (i != sum && !(c->mark[i] & NB_MARK_ABSORBED));
    *at = last ? NB_NO_NODE : c->graph->a[i];
    *a = last ? i : c->graph->b[i];
    *b = NB_NO_NODE;
    if (!(c->mark[*a] & NB_MARK_ABSORBED) || nb_lanes_op(c, *a) != NB_OP_MUL) return true;
    *b = c->graph->b[*a];
    *a = c->graph->a[*a];
    return true;
}

#endif
