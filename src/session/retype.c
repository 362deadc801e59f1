/* See retype.h. */
#include "session/retype.h"

#include <string.h>

#include "definitions/define.h"
#include "formulas/evaluate.h"
#include "lang/source.h"

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

static bool mentions_local(const nb_expr *expr, uint32_t from, uint32_t to) {
    bool local = false;
    for (uint32_t i = from; i < to; i++) local = local || expr->codes[i].kind == NB_CODE_LOCAL;
    return local;
}

/* Whether a code is written otherwise than it was typed: loop variables and `ans` are, as numbers;
 * and a value before a bracket, a(b + c), if by now a function has its name. */
static bool is_rewritten(const nb_sheet *s, const nb_meaning *meaning, const nb_code *code) {
    const char *behind = meaning->expr->source + code->span.offset + code->span.length;
    if (code->kind == NB_CODE_LOCAL) return meaning->kind == NB_DEF_FORMULA;
    if (code->kind == NB_CODE_NAME)
        return *behind == '(' && nb_is_defined(s, s->symbols[code->symbol].function);
    return code->kind == NB_CODE_ANS;
}

/* Whether the codes up to `last` are the A of dA/dw(b + c) where by now a function is called w:
 * ∂A/∂(w)(b + c) says the same. */
static bool is_above(const nb_sheet *s, const nb_meaning *meaning, uint32_t last) {
    const nb_expr *expr = meaning->expr;
    if (last + 2 >= expr->count) return false;
    const nb_code *below = &expr->codes[last + 1];
    return below->kind == NB_CODE_NAME && below[1].kind == NB_CODE_GRADIENT &&
           expr->source[below[1].span.offset] == 'd' && is_rewritten(s, meaning, below);
}

/* v[2], W[1..2, :] or, behind a value, [2]: the indices of an INDEX or PICK as numbers. */
static void add_index(nb_sheet *s, nb_buffer *out, const nb_code *code, const double *values) {
    if (code->kind == NB_CODE_INDEX) nb_buffer_add_text(out, s->symbols[code->symbol].name);
    for (uint32_t k = 0; k < code->count; k++) {
        unsigned how = (unsigned)code->op >> 2 * k & 3;
        nb_buffer_add_char(out, k == 0 ? '[' : ',');
        if (how == NB_INDEX_ALL) nb_buffer_add_char(out, ':');
        else nb_write_double(out, *values++);
        if (how != NB_INDEX_RANGE) continue;
        nb_buffer_add_text(out, "..");
        nb_write_double(out, *values++);
    }
    nb_buffer_add_char(out, ']');
}

/* The code at `i`: the index behind a SKIP as numbers, others as what they stood for. Moves `at`,
 * its end in the source, behind all that is said by that. */
static nb_status rewrite(nb_sheet *s, nb_buffer *out, const nb_meaning *meaning, uint32_t i,
                         size_t *at) {
    const nb_expr *expr = meaning->expr;
    const nb_code *code = &expr->codes[i];
    double value = code->kind == NB_CODE_ANS ? code->number : 0;
    if (code->kind == NB_CODE_LOCAL) value = meaning->env[code->count];
    if (code->kind == NB_CODE_LOCAL || code->kind == NB_CODE_ANS)
        *at += nb_write_as_name(out, value, expr->source + *at);
    if (code->kind == NB_CODE_NAME) {
        bool below = out->length > 1 && memcmp(out->data + out->length - 2, "/d", 2) == 0;
        if (below) out->length--;
        nb_buffer_add_text(out, below ? "∂(" : "(");
        add_source(out, expr->source + code->span.offset, code->span.length);
        nb_buffer_add_char(out, ')');
    }
    if (code->kind != NB_CODE_SKIP) return NB_STATUS_OK;
    double values[NB_INDEX_NUMBERS] = {0};
    uint32_t last = i + 1 + code->count, count = 0;
    nb_status status = nb_eval_indices(s, expr, i + 1, last, meaning->env, values, &count);
    if (status != NB_STATUS_OK) return status;
    add_index(s, out, &expr->codes[last], values);
    return NB_STATUS_OK;
}

/* One index, or one code, that is written otherwise than it was typed. */
typedef struct change {
    uint32_t code, place; /* in the source */
    bool above;           /* only the d above the line of a derivative is: it becomes ∂ */
} change;

/* The changes in the order of the source, each place once: what a derivative is taken by may be
 * emitted behind what stands to its right, and several times. */
static nb_status add_change(nb_sheet *s, change **list, uint32_t *count, size_t *capacity,
                            change next) {
    uint32_t at = *count;
    while (at > 0 && (*list)[at - 1].place > next.place) at--;
    if (at > 0 && (*list)[at - 1].place == next.place) return NB_STATUS_OK;
    if (!NB_ARENA_RESERVE(&s->scratch, *list, *count, capacity)) return NB_STATUS_NO_MEMORY;
    memmove(*list + at + 1, *list + at, (*count - at) * sizeof **list);
    (*list)[at] = next;
    ++*count;
    return NB_STATUS_OK;
}

nb_status nb_retype(nb_sheet *s, nb_buffer *out, const nb_meaning *meaning) {
    const nb_expr *expr = meaning->expr;
    size_t at = expr->span.offset, end = at + expr->span.length, capacity = 0;
    change *list = NULL;
    uint32_t count = 0;
    nb_status status = NB_STATUS_OK;
    for (uint32_t i = 0, last; i < expr->count && status == NB_STATUS_OK; i = last + 1) {
        bool index = expr->codes[i].kind == NB_CODE_SKIP;
        last = index ? i + 1 + expr->codes[i].count : i;
        if (is_above(s, meaning, last))
            status = add_change(s, &list, &count, &capacity,
                                (change){last, expr->codes[last + 2].span.offset, true});
        if (status != NB_STATUS_OK) return status;
        if (index ? meaning->kind == NB_DEF_FUNCTION && mentions_local(expr, i, last)
                  : !is_rewritten(s, meaning, &expr->codes[i])) continue;
        status = add_change(s, &list, &count, &capacity,
                            (change){i, expr->codes[last].span.offset, false});
    }
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        if (list[i].place < at) continue; /* inside what was written already */
        add_source(out, expr->source + at, list[i].place - at);
        if (list[i].above) nb_buffer_add_text(out, "∂");
        at = list[i].place + 1;
        if (list[i].above) continue;
        const nb_code *code = &expr->codes[list[i].code];
        if (code->kind == NB_CODE_SKIP) code += code->count + 1;
        at = code->span.offset + code->span.length;
        status = rewrite(s, out, meaning, list[i].code, &at);
    }
    if (status == NB_STATUS_OK && at < end) add_source(out, expr->source + at, end - at);
    return status;
}
