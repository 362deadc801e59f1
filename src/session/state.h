/* Private to session/: what a session is made of. internal.h says how to read this folder, and what
 * its files do for each other. */
#ifndef NABLA_SESSION_STATE_H
#define NABLA_SESSION_STATE_H

#include <stdatomic.h>

#include "base/buffer.h"
#include "base/random.h"
#include "calculus/local.h"
#include "graph/graph.h"
#include "lang/parser.h"
#include "nabla.h"
#include "train/parameter.h"

typedef uint32_t nb_def_id;
#define NB_NO_DEF UINT32_MAX
#define NB_NO_EDGE UINT32_MAX
#define NB_ITSELF UINT32_MAX

enum {
    NB_MAX_ELEMENTS = 1000000,  /* of one vector or matrix */
    NB_MAX_TURNS = 100000000,   /* of one loop */
    NB_MAX_RUN_DEPTH = 16,      /* files that run files */
    NB_MAX_ROWS = 1000,         /* of a node table */
    NB_MAX_CONTRIBUTIONS = 8,   /* written out in one row */
    NB_MAX_LOCALS = 64,         /* loop variables in scope */
    NB_FIRST_SEED = 0           /* of a session in which none is said */
};

/* ---- names ---- */

typedef struct nb_symbol_info {
    const char *name;
    nb_def_id value, function; /* NB_NO_DEF: never defined */
    uint32_t family_rank;      /* indices of its elements; 0: no family */
    uint32_t family_count;     /* elements that are defined */
} nb_symbol_info;

typedef struct nb_table { /* open addressing: a slot holds an id or UINT32_MAX */
    uint32_t *slots;
    size_t count, capacity;
} nb_table;

/* ---- definitions ---- */

typedef enum nb_def_kind {
    NB_DEF_NONE,
    NB_DEF_LEAF,
    NB_DEF_FORMULA,
    NB_DEF_FUNCTION,
    NB_DEF_VECTOR, /* a name for elements that are leaves, or were defined one by one later */
    NB_DEF_ELEMENT /* an element of what a formula makes: its definition is the name's */
} nb_def_kind;

/* How many numbers a name stands for. A vector is one row. */
typedef struct nb_shape {
    uint32_t rank; /* 0: a number, 1: a vector, 2: a matrix */
    uint32_t rows, columns;
} nb_shape;
#define NB_SCALAR ((nb_shape){0, 1, 1})

static inline uint32_t nb_shape_count(nb_shape shape) { /* of numbers; a graph holds them */
    return shape.rows * shape.columns;
}

static inline bool nb_same_shape(nb_shape a, nb_shape b) {
    return a.rank == b.rank && a.rows == b.rows && a.columns == b.columns;
}

/* What a definition says; what undo brings back. Everything it points to lives in the session's
 * arena, as long as the session. */
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

typedef struct nb_def {
    nb_symbol symbol;
    uint32_t rank; /* indices: 0, 1 or 2 */
    int32_t index[2];
    nb_meaning meaning;
    nb_node node;       /* NB_NO_NODE: to be built; of several numbers the first */
    nb_shape shape;     /* of what was built last */
    bool building;      /* its frame is on the builder's stack */
    bool fragile;       /* it differentiates by a formula: built again, it may fail */
    uint32_t nodes;     /* how many nodes were made for it */
    uint32_t users;     /* first edge of those that use it */
    uint32_t uses;      /* first edge of what it uses */
    uint32_t logged;    /* the statement whose undo record holds its former meaning */
    uint32_t seen;      /* the build that already linked it */
} nb_def;

typedef struct nb_use { /* `user` is made from `used` */
    nb_def_id user, used;
    uint32_t next_use;              /* of the same user; also chains free edges */
    uint32_t next_user, prior_user; /* of the same used */
} nb_use;

/* A function call in the graph: what a picture closes into one box. One of an operator over vectors
 * is as many calls as it has results. */
typedef struct nb_call {
    nb_def_id function; /* NB_NO_DEF: the operator `vector` */
    uint8_t vector;     /* nb_vector_op */
    bool spread;        /* one of its arguments was typed in a smaller shape */
    uint32_t index;     /* its result number, from 0 */
    uint32_t results;   /* how many results it has */
    uint32_t split;     /* arguments of the first parameter */
    uint32_t columns;   /* of a matrix as argument, and as result; else 0 */
    nb_node result;
    uint32_t first_arg, arg_count; /* in call_args */
    const char *typed;  /* its arguments as a definition has them, or NULL */
    uint32_t typed_length;
    uint32_t inner; /* how many calls it is inside of that are remembered, too */
} nb_call;

/* ---- undo ---- */

/* Samples, an optimizer's memory, a history of losses: see training.h. */
typedef struct nb_data nb_data;
typedef struct nb_memory_of_steps nb_memory_of_steps;
typedef struct nb_history_of_loss nb_history_of_loss;

/* What a statement may change besides definitions. What was printed last belongs to the screen
 * more than to the session: undo leaves it, and a saved session is without it. */
typedef struct nb_state {
    nb_settings settings;
    nb_def_id target; /* NB_NO_DEF: none named */
    nb_mistake mistake; /* of the backward passes; the graph follows */
    double ans;
    bool has_ans;
    nb_shape ans_shape; /* of what was printed last: `ans` is no number unless it is one */
    nb_random random;    /* where initialisers, splits and shuffles go on */
    const nb_data *data; /* NULL: none */
    size_t row;          /* which of its rows is on the leaves, from 1 */
    nb_memory_of_steps *steps;         /* NULL: the next training starts afresh */
    nb_history_of_loss *history;       /* NULL: nothing was trained yet */
} nb_state;

typedef struct nb_change {
    nb_def_id def; /* NB_NO_DEF: `state` is the former state */
    union {
        nb_meaning meaning;
        nb_state state;
    } former; /* of a change that was undone: the later one */
} nb_change;

typedef struct nb_line { /* an entered line that changed something */
    size_t first;        /* its first change */
    const char *text;
} nb_line;

/* Changes line by line. Undoing a line moves it from one history to the other, each change turned
 * round; moving moves it back. */
typedef struct nb_history {
    nb_change *changes;
    size_t count, capacity;
    nb_line *lines;
    size_t line_count, line_capacity;
} nb_history;

/* ---- text being read ---- */

typedef struct nb_source {
    const char *name; /* NULL: the prompt */
    const char *text; /* of the line that `at` is on, and what follows */
    size_t length;
    size_t at;        /* the next statement begins here */
    size_t line_at;   /* where its line begins */
    size_t line;      /* its number, from 1 */
    bool goes_on;     /* the statement before `at` ended in ; on the same line */
    bool line_quiet;  /* the line ends in ; */
    size_t line_end;  /* until where line_quiet holds */
    nb_scan scan;
} nb_source;

/* ---- what lasts from statement to statement ---- */

/* A node that is found again, and a print of what it is made of: see subject.c. */
typedef struct nb_subject {
    nb_def_id def;  /* the node is part of it */
    uint32_t place; /* among the definition's nodes, or NB_ITSELF */
    uint64_t print;
} nb_subject;

typedef struct nb_walk { /* see walk.c */
    bool on;
    nb_subject subject;
    size_t at;    /* steps taken */
    size_t count; /* nodes, each of which is come to twice */
} nb_walk;

typedef struct nb_predict { /* see predict.c */
    bool on;
    nb_subject subject;
    uint32_t at, count;      /* the question, from 0, and how many there are */
    uint32_t wire;           /* asked is the local gradient along this wire, from 1; 0: ∂L/∂node */
    uint32_t wrong;          /* answers to this question */
    bool helped;             /* this question was taken apart, or a hint was asked for */
    uint32_t right, at_once; /* questions */
} nb_predict;

struct nb_session {
    nb_memory memory;
    nb_host host;
    atomic_bool interrupted;

    nb_arena arena; /* names and definitions: until reset */
    nb_graph graph;
    nb_def_id *owner; /* of each node: the definition it is the value of, or NB_NO_DEF */
    size_t owner_capacity;
    size_t garbage; /* nodes that no definition needs any more */
    uint32_t *places; /* for gradient.c: of each node, its place in the list it makes */
    size_t place_capacity;
    nb_call *calls; /* in the order of their results */
    size_t call_count, call_capacity;
    nb_node *call_args;
    size_t call_arg_count, call_arg_capacity;

    nb_symbol_info *symbols;
    size_t symbol_count, symbol_capacity;
    nb_table symbol_table;
    nb_def *defs;
    size_t def_count, def_capacity;
    nb_table element_table; /* elements of families, by symbol and index */
    nb_use *edges;
    size_t edge_count, edge_capacity;
    uint32_t free_edge;

    nb_history done, undone;
    nb_state state;
    nb_settings settled;  /* what reset goes back to: the settings behind init.nabla */
    nb_walk walk; /* no part of the state: nothing to undo, but a failed step is none */
    nb_predict predict;  /* likewise */
    nb_text asked_of, asked_by; /* what the prompt asks, ∂of/∂by; empty: nothing */
    nb_arena asked;             /* where these lie */
    bool calculates;     /* the statement began with ?: it is no answer */
    uint32_t order;       /* counts definitions, for nb_meaning.order */
    uint32_t statement;   /* counts statements, for nb_def.logged */
    uint32_t build;       /* counts builds, for nb_def.seen */
    uint32_t rebuilt;     /* definitions built since the session began */
    bool broke;           /* a fragile definition has become dirty */

    nb_buffer queue;
    nb_source source;
    const char *source_name; /* a copy in `name_buffer` */
    nb_buffer name_buffer;
    bool moving;           /* the statement is undo or redo: it makes no change of its own */
    nb_state state_before; /* the last statement, which nb_reject undoes: the state and the */
    size_t done_before;    /* changes when it began */
    int run_depth;         /* files that are running files */
    int block_depth;       /* loops that are running */

    /* the statement that runs */
    nb_arena scratch;
    nb_result *result;
    nb_problem problem;
    const char *text;      /* its source, in `scratch` */
    const char *kept_text; /* the same in `arena`, once a definition needs it; else NULL */
    bool quiet;            /* inside braces, or the line ends in ; */
    const nb_source *running; /* where it stands, and at which byte */
    size_t running_at;
    bool warned;           /* about inf or nan: once a statement */
    size_t untold;         /* statements of loops whose answers there was no room for */
    double env[NB_MAX_LOCALS];

    nb_names names;
    const nb_expr *partials[NB_OP_COUNT][NB_MAX_OPERANDS]; /* local gradients, parsed when needed */
    const nb_expr *node_partials[NB_OP_COUNT][NB_MAX_OPERANDS]; /* those that become nodes */
    nb_rules rules; /* of simplification, likewise */
    const nb_expr *vectors[NB_VECTOR_COUNT]; /* formulas of operators over vectors, likewise */
    const nb_expr *vector_partials[NB_VECTOR_COUNT][NB_VECTOR_PARAMETERS];
};

#endif
