/* Calls of operators over vectors, seen from outside: what they hand back to each argument, in
 * closed form where vectors.def has one, whatever nodes compute it. */
#include "formulas/vector_call.h"

#include <string.h>

#include "formulas/build.h"

bool nb_has_closed_form(const nb_call *call, uint32_t arg) {
    int parameter = arg >= call->split;
    return nb_vector_get((nb_vector_op)call->vector)->partial[parameter][0] != '\0';
}

static nb_status read_partial(nb_sheet *s, nb_vector_op op, int parameter,
                              const nb_expr **partial) {
    *partial = s->vector_partials[op][parameter];
    if (*partial != NULL) return NB_STATUS_OK;
    nb_expr *expr = nb_arena_add(&s->arena, 1, sizeof *expr);
    if (expr == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_vector_parse(&s->arena, &s->names, op, parameter, expr);
    if (status == NB_STATUS_OK) *partial = s->vector_partials[op][parameter] = expr;
    return status;
}

/* The operator over vectors that a closed form applies to an argument (sum aside, which is done by
 * hand): softmax in softmax(a)[j] - t[j]. False: none. */
static bool find_inner(const nb_expr *partial, nb_vector_op *op, uint32_t *parameter) {
    for (uint32_t i = 1; i < partial->count; i++) {
        if (partial->codes[i].kind != NB_CODE_VECTOR) continue;
        *op = (nb_vector_op)partial->codes[i].op;
        *parameter = partial->codes[i - 1].count;
        if (*op != NB_VECTOR_SUM) return true;
    }
    return false;
}

/* The first result of a call of `op` with these arguments: one that has a name, where there is
 * one; or NULL. */
static const nb_call *find_call(const nb_sheet *s, nb_vector_op op, const nb_node *args,
                                uint32_t count) {
    const nb_call *found = NULL;
    for (size_t i = s->call_count; i-- > 0;) {
        const nb_call *call = &s->calls[i];
        if (call->function != NB_NO_DEF || call->vector != op || call->index > 0 ||
            call->arg_count != count ||
            memcmp(s->call_args + call->first_arg, args, count * sizeof *args) != 0)
            continue;
        if (found == NULL || s->owner[call->result] != NB_NO_DEF) found = call;
    }
    return found;
}

/* What was typed for one of a call's arguments: x@W + b in softmax_cross_entropy(x@W + b, t). */
static void find_typed(const nb_call *call, uint32_t parameter, nb_call *inner) {
    uint32_t from = 0, depth = 0, at = 0;
    if (call->typed == NULL) return;
    for (; at < call->typed_length; at++) {
        char c = call->typed[at];
        depth += c == '(' || c == '[';
        depth -= c == ')' || c == ']';
        if (c != ',' || depth > 0) continue;
        if (parameter == 0) break;
        from = at + 1;
        parameter--;
    }
    while (from < at && call->typed[from] == ' ') from++;
    while (at > from && call->typed[at - 1] == ' ') at--;
    inner->typed = call->typed + from;
    inner->typed_length = at - from;
}

static nb_status prepare_argument(nb_sheet *s, const nb_call *call, int parameter) {
    const nb_expr *partial;
    nb_vector_op op;
    uint32_t of;
    nb_status status = read_partial(s, (nb_vector_op)call->vector, parameter, &partial);
    if (status != NB_STATUS_OK || !find_inner(partial, &op, &of)) return status;
    const nb_node *args = s->call_args + call->first_arg + (of > 0 ? call->split : 0);
    uint32_t count = of > 0 ? call->arg_count - call->split : call->split;
    if (find_call(s, op, args, count) != NULL) return NB_STATUS_OK;
    size_t before = s->call_count;
    nb_shape shape = {1, 1, count};
    if (call->columns > 0) shape = (nb_shape){2, count / call->columns, call->columns};
    status = nb_build_vector(s, op, args, shape);
    for (size_t i = before; !call->spread && i < s->call_count && status == NB_STATUS_OK; i++)
        find_typed(call, of, &s->calls[i]);
    return status;
}

nb_status nb_prepare_closed(nb_sheet *s, nb_node target) {
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0, calls = s->call_count; i < calls && status == NB_STATUS_OK; i++) {
        nb_call call = s->calls[i]; /* a copy: the calls may move */
        if (call.result > target || call.index > 0 || call.function != NB_NO_DEF) continue;
        for (int k = 0; k < NB_VECTOR_PARAMETERS && status == NB_STATUS_OK; k++)
            if (nb_vector_get((nb_vector_op)call.vector)->partial[k][0] != '\0')
                status = prepare_argument(s, &call, k);
    }
    return status;
}

nb_status nb_closed_term(nb_sheet *s, const nb_algebra *algebra, const nb_call *call,
                         uint32_t arg, const nb_term **term) {
    bool second = arg >= call->split;
    const nb_node *args = s->call_args + call->first_arg;
    const nb_expr *partial;
    nb_node *results = nb_arena_add(algebra->arena, call->results, sizeof *results);
    if (results == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < call->results; i++) results[i] = (call - call->index + i)->result;
    nb_status status = read_partial(s, (nb_vector_op)call->vector, second, &partial);
    if (status != NB_STATUS_OK) return status;
    nb_vector_place place = {.args = {args, args + call->split}, .results = results,
                             .count = call->split, .result = call->index,
                             .arg = second ? arg - call->split : arg};
    nb_vector_op op;
    uint32_t of;
    if (find_inner(partial, &op, &of)) {
        const nb_call *inner = find_call(s, op, place.args[of], call->split);
        nb_node *nodes = nb_arena_add(algebra->arena, call->split, sizeof *nodes);
        if (inner == NULL || nodes == NULL) return NB_STATUS_NO_MEMORY; /* it was prepared */
        for (uint32_t i = 0; i < inner->results; i++) nodes[i] = inner[i].result;
        place.inner = nodes;
    }
    *term = nb_vector_term(algebra, &place, partial);
    return *term != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

nb_status nb_hide_closed(nb_sheet *s, nb_node target, const uint8_t *cone, uint8_t **hidden) {
    const nb_graph *graph = &s->graph;
    nb_arena *arena = &s->scratch;
    uint8_t *hide = nb_arena_add(arena, (size_t)target + 1, 1);
    uint32_t *argument = nb_arena_add(arena, (size_t)target + 1, sizeof *argument);
    nb_node *stack = nb_arena_add(arena, (size_t)target + 1, sizeof *stack);
    if (hide == NULL || argument == NULL || stack == NULL) return NB_STATUS_NO_MEMORY;
    for (nb_node i = target + 1; i-- > 0;) {
        const nb_call *call = cone[i] != 0 && !hide[i] ? nb_closed_call(s, i) : NULL;
        if (call == NULL) continue;
        for (uint32_t k = 0; k < call->arg_count; k++)
            argument[s->call_args[call->first_arg + k]] = i + 1;
        size_t count = 0;
        stack[count++] = i;
        while (count > 0) {
            nb_node node = stack[--count];
            for (int k = 0; k < nb_graph_arity(graph, node); k++) {
                nb_node operand = nb_graph_operand(graph, node, k);
                if (hide[operand] || argument[operand] == i + 1 || s->owner[operand] != NB_NO_DEF)
                    continue;
                hide[operand] = 1;
                stack[count++] = operand;
            }
        }
    }
    *hidden = hide;
    return NB_STATUS_OK;
}
