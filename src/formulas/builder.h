/* The builder: the stacks of frames and values on which formulas become nodes. build.c runs it;
 * call.c, vectors.c and derive.c do what its codes say. An operation takes its operands off the
 * stack of values and pushes its result. */
#ifndef NABLA_FORMULAS_BUILDER_H
#define NABLA_FORMULAS_BUILDER_H

#include "definitions/sheet.h"

/* What a formula is worth: the node of a number, or those of a vector or matrix, row by row. */
typedef struct nb_value {
    nb_shape shape;
    nb_node node;         /* of a number */
    const nb_node *nodes; /* of several; in the scratch arena */
} nb_value;

/* A function applied to each element of its arguments in turn, or an operator over vectors to each
 * row of its matrices. */
typedef struct nb_map {
    nb_shape shape;       /* of the arguments */
    const nb_value *args; /* as they were given */
    nb_node *results;
    uint32_t at;          /* the element or row whose call runs */
} nb_map;

/* A formula that is being run: an expression, a body, or a definition. */
typedef struct nb_frame {
    const nb_expr *expr;
    uint32_t at;           /* the next code */
    const nb_code *call;   /* body of a function or operator: the code that called it */
    size_t calls;          /* and how many calls were remembered when it began */
    const double *env;     /* loop variables */
    const nb_node *counters; /* the nodes of the locals behind them; NULL: in `env`, too */
    size_t args;           /* function body: where its arguments stand in `values` */
    uint32_t arg_count;
    nb_def_id function;    /* function body; else NB_NO_DEF */
    const nb_expr *vector; /* body of an operator over vectors; else NULL */
    nb_vector_op vector_op;
    uint8_t broadcast;     /* see nb_call */
    uint8_t settings;      /* so many numbers stand behind the arguments */
    uint8_t by;            /* nb_along */
    bool given;            /* behind them stands what made the first of them */
    nb_map *map;           /* body applied element by element, or row by row; else NULL */
    uint32_t element;      /* the next element of a name that is being read */
    nb_def_id def;         /* definition being built; else NB_NO_DEF */
    nb_def_id user;        /* the definition whose uses are recorded, or NB_NO_DEF */
    nb_node aliases;       /* function body: from here up to `first` stand its aliases (derive.h) */
    size_t call_args;      /* the size of s->call_args when the frame began */
    nb_node first;         /* the graph's size when the frame began */
    uint32_t build;        /* the number of the build, for nb_def.seen */
    nb_value slope_at;     /* between ALIAS and SLOPE: the nodes that f'(x) differentiates by */
} nb_frame;

typedef struct nb_builder nb_builder;
struct nb_builder {
    nb_sheet *s;
    nb_frame *frames;
    size_t frame_count, frame_capacity;
    nb_value *values;
    size_t value_count, value_capacity;
    nb_status (*watch)(nb_builder *m, void *user); /* called after each step of the frame on top,
                                                    * if any; NULL: nobody asks */
    void *user;
};

static inline nb_node nb_value_node(const nb_value *value, uint32_t i) {
    return value->shape.rank == 0 ? value->node : value->nodes[i];
}

/* The error at a place of the formula that the frame on top runs. */
NB_MUST_USE nb_status nb_fail_code(nb_builder *m, nb_span span, nb_message message,
                                   nb_message hint);

/* Pushes a value: of any shape; a node's; a number's, for which a constant is added. */
NB_MUST_USE nb_status nb_push_value(nb_builder *m, nb_value value);
NB_MUST_USE nb_status nb_push(nb_builder *m, nb_node node);
NB_MUST_USE nb_status nb_push_number(nb_builder *m, double value);

/* Adds the node of an operator, without a name; `operands` has as many as its arity. */
NB_MUST_USE nb_status nb_add_op(nb_sheet *s, nb_op op, const nb_node *operands, nb_node *node);

/* Room for the nodes of a value of this shape, in the scratch arena; NULL when memory runs out. */
nb_node *nb_new_nodes(nb_sheet *s, nb_shape shape);

/* Pushes a frame; the formula's nodes are those made from now on (`first` is set). */
NB_MUST_USE nb_status nb_push_frame(nb_builder *m, nb_frame f);

/* Records that the definition being built uses another, once a build. */
NB_MUST_USE nb_status nb_record_use(nb_builder *m, nb_def_id used);

/* Frees the stacks. */
void nb_builder_clear(nb_builder *m);

/* Notes for the session, unless it is another definition that is built on the way: that the bare
 * name of a family leaves out its h[0]; that what an operator makes of its operands `x` is no
 * inverse of a matrix; that an operator over vectors, like mean, was given one number. */
void nb_remark_family(nb_builder *m, const char *name, uint32_t members);
void nb_remark_inverse(nb_builder *m, nb_op op, const nb_value *x);
void nb_remark_single(nb_builder *m, nb_vector_op op, const nb_value *x);

#endif
