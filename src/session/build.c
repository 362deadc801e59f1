/* Formulas -> nodes. A machine with a stack of frames walks postfix code: a frame is an expression,
 * the body of a called function, or a definition that something asked for while it was out of date.
 * Nothing recurses: a chain of a million dirty definitions is a million frames on the heap. */
#include <math.h>
#include <string.h>

#include "session/machine.h"

double nb_get_ans(const nb_session *s) {
    return s->state.has_ans ? s->state.ans : 0;
}

/* ---- failures ---- */

static nb_status fail(nb_machine *m, nb_span span, nb_message message, nb_message hint) {
    return nb_fail_at(m->s, m->frames[m->frame_count - 1].expr, span, message, hint);
}

static bool is_function(const nb_session *s, const nb_symbol_info *info) {
    nb_op op;
    return nb_is_defined(s, info->function) ||
           nb_op_find_call(info->name, strlen(info->name), &op);
}

static nb_status fail_unknown(nb_machine *m, const nb_code *code) {
    nb_session *s = m->s;
    const nb_symbol_info *info = &s->symbols[code->symbol];
    if (is_function(s, info))
        return fail(m, code->span, NB_SAY(NOT_A_VALUE, NB_TEXT(info->name)),
                    NB_SAY(HINT_CALL, NB_TEXT(info->name)));
    if (info->family_count > 0)
        return fail(m, code->span, NB_SAY(FAMILY_BARE, NB_TEXT(info->name), NB_COUNT(1)),
                    NB_NO_HINT);
    return fail(m, code->span, NB_SAY(UNKNOWN_NAME, NB_TEXT(info->name)),
                nb_did_you_mean(s, info->name, false));
}

/* What is there instead of an element that is not: where its family begins and ends. */
static nb_message hint_at_members(nb_session *s, const nb_def *wanted) {
    nb_def low = {.rank = 0}, high = low;
    for (size_t i = 0; i < s->def_count; i++) {
        const nb_def *def = &s->defs[i];
        if (def->symbol != wanted->symbol || def->rank == 0 || !nb_is_defined(s, (nb_def_id)i))
            continue;
        if (low.rank == 0) low = high = *def;
        for (uint32_t k = 0; k < def->rank; k++) {
            if (def->index[k] < low.index[k]) low.index[k] = def->index[k];
            if (def->index[k] > high.index[k]) high.index[k] = def->index[k];
        }
    }
    bool from_0 = false;
    for (uint32_t k = 0; k < low.rank; k++)
        from_0 = from_0 || (wanted->index[k] == 0 && low.index[k] == 1);
    const char *first = nb_def_name(s, &s->scratch, &low);
    const char *last = nb_def_name(s, &s->scratch, &high);
    if (from_0) return NB_SAY(HINT_INDEX_FROM_1, NB_TEXT(first));
    return strcmp(first, last) == 0 ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(first))
                                    : NB_SAY(HINT_MEMBERS, NB_TEXT(first), NB_TEXT(last));
}

nb_status nb_fail_element(nb_session *s, const nb_expr *expr, nb_span span, const nb_def *wanted) {
    const nb_symbol_info *info = &s->symbols[wanted->symbol];
    const char *name = nb_def_name(s, &s->scratch, wanted);
    bool family = info->family_count > 0;
    if (family && info->family_rank != wanted->rank)
        return nb_fail_at(s, expr, span,
                          NB_SAY(FAMILY_RANK, NB_TEXT(info->name),
                                 NB_TEXT(wanted->rank == 1 ? "one index" : "two indices"),
                                 NB_TEXT(wanted->rank == 1 ? "two" : "one")), NB_NO_HINT);
    if (!family && is_function(s, info))
        return nb_fail_at(s, expr, span, NB_SAY(NOT_A_VALUE, NB_TEXT(info->name)),
                          NB_SAY(HINT_CALL, NB_TEXT(info->name)));
    if (!family && nb_is_defined(s, info->value))
        return nb_fail_at(s, expr, span, NB_PLAIN(VECTORS), NB_NO_HINT);
    nb_message hint = family ? hint_at_members(s, wanted) : nb_did_you_mean(s, info->name, false);
    if (hint.id == NB_MESSAGE_HINT_DEFINE) hint = NB_SAY(HINT_DEFINE, NB_TEXT(name));
    return nb_fail_at(s, expr, span, NB_SAY(UNKNOWN_NAME, NB_TEXT(name)), hint);
}

/* x → y → x, from the frame that builds `def` to the top. */
static nb_status fail_cycle(nb_machine *m, nb_def_id def, nb_span span) {
    nb_session *s = m->s;
    nb_buffer path;
    nb_buffer_init(&path, &s->memory);
    size_t from = 0, shown = 0;
    for (size_t i = 0; i < m->frame_count; i++)
        if (m->frames[i].def == def) from = i;
    for (size_t i = from; i < m->frame_count; i++) {
        nb_def_id id = m->frames[i].def != NB_NO_DEF ? m->frames[i].def : m->frames[i].function;
        if (id == NB_NO_DEF) continue;
        if (shown++ >= 12 && i + 1 < m->frame_count) continue;
        nb_buffer_add_text(&path, nb_def_name(s, &s->scratch, &s->defs[id]));
        nb_buffer_add_text(&path, shown == 12 && m->frame_count - from > 12 ? " → … → " : " → ");
    }
    const char *name = nb_def_name(s, &s->scratch, &s->defs[def]);
    nb_buffer_add_text(&path, name);
    nb_status status = NB_STATUS_NO_MEMORY;
    if (!path.failed)
        status = fail(m, span, NB_SAY(CYCLE, NB_TEXT(name), NB_TEXT(path.data)),
                      NB_SAY(HINT_CYCLE, NB_TEXT(name)));
    nb_buffer_clear(&path);
    return status;
}

/* ---- nodes ---- */

nb_status nb_own_nodes(nb_session *s, nb_node from, nb_status status) {
    if (status == NB_STATUS_OK &&
        !NB_RESERVE(&s->memory, s->owner, &s->owner_capacity, s->graph.count))
        status = NB_STATUS_NO_MEMORY;
    if (status != NB_STATUS_OK) nb_graph_truncate(&s->graph, from);
    for (nb_node i = from; i < s->graph.count; i++) s->owner[i] = NB_NO_DEF;
    return status;
}

static nb_status add_number(nb_session *s, nb_op op, double value, nb_node *node) {
    nb_node before = s->graph.count;
    return nb_own_nodes(s, before, nb_graph_add_number(&s->graph, op, value, node));
}

nb_status nb_add_op(nb_session *s, nb_op op, const nb_node *operands, nb_node *node) {
    int arity = nb_op_get(op)->arity;
    nb_node before = s->graph.count;
    return nb_own_nodes(s, before, nb_graph_add(&s->graph, op, operands[0],
                                                arity > 1 ? operands[1] : 0,
                                                arity > 2 ? operands[2] : 0, node));
}

nb_status nb_push(nb_machine *m, nb_node node) {
    if (!NB_RESERVE(&m->s->memory, m->values, &m->value_capacity, m->value_count + 1))
        return NB_STATUS_NO_MEMORY;
    m->values[m->value_count++] = node;
    return NB_STATUS_OK;
}

nb_status nb_push_number(nb_machine *m, double value) {
    nb_node node = 0;
    nb_status status = add_number(m->s, NB_OP_CONST, value, &node);
    return status == NB_STATUS_OK ? nb_push(m, node) : status;
}

static nb_status push_frame(nb_machine *m, nb_frame f) {
    if (!NB_RESERVE(&m->s->memory, m->frames, &m->frame_capacity, m->frame_count + 1))
        return NB_STATUS_NO_MEMORY;
    f.first = m->s->graph.count;
    m->frames[m->frame_count++] = f;
    return NB_STATUS_OK;
}

/* Begins to build a definition; what it uses is recorded anew. */
static nb_status push_def(nb_machine *m, nb_def_id id) {
    nb_session *s = m->s;
    nb_def *def = &s->defs[id];
    nb_unlink_uses(s, id);
    def->fragile = false;
    nb_status status = push_frame(m, (nb_frame){
        .expr = def->meaning.expr, .env = def->meaning.env, .function = NB_NO_DEF, .def = id,
        .user = id, .build = ++s->build});
    if (status == NB_STATUS_OK) def->building = true;
    return status;
}

/* ---- codes ---- */

/* Records that the definition being built uses another, once a build. */
static nb_status record_use(nb_machine *m, nb_def_id used) {
    nb_frame *f = &m->frames[m->frame_count - 1];
    nb_def *def = &m->s->defs[used];
    if (f->user == NB_NO_DEF || def->seen == f->build) return NB_STATUS_OK;
    def->seen = f->build;
    return nb_link(m->s, f->user, used);
}

/* Pushes the node of a definition. One that is out of date gets a frame first, and the code is
 * tried again when that is done. */
static nb_status push_value_of(nb_machine *m, nb_def_id id, const nb_code *code, bool *again) {
    nb_session *s = m->s;
    nb_def *def = &s->defs[id];
    *again = false;
    if (def->building) return fail_cycle(m, id, code->span);
    if (nb_is_dirty(def) && def->meaning.kind == NB_DEF_FORMULA) {
        *again = true;
        return push_def(m, id);
    }
    nb_status status = nb_build_def(s, id);
    if (status == NB_STATUS_OK) status = record_use(m, id);
    return status == NB_STATUS_OK ? nb_push(m, s->defs[id].node) : status;
}

static nb_status run_name(nb_machine *m, nb_frame *f, const nb_code *code) {
    nb_def_id id = m->s->symbols[code->symbol].value;
    size_t frame_at = (size_t)(f - m->frames); /* the frames may move */
    bool again;
    if (!nb_is_defined(m->s, id)) return fail_unknown(m, code);
    nb_status status = push_value_of(m, id, code, &again);
    if (again) m->frames[frame_at].at--;
    return status;
}

/* SKIP: evaluates the indices as numbers, then stands for the INDEX behind them. */
static nb_status run_index(nb_machine *m, nb_frame *f, uint32_t skip) {
    const nb_expr *expr = f->expr;
    uint32_t end = skip + 1 + expr->codes[skip].count, count = 0;
    const nb_code *code = &expr->codes[end];
    size_t frame_at = (size_t)(f - m->frames);
    double numbers[2] = {0, 0};
    int32_t index[2] = {0, 0};
    nb_status status = nb_eval_indices(m->s, expr, skip + 1, end, f->env, numbers, &count);
    for (uint32_t i = 0; status == NB_STATUS_OK && i < count && i < 2; i++)
        status = nb_to_index(m->s, expr, code->span, numbers[i], &index[i]);
    if (status != NB_STATUS_OK) return status;
    nb_def_id id = nb_def_find(m->s, code->symbol, code->count, index);
    if (!nb_is_defined(m->s, id)) {
        nb_def wanted = {.symbol = code->symbol, .rank = code->count,
                         .index = {index[0], index[1]}};
        return nb_fail_element(m->s, expr, code->span, &wanted);
    }
    bool again;
    status = push_value_of(m, id, code, &again);
    m->frames[frame_at].at = again ? skip : end + 1;
    return status;
}

static nb_status run_op(nb_machine *m, const nb_code *code) {
    nb_node node = 0;
    m->value_count -= code->count;
    nb_status status = nb_add_op(m->s, (nb_op)code->op, m->values + m->value_count, &node);
    return status == NB_STATUS_OK ? nb_push(m, node) : status;
}

static nb_status run_call(nb_machine *m, const nb_code *code) {
    nb_session *s = m->s;
    nb_def_id id = s->symbols[code->symbol].function;
    const char *name = s->symbols[code->symbol].name;
    if (!nb_is_defined(s, id))
        return fail(m, code->span, NB_SAY(UNKNOWN_FUNCTION, NB_TEXT(name)),
                    nb_did_you_mean(s, name, true));
    const nb_meaning *meaning = &s->defs[id].meaning;
    if (meaning->parameter_count != code->count) {
        static const char *const words[] = {"", "1 argument", "2 arguments", "3 arguments",
                                            "4 arguments", "5 arguments", "6 arguments"};
        uint32_t n = meaning->parameter_count;
        return fail(m, code->span,
                    n <= 6 ? NB_SAY(ARGUMENT_COUNT, NB_TEXT(name), NB_TEXT(words[n]),
                                    NB_COUNT(code->count))
                           : NB_SAY(ARGUMENT_COUNT, NB_TEXT(name), NB_COUNT(n),
                                    NB_COUNT(code->count)), NB_NO_HINT);
    }
    nb_status status = record_use(m, id);
    nb_node aliases = s->graph.count;
    if (status == NB_STATUS_OK) status = nb_add_aliases(m, meaning->expr, code->count);
    if (status != NB_STATUS_OK) return status;
    const nb_frame *f = &m->frames[m->frame_count - 1];
    return push_frame(m, (nb_frame){
        .expr = meaning->expr, .args = m->value_count - code->count, .arg_count = code->count,
        .function = id, .def = NB_NO_DEF, .user = f->user, .build = f->build,
        .aliases = aliases, .call_args = s->call_arg_count});
}

static nb_status run_code(nb_machine *m) {
    nb_frame *f = &m->frames[m->frame_count - 1];
    uint32_t at = f->at++;
    const nb_code *code = &f->expr->codes[at];
    switch ((nb_code_kind)code->kind) {
    case NB_CODE_NUMBER: return nb_push_number(m, code->number);
    case NB_CODE_NAME: return run_name(m, f, code);
    case NB_CODE_LOCAL:
        if (f->function != NB_NO_DEF) return nb_push(m, m->values[f->args + code->count]);
        if (f->env == NULL) return fail(m, code->span, NB_PLAIN(INDEX_FORM), NB_NO_HINT);
        return nb_push_number(m, f->env[code->count]);
    case NB_CODE_ANS: return nb_push_number(m, code->count > 0 ? code->number : nb_get_ans(m->s));
    case NB_CODE_SKIP: return run_index(m, f, at);
    case NB_CODE_INDEX: break; /* passed over by SKIP */
    case NB_CODE_OP: return run_op(m, code);
    case NB_CODE_CALL: return run_call(m, code);
    case NB_CODE_GRADIENT: return nb_run_gradient(m, code);
    }
    return NB_STATUS_OK;
}

/* ---- frames ---- */

/* A result that is not new (y = x, f(a) = a) gets an identity node of its own. So does the number
 * that a derivative may be, and a call's result that is older than that of a call inside. */
static nb_status own_result(nb_machine *m, const nb_frame *f, nb_node *result) {
    nb_session *s = m->s;
    bool number = f->def != NB_NO_DEF && s->graph.op[*result] == NB_OP_CONST;
    bool late = f->function == NB_NO_DEF || s->call_count == 0 ||
                *result >= s->calls[s->call_count - 1].result;
    if (*result >= f->first && s->owner[*result] == NB_NO_DEF && !number && late)
        return NB_STATUS_OK;
    nb_node operand = *result;
    return nb_add_op(s, NB_OP_IDENTITY, &operand, result);
}

static nb_status end_call(nb_machine *m, const nb_frame *f, nb_node result) {
    nb_session *s = m->s;
    if (!NB_RESERVE(&s->memory, s->calls, &s->call_capacity, s->call_count + 1) ||
        !NB_RESERVE(&s->memory, s->call_args, &s->call_arg_capacity,
                    s->call_arg_count + f->arg_count))
        return NB_STATUS_NO_MEMORY;
    if (f->aliases < f->first) nb_bypass_aliases(m, f);
    bool inner = m->frame_count > 0 && m->frames[m->frame_count - 1].function != NB_NO_DEF;
    s->calls[s->call_count++] = (nb_call){f->function, result, (uint32_t)s->call_arg_count,
                                          f->arg_count, inner};
    for (uint32_t i = 0; i < f->arg_count; i++)
        s->call_args[s->call_arg_count++] = m->values[f->args + i];
    m->value_count = f->args;
    return nb_push(m, result);
}

static nb_status end_frame(nb_machine *m) {
    nb_session *s = m->s;
    nb_frame f = m->frames[m->frame_count - 1];
    nb_node result = m->values[--m->value_count];
    nb_status status = NB_STATUS_OK;
    if (f.function != NB_NO_DEF || f.def != NB_NO_DEF) status = own_result(m, &f, &result);
    if (status != NB_STATUS_OK) return status;
    m->frame_count--;
    if (f.function != NB_NO_DEF) return end_call(m, &f, result);
    if (f.def == NB_NO_DEF) return nb_push(m, result);
    nb_def *def = &s->defs[f.def];
    def->node = result;
    def->nodes = s->graph.count - f.first;
    def->building = false;
    s->owner[result] = f.def;
    s->rebuilt++;
    return NB_STATUS_OK;
}

static nb_status run(nb_machine *m) {
    nb_status status = NB_STATUS_OK;
    for (uint32_t steps = 1; m->frame_count > 0 && status == NB_STATUS_OK; steps++) {
        const nb_frame *f = &m->frames[m->frame_count - 1];
        status = f->at < f->expr->count ? run_code(m) : end_frame(m);
        if (status == NB_STATUS_OK && steps % 4096 == 0) status = nb_poll(m->s);
    }
    for (size_t i = 0; i < m->frame_count; i++)
        if (m->frames[i].def != NB_NO_DEF) m->s->defs[m->frames[i].def].building = false;
    return status;
}

static void clear(nb_machine *m) {
    nb_memory_free(&m->s->memory, m->frames, m->frame_capacity, sizeof *m->frames);
    nb_memory_free(&m->s->memory, m->values, m->value_capacity, sizeof *m->values);
}

nb_status nb_build_def(nb_session *s, nb_def_id id) {
    nb_def *def = &s->defs[id];
    if (!nb_is_dirty(def) || def->meaning.kind == NB_DEF_FUNCTION) return NB_STATUS_OK;
    if (def->meaning.kind == NB_DEF_LEAF) {
        nb_node node = 0;
        nb_op op = def->meaning.built_in ? NB_OP_CONST : NB_OP_LEAF;
        nb_status status = add_number(s, op, def->meaning.value, &node);
        if (status != NB_STATUS_OK) return status;
        def->node = node;
        def->nodes = 1;
        s->owner[node] = id;
        s->rebuilt++;
        return NB_STATUS_OK;
    }
    nb_machine m = {.s = s};
    nb_status status = push_def(&m, id);
    if (status == NB_STATUS_OK) status = run(&m);
    clear(&m);
    return status;
}

nb_status nb_build_all(nb_session *s) {
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++)
        if (nb_is_defined(s, (nb_def_id)i)) status = nb_build_def(s, (nb_def_id)i);
    return status;
}

nb_status nb_build_fragile(nb_session *s) {
    if (!s->broke) return NB_STATUS_OK;
    s->broke = false;
    return nb_build_all(s);
}

nb_status nb_build_expr(nb_session *s, const nb_expr *expr, const double *env, nb_node *node) {
    nb_machine m = {.s = s};
    nb_status status = push_frame(&m, (nb_frame){.expr = expr, .env = env, .function = NB_NO_DEF,
                                              .def = NB_NO_DEF, .user = NB_NO_DEF});
    if (status == NB_STATUS_OK) status = run(&m);
    if (status == NB_STATUS_OK) *node = m.values[0];
    clear(&m);
    return status;
}

/* Drops the nodes of an expression, unless definitions were built among them. */
void nb_truncate(nb_session *s, nb_node count, uint32_t rebuilt) {
    if (s->rebuilt != rebuilt) {
        s->garbage += s->graph.count - count;
        return;
    }
    nb_graph_truncate(&s->graph, count);
    while (s->call_count > 0 && s->calls[s->call_count - 1].result >= count) {
        s->call_count--;
        s->call_arg_count = s->calls[s->call_count].first_arg;
    }
}

/* ---- numbers ---- */

nb_status nb_eval(nb_session *s, const nb_expr *expr, const double *env, double *value) {
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

/* Arithmetic on numbers and loop variables, which indices nearly always are, needs no nodes. */
static bool eval_simply(const nb_expr *expr, uint32_t from, uint32_t to, const double *env,
                        double values[2], uint32_t *count) {
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
    values[0] = stack[0];
    values[1] = stack[1];
    return true;
}

nb_status nb_eval_indices(nb_session *s, const nb_expr *expr, uint32_t from, uint32_t to,
                          const double *env, double values[2], uint32_t *count) {
    if (eval_simply(expr, from, to, env, values, count)) return NB_STATUS_OK;
    nb_expr part = *expr;
    part.codes += from;
    part.count = to - from;
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    nb_machine m = {.s = s};
    nb_status status = push_frame(&m, (nb_frame){.expr = &part, .env = env, .function = NB_NO_DEF,
                                              .def = NB_NO_DEF, .user = NB_NO_DEF});
    if (status == NB_STATUS_OK) status = run(&m);
    if (status == NB_STATUS_OK) {
        nb_graph_forward(&s->graph, s->graph.count);
        *count = (uint32_t)m.value_count;
        for (uint32_t i = 0; i < 2; i++)
            values[i] = i < *count ? s->graph.value[m.values[i]] : 0;
    }
    clear(&m);
    nb_truncate(s, before, rebuilt);
    return status;
}

nb_status nb_to_index(nb_session *s, const nb_expr *expr, nb_span span, double value,
                      int32_t *index) {
    if (value != rint(value) || fabs(value) > INT32_MAX)
        return nb_fail_at(s, expr, span, NB_SAY(BAD_INDEX, NB_NUMBER(value)), NB_NO_HINT);
    *index = (int32_t)value;
    return NB_STATUS_OK;
}

nb_status nb_eval_index(nb_session *s, const nb_expr *expr, const double *env, int32_t *index) {
    double value;
    nb_status status = nb_eval(s, expr, env, &value);
    return status == NB_STATUS_OK ? nb_to_index(s, expr, expr->span, value, index) : status;
}
