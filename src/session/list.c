/* The definitions as a script that recreates the session: each name before those that use it. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "session/internal.h"

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

/* The formula as typed, with loop variables and indices as the numbers they were. */
static nb_status add_formula(nb_session *s, nb_buffer *out, const nb_meaning *meaning) {
    const nb_expr *expr = meaning->expr;
    size_t at = expr->span.offset, end = at + expr->span.length;
    for (uint32_t i = 0; i < expr->count; i++) {
        const nb_code *code = &expr->codes[i];
        bool local = code->kind == NB_CODE_LOCAL && meaning->kind == NB_DEF_FORMULA;
        bool index = code->kind == NB_CODE_SKIP && meaning->kind == NB_DEF_FORMULA;
        bool ans = code->kind == NB_CODE_ANS;
        if (!local && !index && !ans) continue;
        double values[2];
        uint32_t last = i + 1 + code->count, count = 0;
        if (index) {
            nb_status status = nb_eval_indices(s, expr, i + 1, last, meaning->env, values, &count);
            if (status != NB_STATUS_OK) return status;
            i = last;
            code = &expr->codes[last];
        }
        if (code->span.offset >= at) add_source(out, expr->source + at, code->span.offset - at);
        at = code->span.offset + code->span.length;
        if (local || ans) {
            add_local(out, local ? meaning->env[code->count] : code->number);
            continue;
        }
        nb_def element = {.symbol = code->symbol, .rank = count};
        for (uint32_t k = 0; k < count; k++) element.index[k] = (int32_t)values[k];
        nb_buffer_add_text(out, nb_def_name(s, &s->scratch, &element));
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

static nb_status add_definition(nb_session *s, nb_buffer *out, const nb_def *def) {
    const nb_meaning *meaning = &def->meaning;
    const char *name = nb_def_name(s, &s->scratch, def);
    nb_status status = NB_STATUS_OK;
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
    if (meaning->label != NULL) {
        nb_buffer_add_text(out, "label ");
        nb_buffer_add_text(out, name);
        nb_buffer_add_char(out, ' ');
        add_quoted(out, meaning->label);
        nb_buffer_add_char(out, '\n');
    }
    return status;
}

/* ---- the order ---- */

/* A definition that this one needs and that is not listed yet, or NB_NO_DEF. */
static nb_def_id next_needed(nb_session *s, nb_def_id id, const uint8_t *done) {
    const nb_def *def = &s->defs[id];
    for (uint32_t e = def->uses; e != NB_NO_EDGE; e = s->edges[e].next_use)
        if (!done[s->edges[e].used]) return s->edges[e].used;
    if (def->meaning.kind != NB_DEF_FUNCTION) return NB_NO_DEF;
    for (uint32_t i = 0; i < def->meaning.expr->count; i++) {
        const nb_code *code = &def->meaning.expr->codes[i];
        nb_def_id used = NB_NO_DEF;
        if (code->kind == NB_CODE_NAME) used = s->symbols[code->symbol].value;
        if (code->kind == NB_CODE_CALL) used = s->symbols[code->symbol].function;
        if (nb_is_defined(s, used) && !done[used]) return used;
    }
    return NB_NO_DEF;
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

nb_status nb_list(nb_session *s, nb_buffer *out) {
    nb_status status = nb_build_all(s);
    if (status != NB_STATUS_OK) return status;
    nb_def_id *stack = nb_arena_add(&s->scratch, s->def_count + 1, sizeof *stack);
    uint8_t *done = nb_arena_add(&s->scratch, s->def_count + 1, 1);
    if (stack == NULL || done == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t i = 0; i < s->def_count && status == NB_STATUS_OK; i++)
        if (nb_is_defined(s, (nb_def_id)i)) status = list_from(s, out, (nb_def_id)i, stack, done);
    return status == NB_STATUS_OK && out->failed ? NB_STATUS_NO_MEMORY : status;
}
