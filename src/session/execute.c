/* Running statements. Each either does all it says or answers an error; putting things back is
 * nb_roll_back's, which the caller of the outermost statement applies. */
#include <math.h>
#include <string.h>

#include "session/internal.h"
#include "session/lasting.h"

/* ---- keeping what a definition needs ---- */

static const char *keep_text(nb_session *s, const char *source) {
    if (source != s->text) return source; /* kept before */
    if (s->kept_text == NULL) s->kept_text = nb_arena_text(&s->arena, s->text, strlen(s->text));
    return s->kept_text;
}

/* Indices that depend on names become numbers now: x[n] stays x[3] when n changes. */
static nb_status freeze_indices(nb_session *s, const nb_expr *from, const double *env,
                                nb_expr *to) {
    to->codes = nb_arena_add(&s->scratch, from->count, sizeof *to->codes);
    if (to->codes == NULL) return NB_STATUS_NO_MEMORY;
    to->count = 0;
    for (uint32_t i = 0; i < from->count; i++) {
        nb_code code = from->codes[i];
        if (code.kind != NB_CODE_SKIP) {
            to->codes[to->count++] = code;
            continue;
        }
        double values[NB_INDEX_NUMBERS];
        uint32_t end = i + 1 + code.count, count = 0;
        nb_status status = nb_eval_indices(s, from, i + 1, end, env, values, &count);
        if (status != NB_STATUS_OK) return status;
        code.count = count;
        to->codes[to->count++] = code;
        for (uint32_t k = 0; k < count; k++)
            to->codes[to->count++] = (nb_code){.kind = NB_CODE_NUMBER, .number = values[k],
                                               .span = from->codes[end].span};
        to->codes[to->count++] = from->codes[end];
        i = end;
    }
    to->freezes = false;
    to->frozen = true;
    return NB_STATUS_OK;
}

/* Copies an expression into the session's arena; NULL when memory runs out. */
static const nb_expr *keep_expr(nb_session *s, const nb_expr *expr) {
    nb_expr *kept = nb_arena_add(&s->arena, 1, sizeof *kept);
    nb_code *codes = nb_arena_add(&s->arena, expr->count + 1, sizeof *codes);
    const char *source = keep_text(s, expr->source);
    if (kept == NULL || codes == NULL || source == NULL) return NULL;
    *kept = *expr;
    kept->codes = codes;
    kept->source = source;
    memcpy(codes, expr->codes, expr->count * sizeof *codes);
    for (uint32_t i = 0; i < kept->count; i++) { /* ans is taken as a number, now */
        if (codes[i].kind != NB_CODE_ANS || codes[i].count > 0) continue;
        codes[i].count = 1;
        codes[i].number = nb_get_ans(s);
    }
    return kept;
}

/* The loop variables that an expression mentions, copied; NULL when it mentions none. */
static nb_status keep_env(nb_session *s, const nb_expr *expr, const double **env) {
    uint32_t needed = 0;
    for (uint32_t i = 0; i < expr->count; i++)
        if (expr->codes[i].kind == NB_CODE_LOCAL && expr->codes[i].count >= needed)
            needed = expr->codes[i].count + 1;
    *env = NULL;
    if (needed == 0) return NB_STATUS_OK;
    double *copy = nb_arena_add(&s->arena, needed, sizeof *copy);
    if (copy == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(copy, s->env, needed * sizeof *copy);
    *env = copy;
    return NB_STATUS_OK;
}

/* ---- values for the user ---- */

static nb_status add_value(nb_session *s, const char *name, double value, nb_node node) {
    bool printed = name == NULL || !s->quiet;
    if (printed) nb_set_ans(s, value);
    nb_block *block = nb_result_add(s->result, NB_BLOCK_VALUE);
    double *number = nb_result_array(s->result, 1, sizeof *number);
    if (block == NULL || number == NULL) return NB_STATUS_NO_MEMORY;
    *number = value;
    block->as.value = (nb_value_block){
        .name = name != NULL ? nb_result_text(s->result, name, strlen(name)) : NULL,
        .numbers = number};
    return isfinite(value) || node == NB_NO_NODE ? NB_STATUS_OK : nb_warn_value(s, node);
}

/* Several numbers. */
static nb_status add_array(nb_session *s, const char *name, nb_shape shape, const nb_node *nodes) {
    uint32_t count = nb_shape_count(shape);
    if (name == NULL || !s->quiet) s->state.ans_shape = shape;
    nb_block *block = nb_result_add(s->result, NB_BLOCK_VALUE);
    double *numbers = nb_result_array(s->result, count, sizeof *numbers);
    if (block == NULL || numbers == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = NB_STATUS_OK;
    nb_node last = 0;
    for (uint32_t i = 0; i < count; i++) last = nodes[i] > last ? nodes[i] : last;
    nb_graph_forward(&s->graph, last + 1);
    for (uint32_t i = 0; i < count; i++) numbers[i] = s->graph.value[nodes[i]];
    block->as.value = (nb_value_block){
        .name = name != NULL ? nb_result_text(s->result, name, strlen(name)) : NULL,
        .rows = shape.rank == 2 ? shape.rows : 0, .columns = shape.columns, .numbers = numbers};
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++)
        if (!isfinite(numbers[i])) status = nb_warn_value(s, nodes[i]);
    return status;
}

static nb_status show_elements(nb_session *s, nb_def_id id, nb_shape shape) {
    uint32_t count = nb_shape_count(shape);
    nb_node *nodes = nb_arena_add(&s->scratch, count, sizeof *nodes);
    nb_status status = nodes != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        nb_def_id element = nb_element(s, s->defs[id].symbol, shape, i);
        status = nb_build_def(s, element);
        if (status == NB_STATUS_OK) nodes[i] = s->defs[element].node;
    }
    const char *name = nb_def_name(s, &s->scratch, &s->defs[id]);
    return status == NB_STATUS_OK ? add_array(s, name, shape, nodes) : status;
}

static nb_status show_definition(nb_session *s, nb_def_id id) {
    /* a quiet line's value is there for programs; a result knows only one line to be quiet */
    if (s->block_depth > 0 || (s->run_depth > 0 && s->quiet)) return NB_STATUS_OK;
    nb_def *def = &s->defs[id];
    nb_shape shape = nb_shape_of(s, id);
    if (shape.rank > 0) return show_elements(s, id, shape);
    nb_graph_forward(&s->graph, def->node + 1);
    return add_value(s, nb_def_name(s, &s->scratch, def), s->graph.value[def->node], def->node);
}

/* ---- definitions ---- */

static nb_status find_target(nb_session *s, const nb_target *target, nb_def_id *def) {
    int32_t index[2] = {0, 0};
    for (uint32_t i = 0; i < target->rank; i++) {
        nb_status status = nb_eval_index(s, &target->index[i], s->env, &index[i]);
        if (status != NB_STATUS_OK) return status;
    }
    const nb_symbol_info *symbol = &s->symbols[target->symbol];
    if (target->rank > 0 && symbol->family_count > 0 && symbol->family_rank != target->rank) {
        nb_expr place = {.source = s->text};
        return nb_fail_at(s, &place, target->span,
                          target->rank == 1 ? NB_SAY(FAMILY_ONE, NB_TEXT(symbol->name))
                                            : NB_SAY(FAMILY_TWO, NB_TEXT(symbol->name)),
                          NB_NO_HINT);
    }
    return nb_def_at(s, target->symbol, target->rank, index, def);
}

/* The label stays with the name when its formula changes. */
static nb_meaning meaning_for(nb_session *s, nb_def_id def, nb_def_kind kind) {
    return (nb_meaning){.kind = (uint8_t)kind, .label = s->defs[def].meaning.label};
}

/* A loop's formula is kept once for all turns, unless its indices are frozen at each. */
static nb_status keep_formula(nb_session *s, nb_statement *st, const nb_expr **kept) {
    const nb_expr *expr = &st->exprs[0];
    *kept = st->kept;
    if (*kept != NULL) return NB_STATUS_OK;
    if (expr->freezes) {
        nb_expr frozen = *expr;
        nb_status status = freeze_indices(s, expr, s->env, &frozen);
        if (status == NB_STATUS_OK) *kept = keep_expr(s, &frozen);
        return status == NB_STATUS_OK && *kept == NULL ? NB_STATUS_NO_MEMORY : status;
    }
    *kept = st->kept = keep_expr(s, expr);
    return *kept != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
}

/* The numbers of a vector that is written out; false when it is no such literal. */
static bool is_literal(const nb_expr *expr, nb_shape *shape) {
    const nb_code *last = &expr->codes[expr->count - 1];
    if (last->kind != NB_CODE_ARRAY || last->count + 1 != expr->count || last->count == 0)
        return false;
    for (uint32_t i = 0; i < last->count; i++)
        if (expr->codes[i].kind != NB_CODE_NUMBER) return false;
    uint32_t columns = last->symbol > 0 ? last->symbol : last->count;
    *shape = (nb_shape){last->symbol > 0 ? 2 : 1, last->count / columns, columns};
    return true;
}

static nb_status define_vector(nb_session *s, const nb_statement *st, nb_def_id id,
                               nb_shape shape) {
    const nb_expr *expr = &st->exprs[0];
    nb_expr place = {.source = s->text};
    double *numbers = nb_arena_add(&s->scratch, expr->count, sizeof *numbers);
    if (numbers == NULL) return NB_STATUS_NO_MEMORY;
    if (s->defs[id].rank > 0)
        return nb_fail_at(s, &place, expr->span,
                          NB_SAY(NUMBER_WANTED, nb_shape_arg(s, shape)), NB_NO_HINT);
    for (uint32_t i = 0; i + 1 < expr->count; i++) numbers[i] = expr->codes[i].number;
    return nb_set_vector(s, id, shape, numbers, false);
}

/* An element that a vector does not have. */
static nb_status check_range(nb_session *s, const nb_target *target, nb_def_id id) {
    nb_def_id whole = s->symbols[target->symbol].value;
    if (target->rank == 0 || !nb_is_defined(s, whole)) return NB_STATUS_OK;
    nb_status status = nb_build_def(s, whole);
    nb_shape shape = nb_shape_of(s, whole);
    if (status != NB_STATUS_OK || shape.rank == 0) return status;
    const int32_t *index = s->defs[id].index;
    bool inside = target->rank == shape.rank;
    for (uint32_t i = 0; inside && i < target->rank; i++) {
        uint32_t most = shape.rank == 2 && i == 0 ? shape.rows : shape.columns;
        inside = index[i] >= 1 && (uint32_t)index[i] <= most;
    }
    nb_expr place = {.source = s->text};
    return inside ? status : nb_fail_element(s, &place, target->span, &s->defs[id]);
}

/* Gives a name another meaning than that of a vector: without its elements. */
static nb_status replace_vector(nb_session *s, nb_def_id id) {
    if (nb_shape_of(s, id).rank == 0) return NB_STATUS_OK;
    s->broke = true;
    return nb_drop_elements(s, s->defs[id].symbol);
}

/* An expression that is one number makes a leaf. */
static nb_status set_definition(nb_session *s, nb_statement *st, nb_def_id id) {
    const nb_expr *expr = &st->exprs[0];
    nb_shape shape;
    if (st->initialiser != NULL) return nb_initialise(s, st, id);
    if (is_literal(expr, &shape)) return define_vector(s, st, id, shape);
    nb_status status = replace_vector(s, id);
    if (status != NB_STATUS_OK) return status;
    nb_meaning meaning = meaning_for(s, id, NB_DEF_FORMULA);
    if (expr->count == 1 && expr->codes[0].kind == NB_CODE_NUMBER) {
        meaning.kind = NB_DEF_LEAF;
        meaning.value = expr->codes[0].number;
    } else {
        status = keep_formula(s, st, &meaning.expr);
        if (status == NB_STATUS_OK) status = keep_env(s, meaning.expr, &meaning.env);
        if (status != NB_STATUS_OK) return status;
    }
    return nb_set_meaning(s, id, meaning);
}

static nb_status define(nb_session *s, nb_statement *st) {
    nb_def_id id = NB_NO_DEF;
    nb_status status = find_target(s, &st->targets[0], &id);
    if (status == NB_STATUS_OK) status = check_range(s, &st->targets[0], id);
    if (status == NB_STATUS_OK) status = set_definition(s, st, id);
    if (status == NB_STATUS_OK) status = nb_build_def(s, id);
    if (status == NB_STATUS_OK) status = nb_build_fragile(s);
    return status == NB_STATUS_OK ? show_definition(s, id) : status;
}

/* ---- functions ---- */

static nb_status fail_body(nb_session *s, const nb_expr *body, const nb_code *code) {
    const char *name = s->symbols[code->symbol].name;
    return nb_fail_at(s, body, code->span, NB_SAY(UNKNOWN_NAME, NB_TEXT(name)),
                      nb_did_you_mean(s, name, false));
}

/* The function that a code calls, or NB_NO_DEF. */
static nb_def_id called_by(const nb_session *s, const nb_code *code) {
    nb_def_id id = code->kind == NB_CODE_CALL ? s->symbols[code->symbol].function : NB_NO_DEF;
    return nb_is_defined(s, id) ? id : NB_NO_DEF;
}

/* Whether a function's body calls the function itself, through others or directly. */
static nb_status check_recursion(nb_session *s, nb_def_id function) {
    nb_def_id *stack = nb_arena_add(&s->scratch, s->def_count, sizeof *stack);
    uint8_t *seen = nb_arena_add(&s->scratch, s->def_count, 1);
    if (stack == NULL || seen == NULL) return NB_STATUS_NO_MEMORY;
    size_t count = 0;
    stack[count++] = function;
    while (count > 0) {
        nb_def_id caller = stack[--count];
        const nb_expr *body = s->defs[caller].meaning.expr;
        for (uint32_t i = 0; i < body->count; i++) {
            nb_def_id called = called_by(s, &body->codes[i]);
            if (called == function) {
                const char *name = s->symbols[s->defs[function].symbol].name;
                const char *through = s->symbols[s->defs[caller].symbol].name;
                return nb_fail_at(s, body, body->codes[i].span,
                                  caller == function
                                      ? NB_SAY(RECURSION, NB_TEXT(name))
                                      : NB_SAY(RECURSION_THROUGH, NB_TEXT(name), NB_TEXT(through)),
                                  NB_NO_HINT);
            }
            if (called == NB_NO_DEF || seen[called]) continue;
            seen[called] = 1;
            stack[count++] = called;
        }
    }
    return NB_STATUS_OK;
}

static nb_status define_function(nb_session *s, const nb_statement *st) {
    nb_def_id id;
    nb_status status = nb_function_at(s, st->symbol, &id);
    if (status != NB_STATUS_OK) return status;
    nb_expr body = st->exprs[0];
    if (body.freezes) status = freeze_indices(s, &st->exprs[0], NULL, &body);
    if (status != NB_STATUS_OK) return status;
    nb_meaning meaning = {.kind = NB_DEF_FUNCTION, .parameter_count = st->count};
    nb_symbol *parameters = nb_arena_add(&s->arena, st->count, sizeof *parameters);
    meaning.expr = keep_expr(s, &body);
    if (parameters == NULL || meaning.expr == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(parameters, st->parameters, st->count * sizeof *parameters);
    meaning.parameters = parameters;
    for (uint32_t i = 0; i < meaning.expr->count; i++) {
        const nb_code *code = &meaning.expr->codes[i];
        if (code->kind == NB_CODE_NAME && !nb_is_defined(s, s->symbols[code->symbol].value))
            return fail_body(s, meaning.expr, code);
    }
    status = nb_set_meaning(s, id, meaning);
    if (status == NB_STATUS_OK) status = check_recursion(s, id);
    if (status != NB_STATUS_OK) return status;
    return nb_build_all(s); /* what calls it must still be possible */
}

/* ---- assignment ---- */

/* `named`: what stands on the left, of which `id` may be an element. */
static nb_status check_number(nb_session *s, const nb_target *target, nb_def_id named,
                              nb_def_id id) {
    nb_def_kind kind = (nb_def_kind)s->defs[id].meaning.kind;
    if (kind != NB_DEF_FORMULA && kind != NB_DEF_ELEMENT) return NB_STATUS_OK;
    nb_def_id leaf;
    nb_status status = nb_build_def(s, id);
    if (status == NB_STATUS_OK) status = nb_find_leaf(s, s->defs[id].node, &leaf);
    if (status != NB_STATUS_OK || leaf == NB_NO_DEF) return status;
    const char *name = nb_def_name(s, &s->scratch, &s->defs[named]);
    nb_expr place = {.source = s->text};
    return nb_fail_at(s, &place, target->span,
                      NB_SAY(ASSIGN_FORMULA, NB_TEXT(name),
                             NB_TEXT(nb_def_name(s, &s->scratch, &s->defs[leaf]))),
                      NB_SAY(HINT_REDEFINE, NB_TEXT(name)));
}

/* A number is stored where none depends on a leaf: in a vector where no element does. */
static nb_status check_assignable(nb_session *s, const nb_target *target, nb_def_id id) {
    nb_status status = check_range(s, target, id);
    if (status == NB_STATUS_OK && nb_is_defined(s, id)) status = nb_build_def(s, id);
    nb_shape shape = nb_shape_of(s, id);
    if (shape.rank == 0) return status == NB_STATUS_OK ? check_number(s, target, id, id) : status;
    for (uint32_t i = 0; i < nb_shape_count(shape) && status == NB_STATUS_OK; i++)
        status = check_number(s, target, id, nb_element(s, target->symbol, shape, i));
    return status;
}

/* Numbers on their way from a right side to a left one. */
typedef struct numbers {
    nb_def_id def;
    nb_shape shape;
    double *values;
} numbers;

/* The numbers are stored without the formula: now is the time to say where inf or nan arose. */
static nb_status eval_warned(nb_session *s, const nb_expr *expr, numbers *n) {
    nb_node before = s->graph.count, last = 0;
    uint32_t rebuilt = s->rebuilt;
    const nb_node *nodes;
    nb_status status = nb_build_value(s, expr, s->env, &n->shape, &nodes);
    if (status == NB_STATUS_OK) {
        uint32_t count = nb_shape_count(n->shape);
        n->values = nb_arena_add(&s->scratch, count, sizeof *n->values);
        if (n->values == NULL) return NB_STATUS_NO_MEMORY;
        for (uint32_t i = 0; i < count; i++) last = nodes[i] > last ? nodes[i] : last;
        nb_graph_forward(&s->graph, last + 1);
        for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
            n->values[i] = s->graph.value[nodes[i]];
            if (!isfinite(n->values[i])) status = nb_warn_value(s, nodes[i]);
        }
    }
    nb_truncate(s, before, rebuilt);
    return status;
}

static nb_status fail_shapes(nb_session *s, const nb_target *target, nb_shape a, nb_shape b) {
    nb_expr place = {.source = s->text};
    if (b.rank == 0)
        return nb_fail_at(s, &place, target->span,
                          NB_SAY(NUMBER_FOR_SHAPE, NB_TEXT(s->symbols[target->symbol].name),
                                 nb_shape_arg(s, a)), NB_NO_HINT);
    return nb_fail_at(s, &place, target->span,
                      NB_SAY(SHAPES_DIFFER, nb_shape_arg(s, a),
                             nb_shape_arg(s, b)), NB_NO_HINT);
}

static nb_status present_number(nb_session *s, nb_def_id id, double *value) {
    nb_status status = nb_build_def(s, id);
    if (status != NB_STATUS_OK) return status;
    nb_node node = s->defs[id].node;
    nb_graph_forward(&s->graph, node + 1);
    *value = s->graph.value[node];
    return NB_STATUS_OK;
}

/* x += n, of vectors element by element; one number goes to all elements. */
static nb_status combine(nb_session *s, const nb_statement *st, uint32_t i, numbers *n) {
    const nb_target *target = &st->targets[i];
    const nb_expr *expr = &st->exprs[i];
    nb_shape shape = nb_shape_of(s, n->def), given = n->shape;
    bool same = nb_same_shape(given, shape);
    if (given.rank > 0 && shape.rank == 0) return nb_fail_number_wanted(s, expr, given);
    if (given.rank > 0 && !same) return fail_shapes(s, target, shape, given);
    double *values = nb_arena_add(&s->scratch, nb_shape_count(shape), sizeof *values);
    nb_status status = values != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t k = 0; k < nb_shape_count(shape) && status == NB_STATUS_OK; k++) {
        nb_def_id id = shape.rank > 0 ? nb_element(s, target->symbol, shape, k) : n->def;
        status = present_number(s, id, &values[k]);
        if (status == NB_STATUS_OK)
            values[k] = nb_op_value(st->op, values[k], n->values[given.rank > 0 ? k : 0], 0);
    }
    n->shape = shape;
    n->values = values;
    return status;
}

static nb_status value_to_store(nb_session *s, const nb_statement *st, uint32_t i, numbers *n) {
    nb_status status = eval_warned(s, &st->exprs[i], n);
    nb_shape shape = nb_shape_of(s, n->def);
    bool fits = nb_same_shape(n->shape, shape);
    if (status != NB_STATUS_OK) return status;
    bool number = st->targets[i].rank > 0 || nb_is_defined(s, n->def); /* what is there now */
    if (!st->has_op && shape.rank > 0 && !fits)
        return fail_shapes(s, &st->targets[i], shape, n->shape);
    if (!st->has_op && shape.rank == 0 && number && n->shape.rank > 0)
        return nb_fail_number_wanted(s, &st->exprs[i], n->shape);
    if (!st->has_op) return NB_STATUS_OK;
    if (!nb_is_defined(s, n->def)) {
        const char *name = s->symbols[st->targets[i].symbol].name;
        nb_expr place = {.source = s->text};
        return nb_fail_at(s, &place, st->targets[i].span, NB_SAY(UNKNOWN_NAME, NB_TEXT(name)),
                          NB_SAY(HINT_DEFINE, NB_TEXT(name)));
    }
    return combine(s, st, i, n);
}

static nb_status store(nb_session *s, const numbers *n) {
    if (n->shape.rank > 0) return nb_set_vector(s, n->def, n->shape, n->values, true);
    nb_meaning meaning = meaning_for(s, n->def, NB_DEF_LEAF);
    meaning.stored = true;
    meaning.value = n->values[0];
    nb_status status = replace_vector(s, n->def);
    if (status == NB_STATUS_OK) status = nb_set_meaning(s, n->def, meaning);
    return status == NB_STATUS_OK ? nb_build_def(s, n->def) : status;
}

/* All right sides first, then all stores. */
static nb_status assign(nb_session *s, const nb_statement *st) {
    numbers *n = nb_arena_add(&s->scratch, st->count, sizeof *n);
    nb_status status = n != NULL ? NB_STATUS_OK : NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; status == NB_STATUS_OK && i < st->count; i++) {
        status = find_target(s, &st->targets[i], &n[i].def);
        if (status == NB_STATUS_OK) status = check_assignable(s, &st->targets[i], n[i].def);
        if (status == NB_STATUS_OK) status = value_to_store(s, st, i, &n[i]);
    }
    for (uint32_t i = 0; status == NB_STATUS_OK && i < st->count; i++) status = store(s, &n[i]);
    if (status == NB_STATUS_OK) status = nb_build_fragile(s);
    for (uint32_t i = 0; status == NB_STATUS_OK && i < st->count; i++)
        status = show_definition(s, n[i].def);
    return status;
}

/* ---- expressions and loops ---- */

static nb_status print_expression(nb_session *s, const nb_expr *expr) {
    nb_node before = s->graph.count;
    uint32_t rebuilt = s->rebuilt;
    nb_shape shape;
    const nb_node *nodes;
    nb_status status = nb_build_value(s, expr, s->env, &shape, &nodes);
    if (status == NB_STATUS_OK && shape.rank > 0) {
        status = add_array(s, NULL, shape, nodes);
    } else if (status == NB_STATUS_OK) {
        nb_graph_forward(&s->graph, nodes[0] + 1);
        status = add_value(s, NULL, s->graph.value[nodes[0]], nodes[0]);
    }
    nb_truncate(s, before, rebuilt);
    return status;
}

/* A loop may be long. What a statement left in the scratch arena nobody reads any more, unless it
 * is why it failed; and all answers together get a part of the memory, so that the loop does not
 * fail of them. */
static nb_status run_block(nb_session *s, nb_statement *body) {
    const size_t part = 4;
    for (; body != NULL; body = body->next) {
        nb_arena_mark mark = nb_arena_get_mark(&s->scratch);
        nb_result_mark told = nb_result_get_mark(s->result);
        bool full = s->result->arena.size > s->memory.limit / part;
        nb_status status = nb_execute(s, body);
        if (status == NB_STATUS_OK) status = nb_poll(s);
        if (status != NB_STATUS_OK) return status;
        bool answers = s->result->last != told.last;
        if (full && answers && nb_result_rewind(s->result, told)) s->untold++;
        nb_arena_rewind(&s->scratch, mark);
        nb_collect(s);
    }
    return NB_STATUS_OK;
}

static nb_status range_end(nb_session *s, const nb_expr *expr, double *end) {
    nb_status status = nb_eval(s, expr, s->env, end);
    if (status == NB_STATUS_OK && *end != rint(*end))
        return nb_fail_at(s, expr, expr->span, NB_SAY(RANGE_ENDS, NB_NUMBER(*end)), NB_NO_HINT);
    return status;
}

static nb_status run_turns(nb_session *s, const nb_statement *st, double first, double turns) {
    nb_expr place = {.source = st->source};
    if (turns > NB_MAX_TURNS)
        return nb_fail_at(s, &place, st->exprs[0].span,
                          NB_SAY(LOOP_TOO_LONG, NB_COUNT(turns), NB_COUNT(NB_MAX_TURNS)),
                          NB_NO_HINT);
    bool quiet = s->quiet;
    nb_status status = NB_STATUS_OK;
    s->block_depth++;
    for (double i = 0; i < turns && status == NB_STATUS_OK; i++) {
        if (st->kind == NB_STATEMENT_FOR) s->env[st->local] = first + i;
        s->quiet = true;
        status = run_block(s, st->body);
        s->quiet = quiet;
    }
    s->block_depth--;
    if (s->block_depth > 0 || s->untold == 0 || status != NB_STATUS_OK) return status;
    nb_result_say(s->result, NB_SEVERITY_NOTE, NB_SAY(LOOP_UNTOLD, NB_COUNT(s->untold)));
    s->untold = 0;
    return status;
}

static nb_status run_for(nb_session *s, const nb_statement *st) {
    double first, last;
    nb_status status = range_end(s, &st->exprs[0], &first);
    if (status == NB_STATUS_OK) status = range_end(s, &st->exprs[1], &last);
    const double exact = 9007199254740992.0; /* beyond 2^53 a double skips whole numbers */
    if (status == NB_STATUS_OK && last - first < NB_MAX_TURNS && fabs(first) + fabs(last) > exact)
        return nb_fail_at(s, &st->exprs[0], st->exprs[0].span,
                          NB_SAY(RANGE_ENDS, NB_NUMBER(first)), NB_NO_HINT);
    return status == NB_STATUS_OK ? run_turns(s, st, first, last - first + 1) : status;
}

static nb_status run_repeat(nb_session *s, const nb_statement *st) {
    double turns;
    nb_status status = nb_eval(s, &st->exprs[0], s->env, &turns);
    if (status != NB_STATUS_OK) return status;
    if (turns != rint(turns) || turns < 0)
        return nb_fail_at(s, &st->exprs[0], st->exprs[0].span,
                          NB_SAY(BAD_COUNT, NB_NUMBER(turns)), NB_NO_HINT);
    return run_turns(s, st, 0, turns);
}

nb_status nb_execute(nb_session *s, nb_statement *statement) {
    switch (statement->kind) {
    case NB_STATEMENT_DEFINE: return define(s, statement);
    case NB_STATEMENT_FUNCTION: return define_function(s, statement);
    case NB_STATEMENT_ASSIGN: return assign(s, statement);
    case NB_STATEMENT_EXPRESSION:
        return nb_takes_answer(s) ? nb_predict_answer(s, &statement->exprs[0])
                                  : print_expression(s, &statement->exprs[0]);
    case NB_STATEMENT_FOR: return run_for(s, statement);
    case NB_STATEMENT_REPEAT: return run_repeat(s, statement);
    case NB_STATEMENT_COMMAND: return nb_run_command(s, statement);
    }
    return NB_STATUS_OK;
}
