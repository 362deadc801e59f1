/* The definitions as a script that recreates the session: each name before those that use it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "session/internal.h"
#include "session/lasting.h"

/* ---- one definition as text ---- */

static void add_number(nb_buffer *out, double number) {
    char text[NB_NUMBER_ROOM];
    nb_number_exact(number, text);
    /* no literal is inf or nan: what made them does it again */
    if (isnan(number)) nb_buffer_add_text(out, "0/0");
    else if (isinf(number)) nb_buffer_add_text(out, number > 0 ? "1/0" : "-1/0");
    else nb_buffer_add_text(out, text);
}

/* A piece of source on one line: without comments, line ends and the prompts behind them. */
static void add_source(nb_buffer *out, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '#') i += strcspn(text + i, "\n");
        if (i >= length) return;
        if (text[i] != '\n' && text[i] != '\r') {
            nb_buffer_add_char(out, text[i]);
            continue;
        }
        nb_buffer_add_char(out, ' ');
        while (i + 1 < length && strchr(" \t\r\n", text[i + 1]) != NULL) i++;
        if (i + 3 < length && memcmp(text + i + 1, "...", 3) == 0) i += 3;
    }
}

static void add_local(nb_buffer *out, double value) {
    char before = out->length > 0 ? out->data[out->length - 1] : ' ';
    bool brackets = value < 0 || !isfinite(value) || (before >= '0' && before <= '9');
    if (brackets) nb_buffer_add_char(out, '(');
    add_number(out, value);
    if (brackets) nb_buffer_add_char(out, ')');
}

static bool mentions_local(const nb_expr *expr, uint32_t from, uint32_t to) {
    bool local = false;
    for (uint32_t i = from; i < to; i++) local = local || expr->codes[i].kind == NB_CODE_LOCAL;
    return local;
}

/* Whether a code is written otherwise than it was typed. A value before a bracket is, when by now
 * a function has its name. */
static bool is_rewritten(const nb_session *s, const nb_meaning *meaning, const nb_code *code) {
    const char *behind = meaning->expr->source + code->span.offset + code->span.length;
    if (code->kind == NB_CODE_LOCAL) return meaning->kind == NB_DEF_FORMULA;
    if (code->kind == NB_CODE_NAME)
        return *behind == '(' && nb_is_defined(s, s->symbols[code->symbol].function);
    return code->kind == NB_CODE_ANS;
}

/* The code at `i`: the index behind a SKIP as numbers, others as what they stood for. */
static nb_status rewrite(nb_session *s, nb_buffer *out, const nb_meaning *meaning, uint32_t i) {
    const nb_expr *expr = meaning->expr;
    const nb_code *code = &expr->codes[i];
    if (code->kind == NB_CODE_LOCAL) add_local(out, meaning->env[code->count]);
    if (code->kind == NB_CODE_ANS) add_local(out, code->number);
    if (code->kind == NB_CODE_NAME) {
        nb_buffer_add_char(out, '(');
        add_source(out, expr->source + code->span.offset, code->span.length);
        nb_buffer_add_char(out, ')');
    }
    if (code->kind != NB_CODE_SKIP) return NB_STATUS_OK;
    double values[NB_INDEX_NUMBERS];
    uint32_t last = i + 1 + code->count, count = 0;
    nb_status status = nb_eval_indices(s, expr, i + 1, last, meaning->env, values, &count);
    if (status != NB_STATUS_OK) return status;
    nb_def element = {.symbol = expr->codes[last].symbol, .rank = count};
    for (uint32_t k = 0; k < count; k++) element.index[k] = (int32_t)values[k];
    nb_buffer_add_text(out, nb_def_name(s, &s->scratch, &element));
    return NB_STATUS_OK;
}

/* The formula as typed, with loop variables, indices and ans as the numbers they were. */
static nb_status add_formula(nb_session *s, nb_buffer *out, const nb_meaning *meaning) {
    const nb_expr *expr = meaning->expr;
    size_t at = expr->span.offset, end = at + expr->span.length;
    for (uint32_t i = 0, last; i < expr->count; i = last + 1) {
        bool index = expr->codes[i].kind == NB_CODE_SKIP;
        last = index ? i + 1 + expr->codes[i].count : i;
        if (index ? meaning->kind == NB_DEF_FUNCTION && mentions_local(expr, i, last)
                  : !is_rewritten(s, meaning, &expr->codes[i])) continue;
        nb_span span = expr->codes[last].span;
        if (span.offset >= at) add_source(out, expr->source + at, span.offset - at);
        at = span.offset + span.length;
        nb_status status = rewrite(s, out, meaning, i);
        if (status != NB_STATUS_OK) return status;
    }
    if (at < end) add_source(out, expr->source + at, end - at);
    return NB_STATUS_OK;
}

static void add_quoted(nb_buffer *out, const char *text) {
    nb_buffer_add_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') nb_buffer_add_char(out, '\\');
        nb_buffer_add_char(out, *text);
    }
    nb_buffer_add_char(out, '"');
}

static void add_label(nb_session *s, nb_buffer *out, const nb_def *def) {
    if (def->meaning.label == NULL) return;
    nb_buffer_add_text(out, "label ");
    nb_buffer_add_text(out, nb_def_name(s, &s->scratch, def));
    nb_buffer_add_char(out, ' ');
    add_quoted(out, def->meaning.label);
    nb_buffer_add_char(out, '\n');
}

/* ---- vectors ---- */

static double element_value(const nb_session *s, nb_def_id id) {
    const nb_def *def = &s->defs[id];
    return def->meaning.kind == NB_DEF_LEAF ? nb_leaf_value(s, def) : s->graph.value[def->node];
}

/* Whether the line of a vector gives its elements as stored numbers: when all are, and when one of
 * them is no literal. */
static bool is_assigned(nb_session *s, nb_symbol symbol, nb_shape shape) {
    bool stored = true, finite = true;
    for (uint32_t i = 0; i < shape.rows * shape.columns; i++) {
        nb_def_id id = nb_element(s, symbol, shape, i);
        const nb_meaning *meaning = &s->defs[id].meaning;
        stored = stored && meaning->kind == NB_DEF_LEAF && meaning->stored;
        finite = finite && isfinite(element_value(s, id));
    }
    return stored || !finite;
}

/* W = [0.1, 0.5; 1.1, 0] with the numbers of now. */
static void add_vector(nb_session *s, nb_buffer *out, const nb_def *def) {
    nb_shape shape = def->meaning.shape;
    nb_buffer_add_text(out, nb_def_name(s, &s->scratch, def));
    nb_buffer_add_text(out, is_assigned(s, def->symbol, shape) ? " := [" : " = [");
    for (uint32_t i = 0; i < shape.rows * shape.columns; i++) {
        if (i > 0) nb_buffer_add_text(out, i % shape.columns == 0 ? "; " : ", ");
        add_number(out, element_value(s, nb_element(s, def->symbol, shape, i)));
    }
    /* a matrix of one row is no vector */
    nb_buffer_add_text(out, shape.rank == 2 && shape.rows == 1 ? ";]\n" : "]\n");
}

/* The name that an element belongs to, or NB_NO_DEF. */
static nb_def_id whole_of(const nb_session *s, const nb_def *def) {
    nb_def_id whole = def->rank > 0 ? s->symbols[def->symbol].value : NB_NO_DEF;
    return nb_is_defined(s, whole) && nb_shape_of(s, whole).rank > 0 ? whole : NB_NO_DEF;
}

/* An element that the line of its vector says already. */
static bool is_said(nb_session *s, const nb_def *def) {
    nb_def_id whole = whole_of(s, def);
    if (def->meaning.kind == NB_DEF_ELEMENT) return true;
    if (whole == NB_NO_DEF || def->meaning.kind != NB_DEF_LEAF ||
        s->defs[whole].meaning.kind != NB_DEF_VECTOR) return false;
    return def->meaning.stored == is_assigned(s, def->symbol, s->defs[whole].meaning.shape);
}

static nb_status add_definition(nb_session *s, nb_buffer *out, const nb_def *def) {
    const nb_meaning *meaning = &def->meaning;
    const char *name = nb_def_name(s, &s->scratch, def);
    nb_status status = NB_STATUS_OK;
    bool vector = meaning->kind == NB_DEF_VECTOR;
    if (vector) add_vector(s, out, def);
    if (vector || is_said(s, def)) {
        if (!vector) add_label(s, out, def);
        return NB_STATUS_OK;
    }
    nb_buffer_add_text(out, name);
    for (uint32_t i = 0; i < meaning->parameter_count; i++) {
        nb_buffer_add_text(out, i == 0 ? "(" : ", ");
        nb_buffer_add_text(out, s->symbols[meaning->parameters[i]].name);
    }
    if (meaning->parameter_count > 0) nb_buffer_add_char(out, ')');
    double value = nb_leaf_value(s, def);
    bool assigned = meaning->kind == NB_DEF_LEAF && (meaning->stored || !isfinite(value));
    nb_buffer_add_text(out, assigned ? " := " : " = ");
    if (meaning->kind == NB_DEF_LEAF) add_number(out, value);
    else status = add_formula(s, out, meaning);
    nb_buffer_add_char(out, '\n');
    add_label(s, out, def);
    return status;
}

/* ---- the order ---- */

static bool is_before(const nb_session *s, nb_def_id a, nb_def_id b) {
    return b == NB_NO_DEF || s->defs[a].meaning.order < s->defs[b].meaning.order;
}

/* The first definition that this one needs and that is not listed yet, or NB_NO_DEF. */
static nb_def_id next_needed(nb_session *s, nb_def_id id, const uint8_t *done) {
    const nb_def *def = &s->defs[id];
    nb_def_id first = whole_of(s, def);
    if (first != NB_NO_DEF && !done[first]) return first;
    first = NB_NO_DEF;
    for (uint32_t e = def->uses; e != NB_NO_EDGE; e = s->edges[e].next_use)
        if (!done[s->edges[e].used] && is_before(s, s->edges[e].used, first))
            first = s->edges[e].used;
    if (def->meaning.kind != NB_DEF_FUNCTION) return first;
    for (uint32_t i = 0; i < def->meaning.expr->count; i++) {
        const nb_code *code = &def->meaning.expr->codes[i];
        nb_def_id used = NB_NO_DEF;
        if (code->kind == NB_CODE_NAME) used = s->symbols[code->symbol].value;
        if (code->kind == NB_CODE_CALL) used = s->symbols[code->symbol].function;
        if (nb_is_defined(s, used) && !done[used] && is_before(s, used, first)) first = used;
    }
    return first;
}

static nb_status list_from(nb_session *s, nb_buffer *out, nb_def_id first, nb_def_id *stack,
                           uint8_t *done) {
    size_t count = 0;
    stack[count++] = first;
    while (count > 0) {
        nb_def_id id = stack[count - 1], needed = done[id] ? NB_NO_DEF : next_needed(s, id, done);
        if (needed != NB_NO_DEF && count < s->def_count) {
            stack[count++] = needed;
            continue;
        }
        count--;
        if (done[id]) continue;
        done[id] = 1;
        if (s->defs[id].meaning.built_in) continue;
        nb_status status = add_definition(s, out, &s->defs[id]);
        if (status != NB_STATUS_OK) return status;
    }
    return NB_STATUS_OK;
}

typedef struct ordered {
    uint32_t order;
    nb_def_id def;
} ordered;

static int compare_order(const void *x, const void *y) {
    uint32_t a = ((const ordered *)x)->order, b = ((const ordered *)y)->order;
    return (a > b) - (a < b);
}

nb_status nb_list(nb_session *s, nb_buffer *out) {
    nb_status status = nb_build_all(s);
    if (status != NB_STATUS_OK) return status;
    ordered *all = nb_arena_add(&s->scratch, s->def_count + 1, sizeof *all);
    nb_def_id *stack = nb_arena_add(&s->scratch, s->def_count + 1, sizeof *stack);
    uint8_t *done = nb_arena_add(&s->scratch, s->def_count + 1, 1);
    if (all == NULL || stack == NULL || done == NULL) return NB_STATUS_NO_MEMORY;
    size_t count = 0;
    for (size_t i = 0; i < s->def_count; i++)
        if (nb_is_defined(s, (nb_def_id)i))
            all[count++] = (ordered){s->defs[i].meaning.order, (nb_def_id)i};
    qsort(all, count, sizeof *all, compare_order);
    for (size_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        status = list_from(s, out, all[i].def, stack, done);
        if (status == NB_STATUS_OK && i % 4096 == 0) status = nb_poll(s);
    }
    return status == NB_STATUS_OK && out->failed ? NB_STATUS_NO_MEMORY : status;
}

static bool has_value(nb_session *s, size_t setting, const char *value, nb_settings settings) {
    nb_settings now = s->state.settings;
    s->state.settings = settings;
    bool same = strcmp(nb_setting_value(s, setting), value) == 0;
    s->state.settings = now;
    return same;
}

nb_status nb_list_state(nb_session *s, nb_buffer *out) {
    for (size_t i = 0; nb_setting_get(i) != NULL; i++) {
        const char *value = nb_setting_value(s, i);
        /* as `open` finds it here, and as it is elsewhere */
        if (value == NULL || (has_value(s, i, value, s->settled) &&
                              has_value(s, i, value, nb_default_settings))) continue;
        nb_buffer_add_text(out, "set ");
        nb_buffer_add_text(out, nb_setting_get(i));
        nb_buffer_add_char(out, ' ');
        nb_buffer_add_text(out, value);
        nb_buffer_add_char(out, '\n');
    }
    const nb_random *random = &s->state.random;
    if (random->seed != NB_FIRST_SEED || random->drawn > 0) {
        nb_buffer_add_text(out, "seed ");
        add_number(out, (double)random->seed);
        if (random->drawn > 0) nb_buffer_add_text(out, " drawn ");
        if (random->drawn > 0) add_number(out, (double)random->drawn);
        nb_buffer_add_char(out, '\n');
    }
    if (nb_mistake_command(s) != NULL) {
        nb_buffer_add_text(out, nb_mistake_command(s));
        nb_buffer_add_char(out, '\n');
    }
    if (nb_is_defined(s, s->state.target)) { /* quietly, for the name of the target */
        nb_buffer_add_text(out, "forward ");
        nb_buffer_add_text(out, nb_def_name(s, &s->scratch, &s->defs[s->state.target]));
        nb_buffer_add_text(out, ";\n");
    }
    return out->failed ? NB_STATUS_NO_MEMORY : NB_STATUS_OK;
}
