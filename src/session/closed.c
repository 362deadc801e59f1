/* Calls of operators over vectors, seen from outside: what they hand back to each argument, in
 * closed form where vectors.def has one, whatever nodes compute it. */
#include <string.h>

#include "session/internal.h"

const nb_call *nb_closed_call(const nb_session *s, nb_node node) {
    const nb_call *call = nb_find_call_of(s, node);
    return call != NULL && call->function == NB_NO_DEF && !call->inner ? call : NULL;
}

bool nb_has_closed_form(const nb_call *call, uint32_t arg) {
    int parameter = arg >= call->split;
    return nb_vector_get((nb_vector_op)call->vector)->partial[parameter][0] != '\0';
}

static nb_status read_partial(nb_session *s, nb_vector_op op, int parameter,
                              const nb_expr **partial) {
    *partial = s->vector_partials[op][parameter];
    if (*partial != NULL) return NB_STATUS_OK;
    nb_expr *expr = nb_arena_add(&s->arena, 1, sizeof *expr);
    if (expr == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_vector_parse(&s->arena, &s->names, op, parameter, expr);
    if (status == NB_STATUS_OK) *partial = s->vector_partials[op][parameter] = expr;
    return status;
}

nb_status nb_closed_term(nb_session *s, const nb_algebra *algebra, const nb_call *call,
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
    *term = nb_vector_term(algebra, &place, partial);
    return *term != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

nb_status nb_hide_closed(nb_session *s, nb_node target, const uint8_t *cone, uint8_t **hidden) {
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
