/* A program of lanes and the two passes over it, for each number of lanes and kind of processor.
 *
 * Every value has a slot; slot s holds lanes s * width to s * width + width - 1 of an array. */
#ifndef NABLA_ENGINE_LANES_PASS_H
#define NABLA_ENGINE_LANES_PASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/settings.h"
#include "ops/ops.h"

enum {
    NB_LANES_MAX = 16,
    NB_LANES_SUM = NB_OP_COUNT, /* a step that no operator is: a sum of products and of slots */
    NB_LANES_NO_SLOT = -1
};

/* How a step hands its gradient on: four bits for each operand, and four for the step. */
enum {
    NB_LANES_WANTED = 1,  /* the operand gets a contribution: */
    NB_LANES_FIRST = 2,   /* the first one, which stores, */
    NB_LANES_BEGINS = 4,  /* or the first one of a call's first group */
    NB_LANES_MARKED = 8,  /* which lanes reach it is written down, because not all may */
    NB_LANES_BITS = 4,
    NB_LANES_CHECKED = 1 << 12, /* where the value is nan, so are the local gradients */
    NB_LANES_PARTLY = 1 << 13,  /* only the lanes that reach the step hand on */
    NB_LANES_ASIDE = 1 << 14,   /* contributions are put aside first: PARTLY, or a choice */
    NB_LANES_HANDS_ON = 1 << 15 /* the step has a gradient */
};

typedef struct nb_lanes_step {
    uint8_t op; /* nb_op or NB_LANES_SUM */
    uint16_t how;
    uint32_t y;
    uint32_t operand[NB_MAX_OPERANDS]; /* of a sum: its first term, and how many */
} nb_lanes_step;

typedef struct nb_lanes_term {
    uint32_t a;
    int64_t b; /* NB_LANES_NO_SLOT: the term is a alone */
    uint16_t how;
} nb_lanes_term;

typedef struct nb_lanes_code {
    nb_lanes_step *steps;
    nb_lanes_term *terms;
    size_t count;  /* of the steps that the target needs; */
    size_t length; /* those that only outputs need come after them */
} nb_lanes_code;

typedef struct nb_lanes_state {
    double *value, *gradient;
    uint64_t *reach; /* all bits or none a lane, where it is written down; NULL: nowhere */
} nb_lanes_state;

/* What the lanes read of the other program: number k stands in their slot k. */
typedef struct nb_lanes_shared {
    uint32_t slot; /* of the program that is run once */
    bool handed;   /* the lanes hand a gradient to it, */
    bool partly;   /* perhaps not all of them */
} nb_lanes_shared;

typedef struct nb_lanes_pass {
    int width;
    void (*forward)(const nb_lanes_code *code, size_t count, const nb_lanes_state *state);
    /* `begins`: this is the first group of a call. */
    void (*backward)(const nb_lanes_code *code, const nb_lanes_state *state, bool begins);
    /* Copies values of the program that is run once to all lanes. */
    void (*share)(const nb_lanes_shared *shared, size_t count, const double *once, double *value);
    /* Sums gradients over the first `live` lanes, in the same order each time. */
    void (*fold)(const nb_lanes_shared *shared, size_t count, const double *gradient, int live,
                 double *once);
} nb_lanes_pass;

/* The passes of at most `width` lanes that suit `count` rows best. */
const nb_lanes_pass *nb_lanes_pass_for(nb_vectors most, int width, size_t count);

#endif
