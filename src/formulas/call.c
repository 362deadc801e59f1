/* Calls while formulas become nodes: a function's body, applied to each element of a vector where
 * it works on numbers, and the formula of an operator over vectors. What is remembered of them
 * stands in the order of the results, as nb_find_call_of needs it. */
#include "formulas/call.h"

#include <string.h>

#include "definitions/define.h"
#include "definitions/problem.h"
#include "formulas/broadcast.h"
#include "formulas/derive.h"
#include "formulas/direction.h"
#include "lang/arguments.h"

/* Whether a function works on numbers alone: then it is applied to each element of a vector. */
static bool is_elementwise(const nb_sheet *s, nb_def_id function, int depth) {
    const nb_expr *body = s->defs[function].meaning.expr;
    for (uint32_t i = 0; i < body->count; i++) {
        const nb_code *code = &body->codes[i];
        if (code->kind == NB_CODE_NAME) {
            nb_def_id id = s->symbols[code->symbol].value;
            if (!nb_is_defined(s, id) || s->defs[id].meaning.kind == NB_DEF_VECTOR ||
                s->defs[id].shape.rank > 0) return false;
        } else if (code->kind == NB_CODE_CALL) {
            nb_def_id id = s->symbols[code->symbol].function;
            if (depth == 0 || !nb_is_defined(s, id) || !is_elementwise(s, id, depth - 1))
                return false;
        } else if (code->kind == NB_CODE_ARRAY || code->kind == NB_CODE_VECTOR ||
                   code->kind == NB_CODE_PICK || (code->kind == NB_CODE_INDEX && code->op != 0)) {
            return false;
        }
    }
    return true;
}

/* Puts the arguments for the next element on the stack. */
static void set_map_args(nb_builder *m, const nb_frame *f) {
    for (uint32_t k = 0; k < f->arg_count; k++)
        m->values[f->args + k] = (nb_value){
            .shape = NB_SCALAR,
            .node = nb_broadcast(&f->map->args[k], f->map->shape, f->map->at)};
}

/* f(x) of vectors, where f works on numbers. */
static nb_status begin_map(nb_builder *m, nb_frame *f, const nb_code *code) {
    enum { DEEPEST = 16 };
    nb_sheet *s = m->s;
    nb_value *args = m->values + f->args;
    bool several = false;
    for (uint32_t k = 0; k < f->arg_count; k++) several = several || args[k].shape.rank > 0;
    if (!several || !is_elementwise(s, f->function, DEEPEST)) return NB_STATUS_OK;
    nb_map *map = nb_arena_add(&s->scratch, 1, sizeof *map);
    nb_value *copy = nb_arena_add(&s->scratch, f->arg_count, sizeof *copy);
    if (map == NULL || copy == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_common_shape(m, args, f->arg_count, code, &map->shape);
    if (status != NB_STATUS_OK) return status;
    memcpy(copy, args, f->arg_count * sizeof *copy);
    map->args = copy;
    map->results = nb_new_nodes(s, map->shape);
    if (map->results == NULL) return NB_STATUS_NO_MEMORY;
    f->map = map;
    set_map_args(m, f);
    return NB_STATUS_OK;
}

static nb_status begin_call(nb_builder *m, nb_frame f, const nb_code *code) {
    nb_status status = begin_map(m, &f, code);
    f.aliases = m->s->graph.count;
    f.call_args = m->s->call_arg_count;
    if (status == NB_STATUS_OK) status = nb_add_aliases(m, f.expr, f.arg_count);
    return status == NB_STATUS_OK ? nb_push_frame(m, f) : status;
}

/* Arguments, settings, and what made the first argument. */
static uint32_t count_values(const nb_frame *f) {
    return f->arg_count + f->settings + f->given;
}

static nb_rows rows_of(const nb_frame *f) {
    return f->by != NB_ALONG_NONE ? NB_ROWS_EACH : nb_vector_get(f->vector_op)->rows;
}

/* Puts the arguments' next row on the stack. */
static void set_row_args(nb_builder *m, const nb_frame *f) {
    uint32_t columns = f->map->shape.columns;
    for (uint32_t k = 0; k < count_values(f); k++) {
        if (f->map->args[k].shape.rank == 0) continue; /* a setting */
        const nb_node *nodes = f->map->args[k].nodes + (size_t)f->map->at * columns;
        m->values[f->args + k] = (nb_value){{1, 1, columns}, nodes[0], nodes};
    }
}

/* An operator whose arguments are matrices, which it takes row by row. */
static nb_status begin_rows(nb_builder *m, nb_frame *f) {
    nb_sheet *s = m->s;
    const nb_value *args = m->values + f->args;
    nb_map *map = nb_arena_add(&s->scratch, 1, sizeof *map);
    uint32_t count = count_values(f);
    nb_value *copy = nb_arena_add(&s->scratch, count, sizeof *copy);
    if (map == NULL || copy == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(copy, args, count * sizeof *copy);
    *map = (nb_map){.shape = args[0].shape, .args = copy};
    map->results = nb_new_nodes(s, map->shape);
    if (map->results == NULL) return NB_STATUS_NO_MEMORY;
    f->map = map;
    set_row_args(m, f);
    return NB_STATUS_OK;
}

nb_status nb_begin_vector(nb_builder *m, const nb_code *code, uint8_t broadcast, bool given) {
    const nb_frame *caller = &m->frames[m->frame_count - 1];
    const nb_expr *formula = given ? m->s->made[code->op] : m->s->vectors[code->op];
    const nb_vector_info *info = nb_vector_get((nb_vector_op)code->op);
    uint32_t arity = (uint32_t)info->arity;
    bool usual = code->by == NB_ALONG_ROWS && info->rows == NB_ROWS_EACH;
    nb_frame f = {.expr = formula, .args = m->value_count - code->count - given,
                  .arg_count = arity, .settings = (uint8_t)(code->count - arity), .given = given,
                  .by = usual ? NB_ALONG_NONE : code->by, .function = NB_NO_DEF,
                  .vector = formula, .vector_op = (nb_vector_op)code->op,
                  .broadcast = broadcast, .call = code, .calls = m->s->call_count,
                  .def = NB_NO_DEF, .user = caller->user, .build = caller->build,
                  .aliases = m->s->graph.count};
    bool rows = rows_of(&f) != NB_ROWS_TOGETHER;
    nb_status status = NB_STATUS_OK;
    if (rows && m->values[f.args].shape.rank == 2) status = begin_rows(m, &f);
    return status == NB_STATUS_OK ? nb_push_frame(m, f) : status;
}

nb_status nb_run_call(nb_builder *m, const nb_code *code) {
    nb_sheet *s = m->s;
    nb_def_id id = s->symbols[code->symbol].function;
    const char *name = s->symbols[code->symbol].name;
    if (!nb_is_defined(s, id))
        return nb_fail_code(m, code->span, NB_SAY(UNKNOWN_FUNCTION, NB_TEXT(name)),
                    nb_did_you_mean(s, name, true));
    const nb_meaning *meaning = &s->defs[id].meaning;
    if (meaning->parameter_count != code->count)
        return nb_fail_code(m, code->span,
                            nb_say_arguments(name, meaning->parameter_count, code->count),
                            NB_NO_HINT);
    nb_status status = nb_record_use(m, id);
    if (status != NB_STATUS_OK) return status;
    const nb_frame *f = &m->frames[m->frame_count - 1];
    return begin_call(m, (nb_frame){
        .expr = meaning->expr, .args = m->value_count - code->count, .arg_count = code->count,
        .function = id, .call = code, .calls = s->call_count, .def = NB_NO_DEF, .user = f->user,
        .build = f->build}, code);
}

/* A result that is not new (y = x, f(a) = a) gets an identity node of its own. So does the number
 * that a derivative may be, and a call's result that is older than that of a call inside. */
static nb_status own_result(nb_builder *m, const nb_frame *f, bool several, nb_node *result) {
    nb_sheet *s = m->s;
    bool number = f->def != NB_NO_DEF && s->graph.op[*result] == NB_OP_CONST;
    bool call = f->function != NB_NO_DEF && !several; /* that will be remembered behind others */
    bool late = !call || s->call_count == 0 || *result >= s->calls[s->call_count - 1].result;
    if (*result >= f->first && s->owner[*result] == NB_NO_DEF && !number && late)
        return NB_STATUS_OK;
    nb_node operand = *result;
    return nb_add_op(s, NB_OP_IDENTITY, &operand, result);
}

/* Remembers a call, its arguments being on the stack; of an operator over vectors one for each
 * result, but nothing that its own formula calls: their results may be the same nodes. call.inner
 * counts calls that have no frame. */
static nb_status add_call(nb_builder *m, const nb_frame *f, nb_call call) {
    nb_sheet *s = m->s;
    if (m->frame_count > 0 && m->frames[m->frame_count - 1].vector != NULL) return NB_STATUS_OK;
    uint32_t first = (uint32_t)s->call_arg_count, count = 0;
    uint32_t values = count_values(f);
    for (uint32_t k = 0; k < f->arg_count; k++)
        count += nb_shape_count(m->values[f->args + k].shape);
    for (uint32_t k = f->arg_count; k < values; k++)
        call.given += nb_shape_count(m->values[f->args + k].shape);
    if (call.index > 0) first = s->calls[s->call_count - 1].first_arg; /* the same arguments */
    if (!NB_RESERVE(&s->memory, s->calls, &s->call_capacity, s->call_count + 1) ||
        !NB_RESERVE(&s->memory, s->call_args, &s->call_arg_capacity,
                    s->call_arg_count + count + call.given))
        return NB_STATUS_NO_MEMORY;
    for (size_t i = m->frame_count; i-- > 0 && m->frames[i].def == NB_NO_DEF;)
        call.inner += m->frames[i].function != NB_NO_DEF || m->frames[i].vector != NULL;
    call.first_arg = first;
    call.arg_count = count;
    nb_shape shape = m->values[f->args].shape;
    call.split = nb_shape_count(shape);
    call.columns = shape.rank == 2 ? shape.columns : 0;
    s->calls[s->call_count++] = call;
    for (uint32_t k = 0; k < values && call.index == 0; k++) {
        const nb_value *arg = &m->values[f->args + k];
        for (uint32_t i = 0; i < nb_shape_count(arg->shape); i++)
            s->call_args[s->call_arg_count++] = nb_value_node(arg, i);
    }
    return NB_STATUS_OK;
}

/* The results of an operator over vectors get nodes in increasing order, as its calls are looked
 * up. */
nb_status nb_own_results(nb_builder *m, const nb_frame *f, nb_value *result) {
    nb_sheet *s = m->s;
    if (result->shape.rank == 0) return own_result(m, f, false, &result->node);
    nb_node *nodes = nb_new_nodes(s, result->shape);
    nb_status status = nodes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    uint32_t done = 0;
    while (done < nb_shape_count(result->shape) && status == NB_STATUS_OK) {
        nb_node *node = &nodes[done];
        *node = result->nodes[done];
        status = own_result(m, f, true, node);
        bool late = f->vector == NULL || done == 0 || *node > nodes[done - 1];
        if (status == NB_STATUS_OK && !late)
            status = nb_add_op(s, NB_OP_IDENTITY, &result->nodes[done], node);
        if (status != NB_STATUS_OK) break; /* there is no such node */
        s->owner[*node] = f->def;          /* one that comes again is not new */
        done++;
    }
    for (uint32_t i = 0; i < done; i++)
        if (nodes[i] >= f->first) s->owner[nodes[i]] = NB_NO_DEF;
    if (status == NB_STATUS_OK) *result = (nb_value){result->shape, nodes[0], nodes};
    return status;
}

/* The end of the first `count` arguments in a text; `to` where there are no more. */
static const char *end_of_arguments(const char *from, const char *to, uint32_t count) {
    int depth = 0;
    for (const char *at = from; at < to; at++) {
        depth += *at == '(' || *at == '[';
        depth -= *at == ')' || *at == ']';
        if (*at == ',' && depth == 0 && --count == 0) return at;
    }
    return to;
}

/* Keeps the text of a call's arguments, so that softmax(x @ W + b) in a definition reads so, rather
 * than with an element for each argument; settings and directions are said as calls have them. Not
 * where a loop or a function gives the names in it a meaning of their own, nor of a transpose that
 * is a power as soon as there is a T. */
static void keep_typed(const nb_builder *m, const nb_code *code, nb_call *call) {
    enum { LONGEST = 40 };
    const nb_frame *f = &m->frames[m->frame_count - 1];
    if (f->def == NB_NO_DEF || f->env != NULL || f->expr->freezes || f->expr->frozen) return;
    const char *text = f->expr->source + code->span.offset;
    const char *end = text + code->span.length, *open = memchr(text, '(', code->span.length);
    if (open == NULL || end - open > LONGEST || memchr(text, '\n', code->span.length) != NULL ||
        memchr(text, '#', code->span.length) != NULL)
        return;
    const char *from = open + 1, *to = end - 1;
    if (code->kind == NB_CODE_VECTOR)
        to = end_of_arguments(from, to, (uint32_t)nb_vector_get((nb_vector_op)code->op)->arity);
    for (const char *at = from; at < to; at++)
        if (at[0] == '^' && at[1] == 'T') return;
    while (from < to && *from == ' ') from++;
    while (to > from && to[-1] == ' ') to--;
    call->typed = from;
    call->typed_length = (uint32_t)(to - from);
}

/* Remembers a call for each of its results. */
static nb_status add_calls(nb_builder *m, const nb_frame *f, nb_call call, nb_value result) {
    nb_status status = NB_STATUS_OK;
    call.function = f->function;
    call.vector = (uint8_t)f->vector_op;
    call.broadcast = f->broadcast;
    call.by = f->by;
    call.settings = f->settings;
    call.results = nb_shape_count(result.shape);
    keep_typed(m, f->call, &call);
    for (uint32_t i = 0; i < call.results && status == NB_STATUS_OK; i++) {
        call.index = i;
        call.result = nb_value_node(&result, i);
        status = add_call(m, f, call);
    }
    return status;
}

/* The call of a function is remembered if its result is one number, that of an operator once for
 * each result. Calls inside one that is not remembered are inside one call less. */
nb_status nb_end_call(nb_builder *m, const nb_frame *f, nb_value result) {
    nb_status status = NB_STATUS_OK;
    if (f->aliases < f->first) nb_bypass_aliases(m, f);
    bool remembered = f->vector != NULL || result.shape.rank == 0;
    for (size_t i = f->calls; !remembered && i < m->s->call_count; i++)
        if (m->s->calls[i].inner > 0) m->s->calls[i].inner--;
    if (remembered) status = add_calls(m, f, (nb_call){.index = 0}, result);
    m->value_count = f->args;
    return status == NB_STATUS_OK ? nb_push_value(m, result) : status;
}

nb_status nb_end_element(nb_builder *m, nb_node result) {
    nb_frame *f = &m->frames[m->frame_count - 1];
    nb_call call = {.function = f->function, .result = result, .results = 1};
    if (f->aliases < f->first) nb_bypass_aliases(m, f);
    m->frame_count--;
    nb_status status = add_call(m, f, call);
    m->frame_count++;
    f->map->results[f->map->at++] = result;
    if (status != NB_STATUS_OK) return status;
    if (f->map->at < nb_shape_count(f->map->shape)) {
        set_map_args(m, f);
        f->aliases = m->s->graph.count;
        f->call_args = m->s->call_arg_count;
        status = nb_add_aliases(m, f->expr, f->arg_count);
        f->first = m->s->graph.count;
        f->at = 0;
        return status;
    }
    nb_value value = {f->map->shape, f->map->results[0], f->map->results};
    m->value_count = f->args;
    m->frame_count--;
    return nb_push_value(m, value);
}

/* ---- row by row ---- */

/* The mean of what the rows gave. */
static nb_status add_mean(nb_builder *m, const nb_map *map, nb_node *mean) {
    nb_sheet *s = m->s;
    nb_status status = NB_STATUS_OK;
    *mean = map->results[0];
    for (uint32_t i = 1; i < map->at && status == NB_STATUS_OK; i++)
        status = nb_add_op(s, NB_OP_ADD, (nb_node[]){*mean, map->results[i]}, mean);
    if (map->at == 1 || status != NB_STATUS_OK) return status;
    status = nb_push_number(m, map->at);
    if (status != NB_STATUS_OK) return status;
    nb_node rows = m->values[--m->value_count].node;
    return nb_add_op(s, NB_OP_DIV, (nb_node[]){*mean, rows}, mean);
}

/* All rows are done, and the arguments are whole again. */
static nb_status end_rows(nb_builder *m, const nb_frame *f, nb_shape row) {
    const nb_map *map = f->map;
    nb_value value = {{2, map->at, row.columns}, map->results[0], map->results};
    nb_status status = NB_STATUS_OK;
    if (row.rank == 0) value.shape = (nb_shape){1, 1, map->at};
    memcpy(m->values + f->args, map->args, count_values(f) * sizeof *map->args);
    if (f->by == NB_ALONG_COLUMNS) status = nb_turn(m->s, &value);
    if (rows_of(f) == NB_ROWS_MEAN) {
        value = (nb_value){.shape = NB_SCALAR};
        status = add_mean(m, map, &value.node);
        if (status == NB_STATUS_OK) status = add_calls(m, f, (nb_call){.rows = map->at}, value);
    }
    m->value_count = f->args;
    return status == NB_STATUS_OK ? nb_push_value(m, value) : status;
}

nb_status nb_end_row(nb_builder *m, nb_value result) {
    nb_frame f = m->frames[m->frame_count - 1];
    nb_map *map = f.map;
    uint32_t count = nb_shape_count(result.shape);
    for (uint32_t i = 0; i < count; i++)
        map->results[map->at * count + i] = nb_value_node(&result, i);
    map->at++;
    bool mean = rows_of(&f) == NB_ROWS_MEAN; /* that the row is a part of */
    nb_call call = {.row = map->at, .rows = map->shape.rows, .inner = mean};
    m->frame_count--;
    nb_status status = add_calls(m, &f, call, result);
    if (status == NB_STATUS_OK && map->at == map->shape.rows)
        return end_rows(m, &f, result.shape);
    f.at = 0;
    set_row_args(m, &f);
    return status == NB_STATUS_OK ? nb_push_frame(m, f) : status;
}
