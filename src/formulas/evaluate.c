/* Expressions as numbers, and indices: what is computed now and leaves no nodes behind. */
#include "formulas/evaluate.h"

#include <math.h>
#include <string.h>

#include "definitions/problem.h"
#include "formulas/build.h"
#include "formulas/failures.h"
#include "graph/passes.h"
#include "ops/compute.h"

nb_status nb_eval(nb_sheet *s, const nb_expr *expr, const double *env, double *value) {
    nb_node before = s->graph.count, node;
    uint32_t rebuilt = s->rebuilt;
    nb_status status = nb_build_expr(s, expr, env, &node);
    if (status == NB_STATUS_OK) {
        nb_graph_forward(&s->graph, node + 1);
        *value = s->graph.value[node];
    }
    nb_truncate(s, before, rebuilt);
    return status;
}

nb_status nb_eval_value(nb_sheet *s, const nb_expr *expr, const double *env, nb_shape *shape,
                        const double **numbers) {
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    const nb_node *nodes;
    nb_status status = nb_build_value(s, expr, env, shape, &nodes);
    if (status == NB_STATUS_OK) {
        size_t count = nb_shape_count(*shape);
        double *values = nb_arena_add(&s->scratch, count, sizeof *values);
        if (values == NULL) status = NB_STATUS_NO_MEMORY;
        else nb_graph_forward(&s->graph, s->graph.count);
        for (size_t i = 0; i < count && values != NULL; i++) values[i] = s->graph.value[nodes[i]];
        *numbers = values;
    }
    nb_truncate(s, before, rebuilt);
    return status;
}

/* Arithmetic on numbers and loop variables, which indices nearly always are, needs no nodes. */
static bool eval_simply(const nb_expr *expr, uint32_t from, uint32_t to, const double *env,
                        double *values, uint32_t *count) {
    enum { ROOM = 16 };
    double stack[ROOM + NB_MAX_OPERANDS] = {0};
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        const nb_code *code = &expr->codes[i];
        bool local = code->kind == NB_CODE_LOCAL && env != NULL;
        bool op = code->kind == NB_CODE_OP && n >= code->count;
        if (n == ROOM || !(code->kind == NB_CODE_NUMBER || op || local)) return false;
        if (op) {
            n -= code->count;
            stack[n] = nb_op_value((nb_op)code->op, stack[n], stack[n + 1], stack[n + 2]);
        } else {
            stack[n] = local ? env[code->count] : code->number;
        }
        n++;
    }
    *count = n;
    memcpy(values, stack, NB_INDEX_NUMBERS * sizeof *values);
    return true;
}

nb_status nb_eval_indices(nb_sheet *s, const nb_expr *expr, uint32_t from, uint32_t to,
                          const double *env, double *values, uint32_t *count) {
    if (eval_simply(expr, from, to, env, values, count)) return NB_STATUS_OK;
    nb_expr part = *expr;
    part.codes += from;
    part.count = to - from;
    part.span = expr->codes[to].span; /* of the INDEX or PICK behind them */
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    nb_builder m = {.s = s};
    nb_status status = nb_push_frame(&m, (nb_frame){
        .expr = &part, .env = env, .function = NB_NO_DEF, .def = NB_NO_DEF, .user = NB_NO_DEF});
    if (status == NB_STATUS_OK) status = nb_builder_run(&m);
    for (size_t i = 0; i < m.value_count && status == NB_STATUS_OK; i++)
        if (m.values[i].shape.rank > 0)
            status = nb_fail_number_wanted(s, &part, m.values[i].shape);
    if (status == NB_STATUS_OK) {
        nb_graph_forward(&s->graph, s->graph.count);
        *count = (uint32_t)m.value_count;
        for (uint32_t i = 0; i < NB_INDEX_NUMBERS; i++)
            values[i] = i < *count ? s->graph.value[m.values[i].node] : 0;
    }
    nb_builder_clear(&m);
    nb_truncate(s, before, rebuilt);
    return status;
}

nb_status nb_to_index(nb_sheet *s, const nb_expr *expr, nb_span span, double value,
                      int32_t *index) {
    if (value != rint(value))
        return nb_fail_at(s, expr, span, NB_SAY(BAD_INDEX, NB_NUMBER(value)), NB_NO_HINT);
    if (fabs(value) > INT32_MAX)
        return nb_fail_at(s, expr, span, NB_SAY(INDEX_TOO_LARGE, NB_NUMBER(value)), NB_NO_HINT);
    *index = (int32_t)value;
    return NB_STATUS_OK;
}

nb_status nb_eval_index(nb_sheet *s, const nb_expr *expr, const double *env, int32_t *index) {
    double value;
    nb_status status = nb_eval(s, expr, env, &value);
    return status == NB_STATUS_OK ? nb_to_index(s, expr, expr->span, value, index) : status;
}
