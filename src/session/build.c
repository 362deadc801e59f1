/* Formulas -> nodes. A machine with a stack of frames walks postfix code: a frame is an expression,
 * the body of a called function, or a definition that something asked for while it was out of date.
 * Nothing recurses: a chain of a million dirty definitions is a million frames on the heap. */
#include <math.h>
#include <string.h>

#include "session/machine.h"

double nb_get_ans(const nb_session *s) {
    return s->state.has_ans ? s->state.ans : 0;
}

void nb_set_ans(nb_session *s, double value) {
    s->state.ans = value;
    s->state.has_ans = true;
    s->state.ans_shape = NB_SCALAR;
}

/* ---- failures ---- */

nb_status nb_fail_code(nb_machine *m, nb_span span, nb_message message, nb_message hint) {
    return nb_fail_at(m->s, m->frames[m->frame_count - 1].expr, span, message, hint);
}

/* A family is a vector only without gaps; the first is said. */
static nb_status fail_gap(nb_machine *m, const nb_code *code) {
    nb_session *s = m->s;
    const nb_symbol_info *info = &s->symbols[code->symbol];
    nb_def missing = {.symbol = code->symbol, .rank = info->family_rank, .index = {1, 1}};
    uint32_t last = info->family_rank - 1;
    while (nb_is_defined(s, nb_def_find(s, code->symbol, missing.rank, missing.index)))
        missing.index[last]++;
    const char *name = nb_def_name(s, &s->scratch, &missing);
    return nb_fail_code(m, code->span, NB_SAY(FAMILY_GAP, NB_TEXT(name), NB_TEXT(info->name)),
                        NB_PLAIN(HINT_SOME_ELEMENT));
}

static bool is_function(const nb_session *s, const nb_symbol_info *info) {
    return nb_is_defined(s, info->function) || nb_is_operator_name(info->name);
}

/* sum[v] was meant to be sum(v). */
static bool fails_as_function(const nb_session *s, const nb_code *code) {
    const nb_symbol_info *info = &s->symbols[code->symbol];
    return info->family_count == 0 && !nb_is_defined(s, info->value) && is_function(s, info);
}

static nb_status fail_unknown(nb_machine *m, const nb_code *code) {
    nb_session *s = m->s;
    const nb_symbol_info *info = &s->symbols[code->symbol];
    if (is_function(s, info))
        return nb_fail_code(m, code->span, NB_SAY(NOT_A_VALUE, NB_TEXT(info->name)),
                    NB_SAY(HINT_CALL, NB_TEXT(info->name)));
    if (info->family_count > 0)
        return fail_gap(m, code);
    return nb_fail_code(m, code->span, NB_SAY(UNKNOWN_NAME, NB_TEXT(info->name)),
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
    for (uint32_t k = 0; k < low.rank && k < 2; k++)
        from_0 = from_0 || (wanted->index[k] == 0 && low.index[k] == 1);
    const char *first = nb_def_name(s, &s->scratch, &low);
    const char *last = nb_def_name(s, &s->scratch, &high);
    if (from_0) return NB_SAY(HINT_INDEX_FROM_1, NB_TEXT(first));
    return strcmp(first, last) == 0 ? NB_SAY(HINT_DID_YOU_MEAN, NB_TEXT(first))
                                    : NB_SAY(HINT_MEMBERS, NB_TEXT(first), NB_TEXT(last));
}

/* The first index that is outside. */
static nb_status fail_range(nb_session *s, const nb_expr *expr, nb_span span, const nb_def *wanted,
                            nb_shape shape) {
    bool row = shape.rank == 2 && wanted->index[0] >= 1 && (uint32_t)wanted->index[0] <= shape.rows;
    uint32_t most = shape.rank == 2 && !row ? shape.rows : shape.columns;
    int32_t wrong = wanted->index[row ? 1 : 0];
    return nb_fail_at(s, expr, span, NB_SAY(INDEX_RANGE, NB_COUNT(most), NB_NUMBER(wrong)),
                      wrong < 1 ? NB_PLAIN(HINT_FROM_ONE) : NB_NO_HINT);
}

nb_status nb_fail_element(nb_session *s, const nb_expr *expr, nb_span span, const nb_def *wanted) {
    const nb_symbol_info *info = &s->symbols[wanted->symbol];
    const char *name = nb_def_name(s, &s->scratch, wanted);
    bool family = info->family_count > 0;
    if (family && info->family_rank != wanted->rank)
        return nb_fail_at(s, expr, span,
                          wanted->rank == 1 ? NB_SAY(FAMILY_ONE, NB_TEXT(info->name))
                                            : NB_SAY(FAMILY_TWO, NB_TEXT(info->name)),
                          wanted->rank == 1 ? NB_SAY(HINT_ROW, NB_TEXT(info->name)) : NB_NO_HINT);
    if (nb_is_defined(s, info->value) && nb_shape_of(s, info->value).rank > 0)
        return fail_range(s, expr, span, wanted, nb_shape_of(s, info->value));
    if (!family && !nb_is_defined(s, info->value) && is_function(s, info))
        return nb_fail_at(s, expr, span, NB_SAY(NOT_A_VALUE, NB_TEXT(info->name)),
                          NB_SAY(HINT_CALL, NB_TEXT(info->name)));
    if (!family && nb_is_defined(s, info->value))
        return nb_fail_at(s, expr, span, NB_PLAIN(NO_ELEMENTS), NB_NO_HINT);
    nb_message hint = family ? hint_at_members(s, wanted) : nb_did_you_mean(s, info->name, false);
    if (hint.id == NB_MESSAGE_HINT_DEFINE) hint = NB_SAY(HINT_DEFINE, NB_TEXT(name));
    return nb_fail_at(s, expr, span, NB_SAY(UNKNOWN_NAME, NB_TEXT(name)), hint);
}

/* L[1] or sum(L), where the vector has a name. */
static nb_message hint_at_element(nb_session *s, const nb_expr *expr, nb_shape shape) {
    bool name = expr->count == 1 && expr->codes[0].kind == NB_CODE_NAME && shape.rank == 1;
    if (!name) return NB_PLAIN(HINT_SOME_ELEMENT);
    return NB_SAY(HINT_ONE_ELEMENT, NB_TEXT(s->symbols[expr->codes[0].symbol].name));
}

nb_status nb_fail_number_wanted(nb_session *s, const nb_expr *expr, nb_shape shape) {
    return nb_fail_at(s, expr, expr->span,
                      NB_SAY(NUMBER_WANTED, nb_shape_arg(s, shape)),
                      hint_at_element(s, expr, shape));
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
    nb_writer path = {.s = s};
    size_t from = 0, shown = 0;
    for (size_t i = 0; i < m->frame_count; i++)
        if (m->frames[i].def == def) from = i;
    for (size_t i = from; i < m->frame_count; i++) {
        nb_def_id id = m->frames[i].def != NB_NO_DEF ? m->frames[i].def : m->frames[i].function;
        if (id == NB_NO_DEF) continue;
        if (shown++ >= 12 && i + 1 < m->frame_count) continue;
        nb_write_word(&path, nb_def_name(s, &s->result->arena, &s->defs[id]));
        nb_write_mark(&path, NB_PIECE_ARROW);
        if (shown != 12 || m->frame_count - from <= 12) continue;
        nb_write_mark(&path, NB_PIECE_MORE);
        nb_write_mark(&path, NB_PIECE_ARROW);
    }
    const char *name = nb_def_name(s, &s->result->arena, &s->defs[def]);
    nb_write_word(&path, name);
    return nb_fail_code(m, span, NB_SAY(CYCLE, NB_TEXT(name), nb_text_arg(s, path.text)),
                        NB_SAY(HINT_CYCLE, NB_TEXT(name)));
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

nb_status nb_push_frame(nb_machine *m, nb_frame f) {
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
    nb_status status = nb_push_frame(m, (nb_frame){
        .expr = def->meaning.expr, .env = def->meaning.env, .function = NB_NO_DEF, .def = id,
        .user = id, .build = ++s->build});
    if (status == NB_STATUS_OK) def->building = true;
    return status;
}

/* ---- codes ---- */

/* Records that the definition being built uses another, once a build. */
nb_status nb_record_use(nb_machine *m, nb_def_id used) {
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
    status = nb_record_use(m, id);
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
        status = nb_record_use(m, id);
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
        nb_status use = nb_record_use(m, id);
        return use == NB_STATUS_OK ? push_elements(m, f, code, shape, again) : use;
    }
    nb_def_kind kind = (nb_def_kind)s->defs[id].meaning.kind;
    if (kind == NB_DEF_VECTOR)
        return push_elements(m, f, code, s->defs[id].meaning.shape, again);
    nb_status status = require_def(m, id, code->span, again);
    if (status != NB_STATUS_OK || *again) return status;
    if (kind == NB_DEF_FORMULA && s->defs[id].shape.rank > 0)
        return push_elements(m, f, code, s->defs[id].shape, again);
    status = nb_record_use(m, id);
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
    const nb_expr *expr = m->frames[m->frame_count - 1].expr;
    for (uint32_t i = 0; i < code->count; i++) {
        nb_status status = nb_to_index(s, expr, code->span, numbers[i], &index[i]);
        if (status != NB_STATUS_OK) return status;
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
    nb_def wanted = {.symbol = code->symbol, .rank = code->count, .index = {index[0], index[1]}};
    if (!nb_is_defined(s, id)) return nb_fail_element(s, expr, code->span, &wanted);
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
    if (code->kind == NB_CODE_INDEX && fails_as_function(m->s, code)) return fail_unknown(m, code);
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

static nb_status run_ans(nb_machine *m, const nb_code *code) {
    nb_shape shape = m->s->state.ans_shape;
    if (code->count > 0) return nb_push_number(m, code->number);
    if (shape.rank > 0)
        return nb_fail_code(m, code->span,
                            NB_SAY(ANS_SHAPE, nb_shape_arg(m->s, shape)),
                            NB_PLAIN(HINT_NAME_VALUE));
    return nb_push_number(m, nb_get_ans(m->s));
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
    case NB_CODE_ANS: return run_ans(m, code);
    case NB_CODE_SKIP: return run_index(m, f, at);
    case NB_CODE_INDEX:
    case NB_CODE_PICK: break; /* passed over by SKIP */
    case NB_CODE_ARRAY: return nb_run_array(m, code);
    case NB_CODE_VECTOR: return nb_run_vector(m, code);
    case NB_CODE_OP: return nb_run_op(m, code);
    case NB_CODE_CALL: return nb_run_call(m, code);
    case NB_CODE_GRADIENT: return nb_run_gradient(m, code);
    }
    return NB_STATUS_OK;
}

/* ---- frames ---- */

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
    if (f.def != NB_NO_DEF && m->s->defs[f.def].rank > 0 && result.shape.rank > 0)
        return nb_fail_number_wanted(m->s, f.expr, result.shape);
    if (call || f.def != NB_NO_DEF) status = nb_own_results(m, &f, &result);
    if (status == NB_STATUS_OK && f.map != NULL) return nb_end_element(m, result.node);
    if (status != NB_STATUS_OK) return status;
    m->frame_count--;
    /* the calls of a definition that was built on the way are inside of none */
    for (size_t i = m->frame_count; f.def != NB_NO_DEF && i-- > 0;) {
        if (m->frames[i].def != NB_NO_DEF) break;
        m->frames[i].calls = m->s->call_count;
    }
    if (call) return nb_end_call(m, &f, result);
    return f.def != NB_NO_DEF ? end_def(m, &f, result) : nb_push_value(m, result);
}

nb_status nb_run_machine(nb_machine *m) {
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

void nb_clear_machine(nb_machine *m) {
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
    if (status == NB_STATUS_OK) status = nb_run_machine(&m);
    nb_clear_machine(&m);
    return status;
}

nb_status nb_build_all(nb_session *s) {
    nb_status status = NB_STATUS_OK;
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++)
        if (nb_is_defined(s, (nb_def_id)i)) status = nb_build_def(s, (nb_def_id)i);
    return status;
}

nb_status nb_build_fragile(nb_session *s) {
    nb_status status = NB_STATUS_OK;
    if (!s->broke) return status;
    s->broke = false;
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++) {
        if (!nb_is_defined(s, (nb_def_id)i)) continue;
        status = nb_build_def(s, (nb_def_id)i);
        if (status != NB_STATUS_ERROR || s->problem.hint.id != NB_MESSAGE_NONE) continue;
        const char *name = nb_def_name(s, &s->scratch, &s->defs[i]);
        s->problem.hint = NB_SAY(HINT_BREAKS, NB_TEXT(name));
    }
    return status;
}

nb_status nb_build_value(nb_session *s, const nb_expr *expr, const double *env, nb_shape *shape,
                         const nb_node **nodes) {
    nb_machine m = {.s = s};
    nb_status status = nb_push_frame(&m, (nb_frame){.expr = expr, .env = env, .function = NB_NO_DEF,
                                              .def = NB_NO_DEF, .user = NB_NO_DEF});
    if (status == NB_STATUS_OK) status = nb_run_machine(&m);
    nb_node *copy = status == NB_STATUS_OK ? nb_new_nodes(s, m.values[0].shape) : NULL;
    if (status == NB_STATUS_OK && copy == NULL) status = NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; copy != NULL && i < nb_shape_count(m.values[0].shape); i++)
        copy[i] = nb_value_node(&m.values[0], i);
    if (status == NB_STATUS_OK) *shape = m.values[0].shape;
    *nodes = copy;
    nb_clear_machine(&m);
    return status;
}

nb_status nb_build_vector(nb_session *s, nb_vector_op op, const nb_node *args, nb_shape shape) {
    nb_node before = s->graph.count;
    nb_code code = {.kind = NB_CODE_VECTOR, .op = (uint8_t)op, .count = 1};
    nb_expr expr = {.codes = &code, .count = 1};
    nb_machine m = {.s = s};
    nb_node *nodes = nb_new_nodes(s, shape); /* for the arguments may move */
    nb_status status = nodes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < nb_shape_count(shape) && nodes != NULL; i++) nodes[i] = args[i];
    if (status == NB_STATUS_OK)
        status = nb_push_value(&m, (nb_value){shape, nodes[0], nodes});
    if (status == NB_STATUS_OK)
        status = nb_push_frame(&m, (nb_frame){.expr = &expr, .function = NB_NO_DEF,
                                              .def = NB_NO_DEF, .user = NB_NO_DEF});
    if (status == NB_STATUS_OK) status = nb_run_machine(&m);
    if (status == NB_STATUS_OK) nb_graph_forward(&s->graph, s->graph.count);
    nb_clear_machine(&m);
    s->garbage += s->graph.count - before; /* no definition has them */
    return status;
}

nb_status nb_build_expr(nb_session *s, const nb_expr *expr, const double *env, nb_node *node) {
    nb_arena_mark mark = nb_arena_get_mark(&s->scratch);
    nb_shape shape;
    const nb_node *nodes;
    nb_status status = nb_build_value(s, expr, env, &shape, &nodes);
    if (status != NB_STATUS_OK) return status;
    *node = nodes[0];
    if (shape.rank > 0) return nb_fail_number_wanted(s, expr, shape);
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

