/* Private to build.c and derive.c: the machine that turns formulas into nodes. */
#ifndef NABLA_SESSION_MACHINE_H
#define NABLA_SESSION_MACHINE_H

#include "session/internal.h"

typedef struct nb_frame {
    const nb_expr *expr;
    uint32_t at;           /* the next code */
    const double *env;     /* loop variables */
    size_t args;           /* function body: where its arguments stand in `values` */
    uint32_t arg_count;
    nb_def_id function;    /* function body; else NB_NO_DEF */
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
    nb_node *values;
    size_t value_count, value_capacity;
} nb_machine;

NB_MUST_USE nb_status nb_push(nb_machine *m, nb_node node);
NB_MUST_USE nb_status nb_push_number(nb_machine *m, double value);
NB_MUST_USE nb_status nb_add_op(nb_session *s, nb_op op, const nb_node *operands, nb_node *node);

/* ---- derive.c ---- */
/* Replaces the two values on top by the derivative of the first by the second. */
NB_MUST_USE nb_status nb_run_gradient(nb_machine *m, const nb_code *code);
/* Before and after a call: those of its arguments that its body differentiates by are aliases. */
NB_MUST_USE nb_status nb_add_aliases(nb_machine *m, const nb_expr *body, uint32_t arg_count);
void nb_bypass_aliases(nb_machine *m, const nb_frame *f);

#endif
