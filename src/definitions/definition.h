/* What a name means: a leaf, a formula, a function, a vector, an element of one; and who uses
 * whom. */
#ifndef NABLA_DEFINITIONS_DEFINITION_H
#define NABLA_DEFINITIONS_DEFINITION_H

#include <stdbool.h>
#include <stdint.h>
#include "graph/graph.h"
#include "lang/syntax.h"

typedef uint32_t nb_def_id; /* its place in the sheet's `defs` */

#define NB_NO_DEF UINT32_MAX
#define NB_NO_EDGE UINT32_MAX

enum { NB_MAX_ELEMENTS = 1000000 }; /* of one vector or matrix */

typedef enum nb_def_kind {
    NB_DEF_NONE,
    NB_DEF_LEAF,
    NB_DEF_FORMULA,
    NB_DEF_FUNCTION,
    NB_DEF_VECTOR, /* a name for elements that are leaves, or were defined one by one later */
    NB_DEF_ELEMENT /* an element of a formula's value: the formula is what the name means */
} nb_def_kind;

/* How many numbers a name stands for. A vector is one row. */
typedef struct nb_shape {
    uint32_t rank; /* 0: a number, 1: a vector, 2: a matrix */
    uint32_t rows, columns;
} nb_shape;

#define NB_SCALAR ((nb_shape){0, 1, 1})

/* How many numbers it has: each is a node of a graph, so the product does not overflow. */
static inline uint32_t nb_shape_count(nb_shape shape) {
    return shape.rows * shape.columns;
}

static inline bool nb_same_shape(nb_shape a, nb_shape b) {
    return a.rank == b.rank && a.rows == b.rows && a.columns == b.columns;
}

/* What a definition says; what undo brings back. Everything it points to lives in the sheet's
 * arena. */
typedef struct nb_meaning {
    uint8_t kind;       /* nb_def_kind */
    bool stored;        /* leaf: its number came by := */
    bool built_in;      /* pi, e */
    uint32_t parameter_count;
    const nb_symbol *parameters;
    const nb_expr *expr; /* formula, function */
    const double *env;   /* formula made in a loop: the loop variables */
    double value;        /* leaf */
    nb_shape shape;      /* vector */
    const char *label;   /* for pictures; NULL: none */
    uint32_t order;      /* counts definitions as they come into being: the order of `list` */
} nb_meaning;

/* A name, an element or a function: what it says, and what was built from that. */
typedef struct nb_def {
    nb_symbol symbol;
    uint32_t rank; /* indices: 0, 1 or 2 */
    int32_t index[2];
    nb_node node;       /* NB_NO_NODE: to be built; of several numbers the first */
    nb_shape shape;     /* of what was built last */
    bool building;      /* its frame is on the builder's stack */
    bool differentiates; /* it contains a derivative, itself or in a function that it calls */
    bool fragile;       /* it differentiates by a formula: built again, it may fail */
    uint32_t nodes;     /* how many nodes were made for it */
    uint32_t users;     /* first edge of those that use it */
    uint32_t uses;      /* first edge of what it uses */
    uint32_t logged;    /* the statement whose undo record holds its former meaning */
    uint32_t seen;      /* the build that already linked it; nb_make_users_dirty uses it, too */
    nb_def_id next_member; /* of the same symbol's elements */
    nb_def_id next_dirty;  /* behind this one in the sheet's list, if it is listed there */
    bool listed;
    nb_meaning meaning; /* behind what walks over many definitions look at */
} nb_def;

typedef struct nb_use { /* `user` is made from `used` */
    nb_def_id user, used;
    uint32_t next_use;              /* of the same user; also chains free edges */
    uint32_t next_user, prior_user; /* of the same used */
} nb_use;

typedef struct nb_symbol_info {
    const char *name;
    nb_def_id value, function; /* NB_NO_DEF: never defined */
    uint32_t family_rank;      /* indices of its elements; 0: no family */
    uint32_t family_count;     /* elements that are defined */
    nb_def_id members;         /* its elements, the newest first, defined or not; or NB_NO_DEF */
    nb_def_id next;            /* behind the element that was found last */
} nb_symbol_info;

#endif
