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

nb_status nb_fail_code(nb_machine *m, nb_span span, nb_message message, nb_message hint) {
    return nb_fail_at(m->s, m->frames[m->frame_count - 1].expr, span, message, hint);
}

static nb_status fail_unknown(nb_machine *m, const nb_code *code) {
    nb_session *s = m->s;
    const nb_symbol_info *info = &s->symbols[code->symbol];
    nb_op op;
    if (nb_is_defined(s, info->function) || nb_op_find_call(info->name, strlen(info->name), &op))
        return nb_fail_code(m, code->span, NB_SAY(NOT_A_VALUE, NB_TEXT(info->name)),
                    NB_SAY(HINT_CALL, NB_TEXT(info->name)));
    if (info->family_count > 0)
        return nb_fail_code(m, code->span, NB_SAY(FAMILY_BARE, NB_TEXT(info->name), NB_COUNT(1)),
                    NB_NO_HINT);
    return nb_fail_code(m, code->span, NB_SAY(UNKNOWN_NAME, NB_TEXT(info->name)),
                nb_did_you_mean(s, info->name, false));
}

static nb_status fail_element(nb_machine *m, const nb_code *code, uint32_t rank,
                              const int32_t *index) {
    nb_session *s = m->s;
    nb_symbol_info *info = &s->symbols[code->symbol];
    nb_def def = {.symbol = code->symbol, .rank = rank, .index = {index[0], index[1]}};
    const char *name = nb_def_name(s, &s->scratch, &def);
    if (info->family_count > 0 && info->family_rank != rank)
        return nb_fail_code(m, code->span,
                    NB_SAY(FAMILY_RANK, NB_TEXT(info->name),
                           NB_TEXT(rank == 1 ? "one index" : "two indices"),
                           NB_TEXT(rank == 1 ? "two" : "one")), NB_NO_HINT);
    if (nb_is_defined(s, info->value) && s->defs[info->value].meaning.kind != NB_DEF_VECTOR &&
        nb_shape_of(s, info->value).rank == 0)
        return nb_fail_code(m, code->span, NB_PLAIN(NO_ELEMENTS), NB_NO_HINT);
    if (nb_is_defined(s, info->value)) {
        nb_shape shape = nb_shape_of(s, info->value);
        bool row = rank == 2 && index[0] >= 1 && (uint32_t)index[0] <= shape.rows;
        uint32_t most = rank == 2 && !row ? shape.rows : shape.columns;
        int32_t wrong = rank == 2 && row ? index[1] : index[0];
        return nb_fail_code(m, code->span, NB_SAY(INDEX_RANGE, NB_COUNT(most), NB_NUMBER(wrong)),
                            wrong == 0 ? NB_PLAIN(HINT_FROM_ONE) : NB_NO_HINT);
    }
    return nb_fail_code(m, code->span, NB_SAY(UNKNOWN_NAME, NB_TEXT(name)), NB_NO_HINT);
}

static nb_status fail_missing(nb_machine *m, const nb_code *code, nb_shape shape, uint32_t i) {
    nb_session *s = m->s;
    nb_def def = {.symbol = code->symbol, .rank = shape.rank};
    def.index[0] = (int32_t)(shape.rank == 2 ? i / shape.columns : i) + 1;
    def.index[1] = (int32_t)(i % shape.columns) + 1;
    return nb_fail_code(m, code->span,
                        NB_SAY(FAMILY_GAP, NB_TEXT(nb_def_name(s, &s->scratch, &def)),
                               NB_TEXT(s->symbols[code->symbol].name)), NB_NO_HINT);
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
        status = nb_fail_code(m, span, NB_SAY(CYCLE, NB_TEXT(name), NB_TEXT(path.data)),
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

nb_status nb_push_value(nb_machine *m, nb_value value) {
    if (!NB_RESERVE(&m->s->memory, m->values, &m->value_capacity, m->value_count + 1))
        return NB_STATUS_NO_MEMORY;
    m->values[m->value_count++] = value;
    return NB_STATUS_OK;
}

nb_status nb_push(nb_machine *m, nb_node node) {
    return nb_push_value(m, (nb_value){.shape = NB_SCALAR, .node = node});
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

/* Brings a definition up to date. One that is dirty gets a frame first, and the code is tried again
 * when that is done. */
static nb_status require_def(nb_machine *m, nb_def_id id, nb_span span, bool *again) {
    nb_session *s = m->s;
    nb_def *def = &s->defs[id];
    *again = false;
    if (def->building) return fail_cycle(m, id, span);
    if (nb_is_dirty(def) && def->meaning.kind == NB_DEF_ELEMENT) {
        id = s->symbols[def->symbol].value;
        def = &s->defs[id];
        if (def->building) return fail_cycle(m, id, span);
    }
    if (nb_is_dirty(def) && def->meaning.kind == NB_DEF_FORMULA) {
        *again = true;
        return push_def(m, id);
    }
    return nb_build_def(s, id);
}

static nb_status push_value_of(nb_machine *m, nb_def_id id, const nb_code *code, bool *again) {
    nb_status status = require_def(m, id, code->span, again);
    if (status != NB_STATUS_OK || *again) return status;
    status = record_use(m, id);
    return status == NB_STATUS_OK ? nb_push(m, m->s->defs[id].node) : status;
}

/* The value of a name that stands for several numbers: each element has a definition. */
static nb_status push_elements(nb_machine *m, nb_frame *f, const nb_code *code, nb_shape shape,
                               bool *again) {
    nb_session *s = m->s;
    size_t frame_at = (size_t)(f - m->frames);
    uint32_t count = nb_shape_count(shape);
    nb_status status = NB_STATUS_OK;
    *again = false;
    for (uint32_t i = f->element; i < count && status == NB_STATUS_OK; i++) {
        m->frames[frame_at].element = i;
        nb_def_id id = nb_element(s, code->symbol, shape, i);
        if (!nb_is_defined(s, id)) return fail_missing(m, code, shape, i);
        status = require_def(m, id, code->span, again);
        if (status != NB_STATUS_OK || *again) return status;
    }
    m->frames[frame_at].element = 0;
    nb_node *nodes = status == NB_STATUS_OK ? nb_new_nodes(s, shape) : NULL;
    if (nodes == NULL) return status == NB_STATUS_OK ? NB_STATUS_NO_MEMORY : status;
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        nb_def_id id = nb_element(s, code->symbol, shape, i);
        nodes[i] = s->defs[id].node;
        status = record_use(m, id);
    }
    if (status != NB_STATUS_OK) return status;
    return nb_push_value(m, (nb_value){shape, nodes[0], nodes});
}

/* What a name stands for: a number, a vector, or the members of a family. */
static nb_status push_name(nb_machine *m, nb_frame *f, const nb_code *code, bool *again) {
    nb_session *s = m->s;
    nb_def_id id = s->symbols[code->symbol].value;
    nb_shape shape;
    *again = false;
    if (!nb_is_defined(s, id)) {
        if (!nb_family_shape(s, code->symbol, &shape)) return fail_unknown(m, code);
        return push_elements(m, f, code, shape, again);
    }
    nb_def_kind kind = (nb_def_kind)s->defs[id].meaning.kind;
    if (kind == NB_DEF_VECTOR)
        return push_elements(m, f, code, s->defs[id].meaning.shape, again);
    nb_status status = require_def(m, id, code->span, again);
    if (status != NB_STATUS_OK || *again) return status;
    if (kind == NB_DEF_FORMULA && s->defs[id].shape.rank > 0)
        return push_elements(m, f, code, s->defs[id].shape, again);
    status = record_use(m, id);
    return status == NB_STATUS_OK ? nb_push(m, s->defs[id].node) : status;
}

static nb_status run_name(nb_machine *m, nb_frame *f, const nb_code *code) {
    size_t frame_at = (size_t)(f - m->frames); /* the frames may move */
    bool again;
    nb_status status = push_name(m, f, code, &again);
    if (again) m->frames[frame_at].at--;
    return status;
}

/* One element of a name, without the others. */
static nb_status push_element(nb_machine *m, const nb_code *code, const double *numbers,
                              bool *again) {
    nb_session *s = m->s;
    int32_t index[2] = {0, 0};
    *again = false;
    for (uint32_t i = 0; i < code->count; i++) {
        if (numbers[i] != rint(numbers[i]) || fabs(numbers[i]) > INT32_MAX)
            return nb_fail_code(m, code->span, NB_SAY(BAD_INDEX, NB_NUMBER(numbers[i])),
                                NB_NO_HINT);
        index[i] = (int32_t)numbers[i];
    }
    nb_def_id id = nb_def_find(s, code->symbol, code->count, index);
    nb_def_id whole = s->symbols[code->symbol].value;
    /* an element of a formula is known when the formula is built */
    if (nb_is_defined(s, whole) && s->defs[whole].meaning.kind == NB_DEF_FORMULA &&
        (!nb_is_defined(s, id) || s->defs[id].meaning.kind == NB_DEF_ELEMENT)) {
        nb_status status = require_def(m, whole, code->span, again);
        if (status != NB_STATUS_OK || *again) return status;
        id = nb_def_find(s, code->symbol, code->count, index);
    }
    if (!nb_is_defined(s, id)) return fail_element(m, code, code->count, index);
    return push_value_of(m, id, code, again);
}

/* SKIP: evaluates the indices as numbers, then stands for the INDEX or PICK behind them. */
static nb_status run_index(nb_machine *m, nb_frame *f, uint32_t skip) {
    const nb_expr *expr = f->expr;
    uint32_t end = skip + 1 + expr->codes[skip].count, count = 0;
    const nb_code *code = &expr->codes[end];
    size_t frame_at = (size_t)(f - m->frames);
    double numbers[NB_INDEX_NUMBERS] = {0};
    bool again = false;
    nb_status status = nb_eval_indices(m->s, expr, skip + 1, end, f->env, numbers, &count);
    if (status != NB_STATUS_OK) return status;
    if (code->kind == NB_CODE_INDEX && code->op == 0) {
        status = push_element(m, code, numbers, &again);
    } else {
        if (code->kind == NB_CODE_INDEX)
            status = push_name(m, &m->frames[frame_at], code, &again);
        if (status == NB_STATUS_OK && !again) status = nb_run_pick(m, code, numbers);
    }
    m->frames[frame_at].at = again ? skip : end + 1;
    return status;
}

/* ---- calls ---- */

/* Whether a function works on numbers alone: then it is applied to each element of a vector. */
static bool is_elementwise(const nb_session *s, nb_def_id function, int depth) {
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
static void set_map_args(nb_machine *m, const nb_frame *f) {
    for (uint32_t k = 0; k < f->arg_count; k++)
        m->values[f->args + k] = (nb_value){
            .shape = NB_SCALAR,
            .node = nb_broadcast(&f->map->args[k], f->map->shape, f->map->at)};
}

/* f(x) of vectors, where f works on numbers. */
static nb_status begin_map(nb_machine *m, nb_frame *f, nb_span span) {
    enum { DEEPEST = 16 };
    nb_session *s = m->s;
    nb_value *args = m->values + f->args;
    bool several = false;
    for (uint32_t k = 0; k < f->arg_count; k++) several = several || args[k].shape.rank > 0;
    if (!several || !is_elementwise(s, f->function, DEEPEST)) return NB_STATUS_OK;
    nb_map *map = nb_arena_add(&s->scratch, 1, sizeof *map);
    nb_value *copy = nb_arena_add(&s->scratch, f->arg_count, sizeof *copy);
    if (map == NULL || copy == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_common_shape(m, args, f->arg_count, span, &map->shape);
    if (status != NB_STATUS_OK) return status;
    memcpy(copy, args, f->arg_count * sizeof *copy);
    map->args = copy;
    map->results = nb_new_nodes(s, map->shape);
    if (map->results == NULL) return NB_STATUS_NO_MEMORY;
    f->map = map;
    set_map_args(m, f);
    return NB_STATUS_OK;
}

static nb_status begin_call(nb_machine *m, nb_frame f, nb_span span) {
    nb_status status = begin_map(m, &f, span);
    f.aliases = m->s->graph.count;
    f.call_args = m->s->call_arg_count;
    if (status == NB_STATUS_OK) status = nb_add_aliases(m, f.expr, f.arg_count);
    return status == NB_STATUS_OK ? push_frame(m, f) : status;
}

nb_status nb_begin_vector(nb_machine *m, nb_vector_op op, uint32_t arg_count) {
    const nb_frame *f = &m->frames[m->frame_count - 1];
    return push_frame(m, (nb_frame){
        .expr = m->s->vectors[op], .args = m->value_count - arg_count, .arg_count = arg_count,
        .function = NB_NO_DEF, .vector = m->s->vectors[op], .vector_op = op, .def = NB_NO_DEF,
        .user = f->user, .build = f->build, .aliases = m->s->graph.count});
}

static nb_status run_call(nb_machine *m, const nb_code *code) {
    nb_session *s = m->s;
    nb_def_id id = s->symbols[code->symbol].function;
    const char *name = s->symbols[code->symbol].name;
    if (!nb_is_defined(s, id))
        return nb_fail_code(m, code->span, NB_SAY(UNKNOWN_FUNCTION, NB_TEXT(name)),
                    nb_did_you_mean(s, name, true));
    const nb_meaning *meaning = &s->defs[id].meaning;
    if (meaning->parameter_count != code->count) {
        static const char *const words[] = {"", "1 argument", "2 arguments", "3 arguments",
                                            "4 arguments", "5 arguments", "6 arguments"};
        uint32_t n = meaning->parameter_count;
        return nb_fail_code(m, code->span,
                    n <= 6 ? NB_SAY(ARGUMENT_COUNT, NB_TEXT(name), NB_TEXT(words[n]),
                                    NB_COUNT(code->count))
                           : NB_SAY(ARGUMENT_COUNT, NB_TEXT(name), NB_COUNT(n),
                                    NB_COUNT(code->count)), NB_NO_HINT);
    }
    nb_status status = record_use(m, id);
    if (status != NB_STATUS_OK) return status;
    const nb_frame *f = &m->frames[m->frame_count - 1];
    return begin_call(m, (nb_frame){
        .expr = meaning->expr, .args = m->value_count - code->count, .arg_count = code->count,
        .function = id, .def = NB_NO_DEF, .user = f->user, .build = f->build}, code->span);
}

static nb_status run_code(nb_machine *m) {
    nb_frame *f = &m->frames[m->frame_count - 1];
    uint32_t at = f->at++;
    const nb_code *code = &f->expr->codes[at];
    switch ((nb_code_kind)code->kind) {
    case NB_CODE_NUMBER: return nb_push_number(m, code->number);
    case NB_CODE_NAME: return run_name(m, f, code);
    case NB_CODE_LOCAL:
        if (f->function != NB_NO_DEF || f->vector != NULL)
            return nb_push_value(m, m->values[f->args + code->count]);
        if (f->env == NULL) return nb_fail_code(m, code->span, NB_PLAIN(INDEX_FORM), NB_NO_HINT);
        return nb_push_number(m, f->env[code->count]);
    case NB_CODE_ANS: return nb_push_number(m, code->count > 0 ? code->number : nb_get_ans(m->s));
    case NB_CODE_SKIP: return run_index(m, f, at);
    case NB_CODE_INDEX:
    case NB_CODE_PICK: break; /* passed over by SKIP */
    case NB_CODE_ARRAY: return nb_run_array(m, code);
    case NB_CODE_VECTOR: return nb_run_vector(m, code);
    case NB_CODE_OP: return nb_run_op(m, code);
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

/* Remembers a call, its arguments being on the stack; of an operator over vectors one for each
 * result. */
static nb_status add_call(nb_machine *m, const nb_frame *f, nb_call call) {
    nb_session *s = m->s;
    uint32_t first = (uint32_t)s->call_arg_count, count = 0;
    for (uint32_t k = 0; k < f->arg_count; k++)
        count += nb_shape_count(m->values[f->args + k].shape);
    if (call.index > 0) first = s->calls[s->call_count - 1].first_arg; /* the same arguments */
    if (!NB_RESERVE(&s->memory, s->calls, &s->call_capacity, s->call_count + 1) ||
        !NB_RESERVE(&s->memory, s->call_args, &s->call_arg_capacity, s->call_arg_count + count))
        return NB_STATUS_NO_MEMORY;
    call.inner = m->frame_count > 0 && (m->frames[m->frame_count - 1].function != NB_NO_DEF ||
                                        m->frames[m->frame_count - 1].vector != NULL);
    call.first_arg = first;
    call.arg_count = count;
    call.split = nb_shape_count(m->values[f->args].shape);
    s->calls[s->call_count++] = call;
    for (uint32_t k = 0; k < f->arg_count && call.index == 0; k++) {
        const nb_value *arg = &m->values[f->args + k];
        for (uint32_t i = 0; i < nb_shape_count(arg->shape); i++)
            s->call_args[s->call_arg_count++] = nb_value_node(arg, i);
    }
    return NB_STATUS_OK;
}

/* Each of several results gets a node of its own. */
static nb_status own_results(nb_machine *m, const nb_frame *f, nb_value *result) {
    if (result->shape.rank == 0) return own_result(m, f, &result->node);
    nb_node *nodes = nb_new_nodes(m->s, result->shape);
    nb_status status = nodes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < nb_shape_count(result->shape) && status == NB_STATUS_OK; i++) {
        nodes[i] = result->nodes[i];
        bool twice = i > 0 && nodes[i] <= nodes[i - 1]; /* in order, as calls are looked up */
        status = own_result(m, f, &nodes[i]);
        if (status == NB_STATUS_OK && twice && nodes[i] <= nodes[i - 1])
            status = nb_add_op(m->s, NB_OP_IDENTITY, (nb_node[]){result->nodes[i]}, &nodes[i]);
    }
    if (status == NB_STATUS_OK) *result = (nb_value){result->shape, nodes[0], nodes};
    return status;
}

/* The results of a function on vectors are many calls of it, of an operator one call each. */
static nb_status end_call(nb_machine *m, const nb_frame *f, nb_value result) {
    nb_call call = {.function = f->function, .vector = (uint8_t)f->vector_op,
                    .results = nb_shape_count(result.shape)};
    nb_status status = NB_STATUS_OK;
    if (f->aliases < f->first) nb_bypass_aliases(m, f);
    bool remembered = f->vector != NULL || result.shape.rank == 0;
    for (uint32_t i = 0; remembered && i < call.results && status == NB_STATUS_OK; i++) {
        call.index = i;
        call.result = nb_value_node(&result, i);
        status = add_call(m, f, call);
    }
    m->value_count = f->args;
    return status == NB_STATUS_OK ? nb_push_value(m, result) : status;
}

/* One element of a map is done: the next one, or all of them as the result. */
static nb_status end_element(nb_machine *m, nb_node result) {
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

/* What a formula makes becomes the value of its name. */
static nb_status end_def(nb_machine *m, const nb_frame *f, nb_value result) {
    nb_session *s = m->s;
    nb_status status = nb_set_elements(s, f->def, result.shape, result.nodes);
    nb_def *def = &s->defs[f->def];
    def->node = result.node;
    def->nodes = s->graph.count - f->first;
    def->building = false;
    if (result.shape.rank == 0) s->owner[result.node] = f->def;
    s->rebuilt++;
    return status;
}

static nb_status end_frame(nb_machine *m) {
    nb_frame f = m->frames[m->frame_count - 1];
    nb_value result = m->values[--m->value_count];
    bool call = f.function != NB_NO_DEF || f.vector != NULL;
    nb_status status = NB_STATUS_OK;
    if (call || f.def != NB_NO_DEF) status = own_results(m, &f, &result);
    if (status == NB_STATUS_OK && f.map != NULL) return end_element(m, result.node);
    if (status != NB_STATUS_OK) return status;
    m->frame_count--;
    if (call) return end_call(m, &f, result);
    return f.def != NB_NO_DEF ? end_def(m, &f, result) : nb_push_value(m, result);
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
    nb_def_kind kind = (nb_def_kind)def->meaning.kind;
    if (!nb_is_dirty(def) || kind == NB_DEF_FUNCTION || kind == NB_DEF_VECTOR) return NB_STATUS_OK;
    if (kind == NB_DEF_ELEMENT) return nb_build_def(s, s->symbols[def->symbol].value);
    if (kind == NB_DEF_LEAF) {
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

nb_status nb_build_value(nb_session *s, const nb_expr *expr, const double *env, nb_shape *shape,
                         const nb_node **nodes) {
    nb_machine m = {.s = s};
    nb_status status = push_frame(&m, (nb_frame){.expr = expr, .env = env, .function = NB_NO_DEF,
                                              .def = NB_NO_DEF, .user = NB_NO_DEF});
    if (status == NB_STATUS_OK) status = run(&m);
    nb_node *copy = status == NB_STATUS_OK ? nb_new_nodes(s, m.values[0].shape) : NULL;
    if (status == NB_STATUS_OK && copy == NULL) status = NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; copy != NULL && i < nb_shape_count(m.values[0].shape); i++)
        copy[i] = nb_value_node(&m.values[0], i);
    if (status == NB_STATUS_OK) *shape = m.values[0].shape;
    *nodes = copy;
    clear(&m);
    return status;
}

nb_status nb_build_expr(nb_session *s, const nb_expr *expr, const double *env, nb_node *node) {
    nb_arena_mark mark = nb_arena_get_mark(&s->scratch);
    nb_shape shape;
    const nb_node *nodes;
    nb_status status = nb_build_value(s, expr, env, &shape, &nodes);
    if (status != NB_STATUS_OK) return status;
    *node = nodes[0];
    if (shape.rank > 0)
        return nb_fail_at(s, expr, expr->span,
                          NB_SAY(NUMBER_WANTED, NB_TEXT(nb_shape_text(s, shape))),
                          NB_PLAIN(HINT_ELEMENT));
    nb_arena_rewind(&s->scratch, mark);
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
                        double values[NB_INDEX_NUMBERS], uint32_t *count) {
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

nb_status nb_eval_indices(nb_session *s, const nb_expr *expr, uint32_t from, uint32_t to,
                          const double *env, double values[NB_INDEX_NUMBERS], uint32_t *count) {
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
        for (uint32_t i = 0; i < NB_INDEX_NUMBERS; i++)
            values[i] = i < *count ? s->graph.value[m.values[i].node] : 0;
    }
    clear(&m);
    nb_truncate(s, before, rebuilt);
    return status;
}

nb_status nb_eval_index(nb_session *s, const nb_expr *expr, const double *env, int32_t *index) {
    double value;
    nb_status status = nb_eval(s, expr, env, &value);
    if (status != NB_STATUS_OK) return status;
    if (value != rint(value) || fabs(value) > INT32_MAX)
        return nb_fail_at(s, expr, expr->span, NB_SAY(BAD_INDEX, NB_NUMBER(value)), NB_NO_HINT);
    *index = (int32_t)value;
    return NB_STATUS_OK;
}
