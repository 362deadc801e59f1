/* Formulas -> nodes. The builder walks postfix code with a stack of frames: a frame is an
 * expression, the body of a called function, or a definition that something asked for while it was
 * out of date. Nothing recurses: a chain of a million dirty definitions is a million frames on the
 * heap. */
#include "formulas/build.h"

#include <math.h>
#include <string.h>

#include "definitions/define.h"
#include "definitions/elements.h"
#include "definitions/names.h"
#include "definitions/owner.h"
#include "definitions/problem.h"
#include "definitions/state.h"
#include "definitions/uses.h"
#include "formulas/call.h"
#include "formulas/derive.h"
#include "formulas/evaluate.h"
#include "formulas/failures.h"
#include "formulas/table_cells.h"
#include "formulas/vectors.h"
#include "graph/passes.h"

/* Begins to build a definition; what it uses is recorded anew. */
static nb_status push_def(nb_builder *m, nb_def_id id) {
    nb_sheet *s = m->s;
    nb_def *def = &s->defs[id];
    nb_unlink_uses(s, id);
    def->fragile = def->differentiates = false;
    nb_status status = nb_push_frame(m, (nb_frame){
        .expr = def->meaning.expr, .env = def->meaning.env, .function = NB_NO_DEF, .def = id,
        .user = id, .build = ++s->build});
    if (status == NB_STATUS_OK) def->building = true;
    return status;
}

/* ---- codes ---- */

/* Brings a definition up to date. A formula that is dirty gets a frame, and *again says that the
 * code is to be run again when that is done. */
static nb_status require_def(nb_builder *m, nb_def_id id, nb_span span, bool *again) {
    nb_sheet *s = m->s;
    nb_def *def = &s->defs[id];
    *again = false;
    if (def->building) return nb_fail_cycle(m, id, span);
    if (nb_is_dirty(def) && def->meaning.kind == NB_DEF_ELEMENT) {
        id = s->symbols[def->symbol].value;
        def = &s->defs[id];
        if (def->building) return nb_fail_cycle(m, id, span);
    }
    if (nb_is_dirty(def) && def->meaning.kind == NB_DEF_FORMULA) {
        *again = true;
        return push_def(m, id);
    }
    return nb_build_def(s, id);
}

static nb_status push_value_of(nb_builder *m, nb_def_id id, const nb_code *code, bool *again) {
    nb_status status = require_def(m, id, code->span, again);
    if (status != NB_STATUS_OK || *again) return status;
    status = nb_record_use(m, id);
    return status == NB_STATUS_OK ? nb_push(m, m->s->defs[id].node) : status;
}

/* The value of a name that stands for several numbers: each element has a definition. */
static nb_status push_elements(nb_builder *m, nb_frame *f, const nb_code *code, nb_shape shape,
                               bool *again) {
    nb_sheet *s = m->s;
    size_t frame_at = (size_t)(f - m->frames);
    uint32_t count = nb_shape_count(shape);
    nb_status status = NB_STATUS_OK;
    *again = false;
    for (uint32_t i = f->element; i < count && status == NB_STATUS_OK; i++) {
        m->frames[frame_at].element = i;
        nb_def_id id = nb_element(s, code->symbol, shape, i);
        if (!nb_is_defined(s, id)) return nb_fail_missing_element(m, code, shape, i);
        status = require_def(m, id, code->span, again);
        if (status != NB_STATUS_OK || *again) return status;
        status = nb_poll_turn(s, i);
    }
    m->frames[frame_at].element = 0;
    nb_node *nodes = status == NB_STATUS_OK ? nb_new_nodes(s, shape) : NULL;
    if (nodes == NULL) return status == NB_STATUS_OK ? NB_STATUS_NO_MEMORY : status;
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        nb_def_id id = nb_element(s, code->symbol, shape, i);
        nodes[i] = s->defs[id].node;
        status = nb_record_use(m, id);
        if (status == NB_STATUS_OK) status = nb_poll_turn(s, i);
    }
    if (status != NB_STATUS_OK) return status;
    return nb_push_value(m, (nb_value){shape, nodes[0], nodes});
}

/* What a name stands for: a number, a vector, or the members of a family. */
static nb_status push_name(nb_builder *m, nb_frame *f, const nb_code *code, bool *again) {
    nb_sheet *s = m->s;
    nb_def_id id = s->symbols[code->symbol].value;
    nb_shape shape;
    *again = false;
    if (!nb_is_defined(s, id)) {
        if (!nb_family_shape(s, code->symbol, &shape)) return nb_fail_unknown(m, code);
        if (shape.columns < s->symbols[code->symbol].family_count && shape.rank == 1)
            nb_remark_family(m, s->symbols[code->symbol].name, shape.columns);
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

static nb_status run_name(nb_builder *m, nb_frame *f, const nb_code *code) {
    size_t frame_at = (size_t)(f - m->frames); /* the frames may move */
    bool again;
    nb_status status = push_name(m, f, code, &again);
    if (again) m->frames[frame_at].at--;
    return status;
}

/* One element of a name, without the others. */
static nb_status push_element(nb_builder *m, const nb_code *code, const double *numbers,
                              bool *again) {
    nb_sheet *s = m->s;
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

/* Evaluates the indices behind the SKIP at `skip` as numbers, and does what the INDEX or PICK that
 * follows them says. */
static nb_status run_index(nb_builder *m, nb_frame *f, uint32_t skip) {
    const nb_expr *expr = f->expr;
    uint32_t end = skip + 1 + expr->codes[skip].count, count = 0;
    const nb_code *code = &expr->codes[end];
    size_t frame_at = (size_t)(f - m->frames);
    double numbers[NB_INDEX_NUMBERS] = {0};
    bool again = false;
    if (code->kind == NB_CODE_INDEX && nb_fails_as_function(m->s, code))
        return nb_fail_unknown(m, code);
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

static nb_status run_ans(nb_builder *m, const nb_code *code) {
    nb_shape shape = m->s->state.printed.shape;
    if (code->count > 0) return nb_push_number(m, code->number);
    if (shape.rank > 0)
        return nb_fail_code(m, code->span,
                            NB_SAY(ANS_SHAPE, nb_shape_arg(m->s, shape)),
                            NB_PLAIN(HINT_NAME_VALUE));
    return nb_push_number(m, nb_get_ans(m->s));
}

static nb_status run_code(nb_builder *m) {
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
        if (code->count >= NB_MAX_LOCALS && f->counters != NULL)
            return nb_push(m, f->counters[code->count - NB_MAX_LOCALS]);
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
    case NB_CODE_ALIAS: return nb_run_alias(m);
    case NB_CODE_SLOPE: return nb_run_slope(m, code);
    }
    return NB_STATUS_OK;
}

/* ---- frames ---- */

/* h = [h[1], 2]: before, h[1] was a member of the family h; from now on it is an element of h. */
static nb_status check_own_elements(nb_builder *m, const nb_frame *f) {
    const nb_sheet *s = m->s;
    const nb_def *def = &s->defs[f->def];
    for (uint32_t e = def->uses; e != NB_NO_EDGE; e = s->edges[e].next_use) {
        const nb_def *used = &s->defs[s->edges[e].used];
        if (used->symbol == def->symbol && used->rank > 0)
            return nb_fail_cycle(m, f->def, f->expr->span);
    }
    return NB_STATUS_OK;
}

/* What a formula makes becomes the value of its name. */
static nb_status end_def(nb_builder *m, const nb_frame *f, nb_value result) {
    nb_sheet *s = m->s;
    nb_status status = nb_set_elements(s, f->def, result.shape, result.nodes);
    nb_def *def = &s->defs[f->def];
    def->node = result.node;
    def->nodes = s->graph.count - f->first;
    def->building = false;
    if (result.shape.rank == 0) s->owner[result.node] = f->def;
    s->rebuilt++;
    return status;
}

static nb_status end_frame(nb_builder *m) {
    nb_frame f = m->frames[m->frame_count - 1];
    nb_value result = m->values[--m->value_count];
    bool call = f.function != NB_NO_DEF || f.vector != NULL;
    nb_status status = NB_STATUS_OK;
    if (f.def != NB_NO_DEF && m->s->defs[f.def].rank > 0 && result.shape.rank > 0)
        return nb_fail_number_wanted(m->s, f.expr, result.shape);
    if (f.def != NB_NO_DEF && result.shape.rank > 0) status = check_own_elements(m, &f);
    bool owns = call || f.def != NB_NO_DEF;
    if (status == NB_STATUS_OK && owns) status = nb_own_results(m, &f, &result);
    if (status == NB_STATUS_OK && f.map != NULL)
        return f.vector != NULL ? nb_end_row(m, result) : nb_end_element(m, result.node);
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

nb_status nb_builder_run(nb_builder *m) {
    nb_status status = NB_STATUS_OK;
    for (uint32_t steps = 1; m->frame_count > 0 && status == NB_STATUS_OK; steps++) {
        const nb_frame *f = &m->frames[m->frame_count - 1];
        status = f->at < f->expr->count ? run_code(m) : end_frame(m);
        if (status == NB_STATUS_OK && m->watch != NULL && m->frame_count > 0)
            status = m->watch(m, m->user);
        if (status == NB_STATUS_OK && steps % 4096 == 0) status = nb_poll(m->s);
    }
    for (size_t i = 0; i < m->frame_count; i++)
        if (m->frames[i].def != NB_NO_DEF) m->s->defs[m->frames[i].def].building = false;
    return status;
}

nb_status nb_build_def(nb_sheet *s, nb_def_id id) {
    nb_def *def = &s->defs[id];
    nb_def_kind kind = (nb_def_kind)def->meaning.kind;
    if (!nb_is_dirty(def) || kind == NB_DEF_FUNCTION || kind == NB_DEF_VECTOR) return NB_STATUS_OK;
    if (kind == NB_DEF_ELEMENT) return nb_build_def(s, s->symbols[def->symbol].value);
    if (kind == NB_DEF_LEAF) return nb_build_leaf(s, id);
    nb_builder m = {.s = s};
    nb_status status = push_def(&m, id);
    if (status == NB_STATUS_OK) status = nb_builder_run(&m);
    nb_builder_clear(&m);
    return status;
}

nb_status nb_build_all(nb_sheet *s) {
    nb_def_id *dirty;
    size_t count;
    nb_status status = nb_list_dirty(s, &dirty, &count);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++)
        if (nb_is_defined(s, dirty[i])) status = nb_build_def(s, dirty[i]);
    return status;
}

/* Builds all that is out of date; where that fails it says for whom. */
static nb_status build_dirty(nb_sheet *s) {
    nb_def_id *dirty;
    size_t count;
    nb_status status = nb_list_dirty(s, &dirty, &count);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        if (!nb_is_defined(s, dirty[i])) continue; /* an element that a formula has no more */
        status = nb_build_def(s, dirty[i]);
        if (status != NB_STATUS_ERROR || s->problem.hint.id != NB_MESSAGE_NONE) continue;
        const char *name = nb_def_name(s, &s->scratch, &s->defs[dirty[i]]);
        s->problem.hint = NB_SAY(HINT_BREAKS, NB_TEXT(name));
    }
    return status;
}

nb_status nb_build_fragile(nb_sheet *s) {
    nb_status status = NB_STATUS_OK;
    while (s->broke && status == NB_STATUS_OK) { /* a shape that changes may break more */
        s->broke = false;
        status = build_dirty(s);
    }
    return status;
}

static nb_status build_value(nb_sheet *s, const nb_expr *expr, const double *env,
                             const nb_node *counters, nb_shape *shape, const nb_node **nodes) {
    nb_builder m = {.s = s};
    nb_status status = nb_push_frame(&m, (nb_frame){
        .expr = expr, .env = env, .counters = counters, .function = NB_NO_DEF, .def = NB_NO_DEF,
        .user = NB_NO_DEF});
    if (status == NB_STATUS_OK) status = nb_builder_run(&m);
    nb_node *copy = status == NB_STATUS_OK ? nb_new_nodes(s, m.values[0].shape) : NULL;
    if (status == NB_STATUS_OK && copy == NULL) status = NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; copy != NULL && i < nb_shape_count(m.values[0].shape); i++)
        copy[i] = nb_value_node(&m.values[0], i);
    if (status == NB_STATUS_OK) *shape = m.values[0].shape;
    *nodes = copy;
    nb_builder_clear(&m);
    return status;
}

nb_status nb_build_value(nb_sheet *s, const nb_expr *expr, const double *env, nb_shape *shape,
                         const nb_node **nodes) {
    return build_value(s, expr, env, NULL, shape, nodes);
}

nb_status nb_build_vector(nb_sheet *s, nb_vector_op op, const nb_node *args, nb_shape shape,
                          nb_along by) {
    nb_node before = s->graph.count;
    nb_code code = {.kind = NB_CODE_VECTOR, .op = (uint8_t)op, .count = 1,
                    .by = (uint8_t)by};
    nb_expr expr = {.codes = &code, .count = 1};
    nb_builder m = {.s = s};
    nb_node *nodes = nb_new_nodes(s, shape); /* for the arguments may move */
    nb_status status = nodes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < nb_shape_count(shape) && nodes != NULL; i++) nodes[i] = args[i];
    if (status == NB_STATUS_OK)
        status = nb_push_value(&m, (nb_value){shape, nodes[0], nodes});
    if (status == NB_STATUS_OK)
        status = nb_push_frame(&m, (nb_frame){.expr = &expr, .function = NB_NO_DEF,
                                              .def = NB_NO_DEF, .user = NB_NO_DEF});
    if (status == NB_STATUS_OK) status = nb_builder_run(&m);
    if (status == NB_STATUS_OK) nb_graph_forward(&s->graph, s->graph.count);
    nb_builder_clear(&m);
    s->garbage += s->graph.count - before; /* no definition has them */
    return status;
}

nb_status nb_build_counted(nb_sheet *s, const nb_expr *expr, const double *env,
                           const nb_node *counters, nb_node *node) {
    nb_arena_mark mark = nb_arena_get_mark(&s->scratch);
    nb_shape shape;
    const nb_node *nodes;
    nb_status status = build_value(s, expr, env, counters, &shape, &nodes);
    if (status != NB_STATUS_OK) return status;
    *node = nodes[0];
    if (shape.rank > 0) return nb_fail_number_wanted(s, expr, shape);
    nb_arena_rewind(&s->scratch, mark);
    return status;
}

nb_status nb_build_expr(nb_sheet *s, const nb_expr *expr, const double *env, nb_node *node) {
    return nb_build_counted(s, expr, env, NULL, node);
}

/* Whether a definition has a node from `count` on. Elements and numbers own theirs; a vector has
 * that of its first element, which nobody owns where the element was redefined. */
static bool has_owner(const nb_sheet *s, nb_node count) {
    for (nb_node i = count; i < s->graph.count; i++)
        if (s->owner[i] != NB_NO_DEF) return true;
    for (size_t i = 0; i < s->symbol_count; i++) {
        const nb_def *def = s->symbols[i].value != NB_NO_DEF ? &s->defs[s->symbols[i].value] : NULL;
        if (def != NULL && !nb_is_dirty(def) && def->node >= count) return true;
    }
    return false;
}

void nb_truncate(nb_sheet *s, nb_node count, uint32_t rebuilt) {
    nb_node dropped = s->graph.count - count;
    if (s->rebuilt != rebuilt && has_owner(s, count)) {
        s->garbage += dropped;
        return;
    }
    if (s->rebuilt != rebuilt) s->garbage -= s->garbage < dropped ? s->garbage : dropped;
    nb_graph_truncate(&s->graph, count);
    while (s->call_count > 0 && s->calls[s->call_count - 1].result >= count) {
        s->call_count--;
        s->call_arg_count = s->calls[s->call_count].first_arg;
    }
}

