/* Private to build.c, call.c, derive.c, evaluate.c and vectors.c: the machine that turns formulas
 * into nodes. */
#ifndef NABLA_SESSION_MACHINE_H
#define NABLA_SESSION_MACHINE_H

#include "session/internal.h"

/* What a formula is worth: the node of a number, or those of a vector or matrix, row by row. */
typedef struct nb_value {
    nb_shape shape;
    nb_node node;         /* of a number */
    const nb_node *nodes; /* of several; in the scratch arena */
} nb_value;

/* A function applied to each element of its arguments in turn. */
typedef struct nb_map {
    nb_shape shape;
    const nb_value *args; /* as they were given */
    nb_node *results;
    uint32_t at;
} nb_map;

typedef struct nb_frame {
    const nb_expr *expr;
    uint32_t at;           /* the next code */
    const nb_code *call;   /* body of a function or operator: what called it */
    size_t calls;          /* and how many calls there were when its own began */
    const double *env;     /* loop variables */
    size_t args;           /* function body: where its arguments stand in `values` */
    uint32_t arg_count;
    nb_def_id function;    /* function body; else NB_NO_DEF */
    const nb_expr *vector; /* body of an operator over vectors; else NULL */
    nb_vector_op vector_op;
    bool spread;           /* one of its arguments was typed in a smaller shape */
    nb_map *map;           /* function body applied element by element; else NULL */
    uint32_t element;      /* the next element of a name that is being read */
    nb_def_id def;         /* definition being built; else NB_NO_DEF */
    nb_def_id user;        /* the definition whose uses are recorded, or NB_NO_DEF */
    nb_node aliases;       /* function body: from here up to `first` stand its aliases */
    size_t call_args;      /* how many there were when the frame began */
    nb_node first;         /* the graph's size when the frame began */
    uint32_t build;
} nb_frame;

typedef struct nb_machine {
    nb_session *s;
    nb_frame *frames;
    size_t frame_count, frame_capacity;
    nb_value *values;
    size_t value_count, value_capacity;
} nb_machine;

static inline nb_node nb_value_node(const nb_value *value, uint32_t i) {
    return value->shape.rank == 0 ? value->node : value->nodes[i];
}
NB_MUST_USE nb_status nb_fail_code(nb_machine *m, nb_span span, nb_message message,
                                   nb_message hint);
NB_MUST_USE nb_status nb_push_value(nb_machine *m, nb_value value);
/* `shape` nodes in the scratch arena, to be filled and pushed. */
nb_node *nb_new_nodes(nb_session *s, nb_shape shape);

/* ---- vectors.c: each replaces the code's operands on the stack by the result ---- */
NB_MUST_USE nb_status nb_run_op(nb_machine *m, const nb_code *code);
NB_MUST_USE nb_status nb_run_array(nb_machine *m, const nb_code *code);
NB_MUST_USE nb_status nb_run_vector(nb_machine *m, const nb_code *code);
/* What `indices` numbers choose from a value. */
NB_MUST_USE nb_status nb_run_pick(nb_machine *m, const nb_code *code, const double *numbers);
/* The shape that broadcasting gives to a code's operands; an error where they do not fit. */
NB_MUST_USE nb_status nb_common_shape(nb_machine *m, const nb_value *values, uint32_t count,
                                      const nb_code *code, nb_shape *shape);
/* The node of a value that belongs to element i of a larger shape. */
nb_node nb_broadcast(const nb_value *value, nb_shape shape, uint32_t i);

NB_MUST_USE nb_status nb_push(nb_machine *m, nb_node node);
NB_MUST_USE nb_status nb_push_number(nb_machine *m, double value);
NB_MUST_USE nb_status nb_add_op(nb_session *s, nb_op op, const nb_node *operands, nb_node *node);

NB_MUST_USE nb_status nb_push_frame(nb_machine *m, nb_frame f);
/* Records that the definition being built uses another, once a build. */
NB_MUST_USE nb_status nb_record_use(nb_machine *m, nb_def_id used);
/* Runs all frames; what they are worth is on the stack. */
NB_MUST_USE nb_status nb_run_machine(nb_machine *m);
void nb_clear_machine(nb_machine *m);

/* ---- call.c ---- */
NB_MUST_USE nb_status nb_run_call(nb_machine *m, const nb_code *code);
/* Begins the formula of an operator over vectors, whose arguments are on top. `spread`: one of them
 * was typed in a smaller shape. */
NB_MUST_USE nb_status nb_begin_vector(nb_machine *m, const nb_code *code, bool spread);
/* Each result of a frame gets a node of its own. */
NB_MUST_USE nb_status nb_own_results(nb_machine *m, const nb_frame *f, nb_value *result);
/* Remembers the call of a frame that is over, and pushes its result. */
NB_MUST_USE nb_status nb_end_call(nb_machine *m, const nb_frame *f, nb_value result);
/* The same for one element of a map: the frame on top goes on, or ends with all results. */
NB_MUST_USE nb_status nb_end_element(nb_machine *m, nb_node result);

/* ---- derive.c ---- */
/* Replaces the two values on top by the derivative of the first by the second. */
NB_MUST_USE nb_status nb_run_gradient(nb_machine *m, const nb_code *code);
/* Before and after a call: those of its arguments that its body differentiates by are aliases. */
NB_MUST_USE nb_status nb_add_aliases(nb_machine *m, const nb_expr *body, uint32_t arg_count);
void nb_bypass_aliases(nb_machine *m, const nb_frame *f);

#endif
