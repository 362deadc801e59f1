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
    NB_LANES_SUM = NB_OP_COUNT, /* a step that no operator is: a sum of products and of slots, */
    NB_LANES_DENSE,             /* and many at once: a dense block */
    NB_LANES_ALIGNED = 8,       /* slots of a row of a dense block's matrix, or 16, 24... */
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
    uint8_t op;    /* nb_op, NB_LANES_SUM or NB_LANES_DENSE */
    uint8_t moves; /* bit k: operand k moves on as y does */
    uint16_t how;
    uint32_t y;
    uint32_t count; /* turns: the operator is used for y, y + 1... */
    uint32_t operand[NB_MAX_OPERANDS]; /* of a sum: its first term, and how many; of a dense block:
                                          which */
} nb_lanes_step;

typedef struct nb_lanes_term {
    uint32_t a;
    int64_t b; /* NB_LANES_NO_SLOT: the term is a alone */
    uint16_t how;
} nb_lanes_term;

typedef struct nb_lanes_input {
    uint32_t slot;
    unsigned how; /* bits of one operand */
} nb_lanes_input;

/* Slots y, y + 1... of the lanes become a matrix times values: y[r] is the sum over k, in order,
 * of w[r][k]·x[k]. The matrix stands in slots of the program that is run once. */
typedef struct nb_lanes_dense {
    uint32_t rows, terms;
    uint32_t matrix, stride; /* of w[r][k] the slot is matrix + r * stride + k */
    const nb_lanes_input *inputs; /* x */
    bool checked; /* where y is nan, so are the local gradients */
    uint32_t handed; /* inputs that stand before this one may have a gradient */
    bool hands_to_matrix;
} nb_lanes_dense;

static inline uint32_t nb_lanes_stride(uint32_t terms) {
    return (terms + NB_LANES_ALIGNED - 1) / NB_LANES_ALIGNED * NB_LANES_ALIGNED;
}

typedef struct nb_lanes_code {
    nb_lanes_step *steps;
    nb_lanes_term *terms;
    nb_lanes_dense *blocks;
    nb_lanes_input *inputs; /* of all blocks */
    size_t block_count;
    size_t count;  /* of the steps that the target needs; */
    size_t length; /* those that only outputs need come after them */
} nb_lanes_code;

typedef struct nb_lanes_state {
    double *value, *gradient;
    uint64_t *reach; /* all bits or none a lane, where it is written down; NULL: nowhere */
    /* of dense blocks: the slots of the program that is run once, and room for the inputs of one of
     * them, a lane's after another's */
    const double *numbers;
    double *number_gradients, *by_lane;
} nb_lanes_state;

/* What the lanes read of the other program: number k stands in their slot k. */
typedef struct nb_lanes_shared {
    uint32_t slot; /* of the program that is run once */
    bool handed;   /* the lanes hand a gradient to it, */
    bool partly;   /* perhaps not all of them; */
    bool adds;     /* a dense block did so before */
} nb_lanes_shared;

typedef struct nb_lanes_pass {
    int width;
    void (*forward)(const nb_lanes_code *code, size_t count, const nb_lanes_state *state);
    /* `begins`: this is the first group of a call. `live`: as many lanes, the first, are rows; the
     * gradients of the others reach no matrix. */
    void (*backward)(const nb_lanes_code *code, const nb_lanes_state *state, int live,
                     bool begins);
    /* Copies values of the program that is run once to all lanes. */
    void (*share)(const nb_lanes_shared *shared, size_t count, const double *once, double *value);
    /* Sums gradients over the first `live` lanes, in the same order each time. */
    void (*fold)(const nb_lanes_shared *shared, size_t count, const double *gradient, int live,
                 double *once);
    /* Number `column` of the cells of each lane. They often are there already, and what was written
     * lane by lane must reach the cache before it is read as a vector. */
    void (*set)(double *value, uint32_t slot, const double *const *cells, size_t column);
    /* The same of four columns that follow one another, for four slots that do; always written, as
     * vectors. */
    void (*set_four)(double *value, uint32_t slot, const double *const *cells, size_t column);
    void (*fill)(double *array, uint32_t slot, double number);
} nb_lanes_pass;

/* The passes of at most `width` lanes that suit `count` rows best. */
const nb_lanes_pass *nb_lanes_pass_for(nb_vectors most, int width, size_t count);

#endif
