/* See retype.h. */
#include "session/retype.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "definitions/define.h"
#include "definitions/names.h"
#include "formulas/evaluate.h"
#include "lang/source.h"

/* A formula that is written. `marks`: where a d of the source becomes ∂, in order. */
typedef struct writer {
    nb_sheet *s;
    nb_buffer *out;
    const nb_meaning *meaning;
    size_t *marks;
    size_t mark_count;
} writer;

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

/* The source between two bytes, with its marks. */
static void add_between(writer *w, size_t from, size_t to) {
    const char *source = w->meaning->expr->source;
    for (size_t i = 0; i < w->mark_count; i++) {
        if (w->marks[i] < from || w->marks[i] >= to) continue;
        add_source(w->out, source + from, w->marks[i] - from);
        nb_write_partial(w->out);
        from = w->marks[i] + 1;
    }
    add_source(w->out, source + from, to - from);
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

/* ---- dA/dB that becomes ∂A/∂B ---- */

/* Whether a derivative is written dA/dB; of d²A/dB² only the last code says so. */
static bool is_by_d(const nb_expr *expr, uint32_t i) {
    const nb_code *code = &expr->codes[i];
    if (code->kind != NB_CODE_GRADIENT || expr->source[code->span.offset] != 'd') return false;
    for (uint32_t k = i + 1; k < expr->count; k++) {
        const nb_code *later = &expr->codes[k];
        if (later->kind == NB_CODE_GRADIENT && later->span.offset == code->span.offset)
            return false;
    }
    return true;
}

/* The bytes of the name at the beginning of a text. */
static size_t name_length(const char *text) {
    size_t length = 1;
    while (((unsigned char)text[length] & 0xc0) == 0x80 || nb_utf8_is_inside_name(text, length))
        length++;
    return length;
}

/* The second d of dA/dB, behind the name of A and its brackets; 0: there is none. */
static size_t find_below(const char *source, size_t at, size_t end) {
    for (size_t depth = 0; at < end; at++) {
        if (source[at] == '#') at += strcspn(source + at, "\n");
        if (source[at] == '/' && depth == 0) {
            at += 1 + strspn(source + at + 1, " \t");
            return source[at] == 'd' ? at : 0;
        }
        if (source[at] == '(' || source[at] == '[') depth++;
        if (source[at] == ')' || source[at] == ']') depth--;
    }
    return 0;
}

/* Whether something is called so by now: with that name, dA/dB would be a division. */
static nb_status is_taken(nb_sheet *s, const char *name, bool *taken) {
    nb_symbol symbol;
    nb_status status = nb_intern(s, name, name_length(name), &symbol);
    if (status == NB_STATUS_OK && s->names.kind(s->names.user, symbol) != 0) *taken = true;
    return status;
}

/* Whether a code of the derivative at `i` that stands at a place of the source is rewritten. */
static bool is_rewritten_at(const writer *w, uint32_t i, size_t place) {
    const nb_code *codes = w->meaning->expr->codes;
    while (i-- > 0)
        if (codes[i].span.offset == place && is_rewritten(w->s, w->meaning, &codes[i])) return true;
    return false;
}

/* Marks both d of the derivative at `i` where it could not be read as it was typed: a number comes
 * in the place of A, B is put in brackets, or dA or dB has got a meaning of its own. */
static nb_status mark(writer *w, uint32_t i) {
    const char *source = w->meaning->expr->source;
    nb_span span = w->meaning->expr->codes[i].span;
    size_t above = span.offset, name = above + 1;
    bool squared = memcmp(source + name, "²", strlen("²")) == 0 ||
                   memcmp(source + name, "³", strlen("³")) == 0;
    if (squared) name += strlen("²");
    size_t below = find_below(source, name, span.offset + span.length);
    if (below == 0) return NB_STATUS_OK;
    bool needed = is_rewritten_at(w, i, name) || is_rewritten_at(w, i, below + 1);
    nb_status status = squared ? NB_STATUS_OK : is_taken(w->s, source + above, &needed);
    if (status == NB_STATUS_OK) status = is_taken(w->s, source + below, &needed);
    if (status != NB_STATUS_OK || !needed) return status;
    w->marks[w->mark_count++] = above;
    w->marks[w->mark_count++] = below;
    return status;
}

static int compare_marks(const void *a, const void *b) {
    size_t one = *(const size_t *)a, other = *(const size_t *)b;
    return (one > other) - (one < other);
}

static nb_status mark_all(writer *w) {
    const nb_expr *expr = w->meaning->expr;
    size_t count = 0;
    nb_status status = NB_STATUS_OK;
    for (uint32_t i = 0; i < expr->count; i++) count += is_by_d(expr, i);
    if (count == 0) return status;
    w->marks = nb_arena_add(&w->s->scratch, 2 * count, sizeof *w->marks);
    if (w->marks == NULL) return NB_STATUS_NO_MEMORY;
    for (uint32_t i = 0; i < expr->count && status == NB_STATUS_OK; i++)
        if (is_by_d(expr, i)) status = mark(w, i);
    qsort(w->marks, w->mark_count, sizeof *w->marks, compare_marks);
    return status;
}

/* ---- what is written otherwise ---- */

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

/* The code at `i`: the index behind a SKIP as numbers, others as what they stood for. */
static nb_status rewrite(writer *w, uint32_t i, size_t behind) {
    const nb_expr *expr = w->meaning->expr;
    const nb_code *code = &expr->codes[i];
    double value = code->kind == NB_CODE_ANS ? code->number : 0;
    if (code->kind == NB_CODE_LOCAL) value = w->meaning->env[code->count];
    if (code->kind == NB_CODE_LOCAL || code->kind == NB_CODE_ANS)
        nb_write_as_name(w->out, value, expr->source + behind);
    if (code->kind == NB_CODE_NAME) {
        nb_buffer_add_char(w->out, '(');
        add_source(w->out, expr->source + code->span.offset, code->span.length);
        nb_buffer_add_char(w->out, ')');
    }
    if (code->kind != NB_CODE_SKIP) return NB_STATUS_OK;
    double values[NB_INDEX_NUMBERS] = {0};
    uint32_t last = i + 1 + code->count, count = 0;
    nb_status status = nb_eval_indices(w->s, expr, i + 1, last, w->meaning->env, values, &count);
    if (status != NB_STATUS_OK) return status;
    add_index(w->s, w->out, &expr->codes[last], values);
    return NB_STATUS_OK;
}

/* One index, or one code, that is written otherwise than it was typed. */
typedef struct change {
    uint32_t code, last; /* `last` has the place in the source */
} change;

/* The changes in the order of the source, each place once: what a derivative is taken by may be
 * emitted behind what stands to its right, and several times. */
static nb_status add_change(nb_sheet *s, const nb_expr *expr, change **list, uint32_t *count,
                            size_t *capacity, change next) {
    uint32_t at = *count, place = expr->codes[next.last].span.offset;
    while (at > 0 && expr->codes[(*list)[at - 1].last].span.offset > place) at--;
    if (at > 0 && expr->codes[(*list)[at - 1].last].span.offset == place) return NB_STATUS_OK;
    if (!NB_ARENA_RESERVE(&s->scratch, *list, *count, capacity)) return NB_STATUS_NO_MEMORY;
    memmove(*list + at + 1, *list + at, (*count - at) * sizeof **list);
    (*list)[at] = next;
    ++*count;
    return NB_STATUS_OK;
}

nb_status nb_retype(nb_sheet *s, nb_buffer *out, const nb_meaning *meaning) {
    const nb_expr *expr = meaning->expr;
    writer w = {.s = s, .out = out, .meaning = meaning};
    size_t at = expr->span.offset, end = at + expr->span.length, capacity = 0;
    change *list = NULL;
    uint32_t count = 0;
    nb_status status = mark_all(&w);
    for (uint32_t i = 0, last; i < expr->count && status == NB_STATUS_OK; i = last + 1) {
        bool index = expr->codes[i].kind == NB_CODE_SKIP;
        last = index ? i + 1 + expr->codes[i].count : i;
        if (index ? meaning->kind == NB_DEF_FUNCTION && mentions_local(expr, i, last)
                  : !is_rewritten(s, meaning, &expr->codes[i])) continue;
        status = add_change(s, expr, &list, &count, &capacity, (change){i, last});
    }
    for (uint32_t i = 0; i < count && status == NB_STATUS_OK; i++) {
        nb_span span = expr->codes[list[i].last].span;
        if (span.offset < at) continue; /* inside what was written already */
        add_between(&w, at, span.offset);
        at = span.offset + span.length;
        status = rewrite(&w, list[i].code, at);
    }
    if (status == NB_STATUS_OK && at < end) add_between(&w, at, end);
    return status;
}
