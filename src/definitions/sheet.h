/* The sheet: names, their definitions, the graph that is made from them, and what the running
 * statement works with. The rooms from definitions/ to help/ work on it; what quiz/ and session/
 * keep for themselves hangs here by pointers that no room below them follows. As in a spreadsheet,
 * the definitions are the truth: the graph is made from them, and made again where one changed. */
#ifndef NABLA_DEFINITIONS_SHEET_H
#define NABLA_DEFINITIONS_SHEET_H

#include <stdatomic.h>

#include "base/buffer.h"
#include "base/random.h"
#include "base/settings.h"
#include "calculus/local.h"
#include "calculus/reverse.h"
#include "definitions/definition.h"
#include "definitions/id_table.h"
#include "graph/graph.h"
#include "lang/counters.h"
#include "result/host.h"
#include "result/result.h"
#include "train/kept.h"

enum {
    NB_MAX_ROWS = 1000,        /* of a node table */
    NB_MAX_CONTRIBUTIONS = 8,  /* written out in one row */
    NB_FIRST_SEED = 0          /* of a session in which none is said */
};

/* A function call in the graph, which pictures can show as one box. The call of an operator over
 * vectors stands here once for each of its results, in their order. */
typedef struct nb_call {
    nb_def_id function; /* NB_NO_DEF: the operator `vector` */
    uint8_t vector;     /* nb_vector_op */
    uint8_t by;         /* nb_along; by columns, `row` counts the columns */
    uint8_t settings;   /* so many numbers stand behind its arguments */
    uint8_t broadcast;  /* bit k: argument number k was typed in a smaller shape */
    uint32_t index;     /* its result number, from 0 */
    uint32_t results;   /* how many results it has */
    uint32_t split;     /* so many of its arguments belong to the first parameter */
    uint32_t columns;   /* of a matrix as argument, and as result; else 0 */
    uint32_t row, rows; /* of an operator that goes row by row: which one this is the call for, from
                         * 1, or 0 for their mean, which is remembered behind its rows; and how many
                         * there are. Else 0 */
    nb_node result;
    uint32_t first_arg, arg_count; /* in call_args */
    uint32_t given;     /* so many more stand behind them: the settings and, where that counts, what
                         * made them */
    const char *typed;  /* its arguments as a definition has them, or NULL */
    uint32_t typed_length;
    uint32_t inner; /* how many calls it is inside of that are remembered, too */
    /* For formulas/vector_call.c: the call that the closed form by each parameter mentions, plus
     * one; 0: none. Out of date until nb_prepare_closed. */
    uint32_t mentioned[NB_VECTOR_PARAMETERS];
} nb_call;

/* ---- what a statement may change besides definitions ---- */

/* Of learn/. */
typedef struct nb_data nb_data;
typedef struct nb_memory_of_steps nb_memory_of_steps;
typedef struct nb_history_of_loss nb_history_of_loss;
typedef struct nb_trails nb_trails;

typedef struct nb_learned {
    const nb_data *data;         /* NULL: none */
    size_t row;                  /* which of its rows is on the leaves, from 1 */
    nb_memory_of_steps *steps;   /* an optimizer's; NULL: the next training starts afresh */
    nb_history_of_loss *history; /* NULL: nothing was trained yet */
    nb_trails *trails;           /* of leaves; NULL: none has moved yet */
} nb_learned;

/* What was printed last. It belongs to the screen more than to the session: undo leaves it, and a
 * saved session is without it. */
typedef struct nb_printed {
    double value;
    bool is_there;
    nb_shape shape; /* `ans` is no number unless this is one */
} nb_printed;

typedef struct nb_state { /* see state.h */
    nb_settings settings;
    nb_def_id target;   /* NB_NO_DEF: none named */
    nb_mistake mistake; /* of the backward passes; the graph follows */
    bool secret;        /* it is for the student to find: nothing says which it is */
    nb_random random;   /* where initialisers, splits and shuffles go on */
    nb_learned learned;
    nb_printed printed;
} nb_state;

/* ---- undo ---- */

typedef struct nb_change {
    nb_def_id def;     /* NB_NO_DEF: what was before is the last state of the history */
    nb_meaning former; /* of a change that was undone: the later one */
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
    nb_state *states; /* of the changes of the state, in their order: they are few, and larger */
    size_t state_count, state_capacity;
    nb_line *lines;
    size_t line_count, line_capacity;
} nb_history;

/* ---- the sheet ---- */

/* What may surprise in a formula that was built, its calls included; the session says it. */
typedef struct nb_remarks {
    bool inverse;       /* a square matrix to the power of -1, element by element */
    const char *family; /* of which h[0] is left out, or NULL */
    uint32_t members;   /* that are not */
    const char *single; /* an operator over vectors that was given one number, or NULL */
    nb_node number;     /* that number */
} nb_remarks;

typedef struct nb_sheet {
    nb_memory memory;
    nb_host host;
    atomic_bool interrupted;

    /* names and definitions: names.c, define.c, uses.c, elements.c */
    nb_arena arena; /* what they point to: until reset */
    nb_symbol_info *symbols;
    size_t symbol_count, symbol_capacity;
    nb_id_table symbol_table;
    nb_def *defs;
    size_t def_count, def_capacity;
    nb_id_table element_table; /* elements of families, by symbol and index */
    nb_use *edges;
    size_t edge_count, edge_capacity;
    uint32_t free_edge;
    uint32_t order;   /* counts definitions, for nb_meaning.order */
    bool broke;       /* a fragile definition became dirty, or a shape that others use changed */
    nb_def_id dirty;  /* a list of all that are dirty, and of some that were; or NB_NO_DEF */
    nb_names names;   /* what the parser asks */

    /* the graph: owner.c, calls.c, collect.c, and formulas/ */
    nb_graph graph;
    nb_def_id *owner; /* of each node: the definition it is the value of, or NB_NO_DEF */
    size_t owner_capacity;
    size_t garbage;   /* nodes that no definition needs any more */
    nb_call *calls;   /* in the order of their results */
    size_t call_count, call_capacity;
    nb_node *call_args;
    size_t call_arg_count, call_arg_capacity;
    uint32_t build;   /* counts builds, for nb_def.seen */
    uint32_t rebuilt; /* definitions built since the session began */
    nb_remarks remarks; /* on the formula that was built last */

    /* texts of tables, parsed when they are first needed */
    nb_reverse reverse; /* the local gradients that become nodes */
    const nb_expr *partials[NB_OP_COUNT][NB_MAX_OPERANDS]; /* those that are read */
    nb_rules rules;     /* of simplification */
    const nb_expr *vectors[NB_VECTOR_COUNT]; /* formulas of operators over vectors */
    const nb_expr *made[NB_VECTOR_COUNT];    /* where it is known what made the argument */
    const nb_expr *vector_partials[NB_VECTOR_COUNT][NB_VECTOR_PARAMETERS + 1];

    nb_kept kept; /* what is made of the graph for many rows: see nb_begin_objective */

    /* changes: changes.c, undo.c, state.c */
    nb_history done, undone;
    nb_state state;
    uint32_t statement; /* counts statements, for nb_def.logged */

    /* the statement that runs */
    nb_arena scratch;
    nb_buffer last_table;  /* as CSV, of what was listed last; it belongs to the screen, as
                            * nb_printed does */
    nb_result *result;
    nb_problem problem;
    const char *text;      /* its source, in `scratch` */
    const char *kept_text; /* the same in `arena`, once a definition needs it; else NULL */
    bool quiet;            /* inside braces, or the line ends in ; */
    bool typed;            /* it was typed by the user, and stands in no file */
    double turns;          /* of loops, since the user's statement began */
    int run_depth;         /* files that are running files */
    int block_depth;       /* loops that are running */
    bool warned;           /* about inf or nan: once a statement */
    bool named;            /* a command has named the target since it began */
    nb_node suspect;       /* a target one of whose gradients came out inf or nan; or NB_NO_NODE */
    double env[NB_ALL_LOCALS]; /* the loop variables, and what an optimizer counts */

    /* the rooms above */
    struct nb_quiz *quiz;
    struct nb_session *session;
} nb_sheet;

/* On a quiet line of a file that is run: the result of the whole file is not quiet. */
static inline bool nb_is_unseen(const nb_sheet *s) {
    return s->run_depth > 0 && s->quiet;
}

/* Makes a sheet empty; it cannot fail. `memory` and `host` are copied. Clearing gives back all that
 * the sheet allocated from its own `memory`, whose account is then as it was at first. */
void nb_sheet_init(nb_sheet *s, nb_memory memory, const nb_host *host);
void nb_sheet_clear(nb_sheet *s);

#endif
