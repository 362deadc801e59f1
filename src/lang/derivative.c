/* Derivatives as they are written on a blackboard or typed for one: dL/dw, dL / dw, d(x^3)/dx,
 * d²L/dw², d^2L/dw^2, d2L/dw2, d/dx sin(x), and all of them with ∂. Whether what begins with d is
 * one is decided by what is defined when the statement is read. */
#include "lang/derivative.h"

#include <string.h>

#include "lang/arguments.h"
#include "lang/expression.h"
#include "lang/failures.h"
#include "lang/readings.h"

enum { HIGHEST = 9 }; /* the order that one sign can say */

/* What stands below the line. */
typedef struct by {
    uint32_t begin, count; /* its codes, among `codes` */
    uint32_t times;        /* ∂y²: twice */
} by;

typedef struct fraction {
    nb_span from;
    uint32_t order;
    by list[HIGHEST];
    uint32_t count;
    const nb_code *codes;
} fraction;

/* ---- what is a differential ---- */

/* A name that stands for nothing. */
static bool is_free(parser *p, const nb_token *token, nb_status *status) {
    nb_symbol symbol = 0;
    uint32_t local;
    *status = nb_token_symbol(p, token, &symbol);
    return *status == NB_STATUS_OK && nb_symbol_kind(p, symbol) == 0 &&
           !nb_find_local(p, symbol, &local);
}

/* A part of a name that has a value, or is a function with its bracket, `next` being what follows.
 * `loop`: a loop variable counts, too. */
static bool is_known(parser *p, const char *text, size_t length, const nb_token *next, bool loop,
                     nb_symbol *symbol, nb_status *status) {
    uint32_t local;
    nb_op op;
    if (length == 0 || (*text >= '0' && *text <= '9')) return false; /* d2 is no differential */
    *status = p->names->intern(p->names->user, text, length, symbol);
    if (*status != NB_STATUS_OK) return false;
    bool call = next != NULL && nb_token_is(&p->tokens, next, "(") && !next->spaced &&
                ((nb_symbol_kind(p, *symbol) & NB_IS_FUNCTION) != 0 ||
                 nb_op_find_call(text, length, &op));
    bool local_counts = loop || p->in_function || (p->varies && *symbol == p->variable);
    return call || (nb_symbol_kind(p, *symbol) & (NB_IS_VALUE | NB_IS_FAMILY)) != 0 ||
           (local_counts && nb_find_local(p, *symbol, &local));
}

/* Behind an opening bracket's partner; `at` where no bracket stands. */
static uint32_t skip_group(parser *p, uint32_t at) {
    const nb_token *items = p->tokens.items;
    uint32_t depth = 0;
    for (; items[at].kind != NB_TOKEN_END; at++) {
        const nb_token *token = &items[at];
        depth += nb_token_is(&p->tokens, token, "(") || nb_token_is(&p->tokens, token, "[");
        if (depth == 0) return at;
        bool close = nb_token_is(&p->tokens, token, ")") || nb_token_is(&p->tokens, token, "]");
        if (close && --depth == 0) return at + 1;
    }
    return at;
}

/* Behind the index or the arguments that directly follow a name. */
static uint32_t skip_named(parser *p, uint32_t at) {
    return p->tokens.items[at].spaced ? at : skip_group(p, at);
}

static bool is_d(parser *p, const nb_token *token) {
    return token->kind == NB_TOKEN_NAME && token->span.length == 1 &&
           p->tokens.source[token->span.offset] == 'd';
}

/* ---- orders ---- */

/* order = '²' | '³' | '^' NUMBER
 * Its tokens; 0: there is none. */
static uint32_t order_at(parser *p, uint32_t at, uint32_t *order) {
    const nb_token *token = &p->tokens.items[at];
    *order = nb_token_is(&p->tokens, token, "²") ? 2 : nb_token_is(&p->tokens, token, "³") ? 3 : 1;
    if (*order > 1) return 1;
    if (!nb_token_is(&p->tokens, token, "^") || token[1].kind != NB_TOKEN_NUMBER ||
        token[1].span.length > 1 || token[1].number < 2) return 0;
    *order = (uint32_t)token[1].number;
    return 2;
}

static uint32_t read_order(parser *p) {
    uint32_t order;
    p->at += order_at(p, p->at, &order);
    return order;
}

static nb_status fail_order(parser *p, nb_span span, const fraction *f) {
    return nb_fail(p, span, NB_SAY(PARTIAL_ORDER, NB_COUNT(f->order)));
}

/* ---- below the line ---- */

/* Of w2 below d2L the w, where w2 stands for nothing, or the order would be said nowhere. */
static bool ends_in_order(parser *p, const char *text, size_t length, uint32_t left,
                          nb_symbol *symbol, nb_status *status) {
    uint32_t digit = length > 1 ? (uint32_t)(text[length - 1] - '0') : 0;
    return digit > 1 && digit <= left && left <= HIGHEST &&
           is_known(p, text, length - 1, NULL, false, symbol, status);
}

/* d2L/dw2 where both w and w2 are there. */
static nb_status fail_digit(parser *p, const fraction *f, nb_span name) {
    const char *source = p->tokens.source + f->from.offset;
    size_t length = name.offset + name.length - f->from.offset;
    const char *whole = nb_arena_text(p->arena, source, length);
    const char *less = nb_arena_text(p->arena, source, length - 1);
    if (whole == NULL || less == NULL) return NB_STATUS_NO_MEMORY;
    const char *digit = whole + length - 1;
    return nb_fail(p, name, NB_SAY(TWO_READINGS, NB_TEXT(nb_join(p, less, "^", digit)),
                                   NB_TEXT(nb_join(p, whole, "^", digit))));
}

/* Where in dxdy, both derivatives in one word, the second begins; the length where none does. */
static size_t first_of_several(parser *p, const char *text, size_t length, nb_status *status) {
    nb_symbol symbol;
    for (size_t i = 2; i + 1 < length; i++)
        if (text[i] == 'd' && is_known(p, text + 1, i - 1, NULL, false, &symbol, status) &&
            is_known(p, text + i + 1, length - i - 1, NULL, false, &symbol, status)) return i;
    return length;
}

static by *begin_by(parser *p, fraction *f) {
    if (f->count == HIGHEST) return NULL;
    by *next = &f->list[f->count++];
    *next = (by){.begin = p->count, .times = 1};
    return next;
}

/* Reads what stands behind ∂ or a lone d: a name or a bracket. */
static nb_status read_operand(parser *p) {
    nb_token *token = nb_peek(p);
    nb_symbol symbol;
    if (nb_accept(p, "(")) {
        p->nesting++;
        nb_status status = nb_read_nested(p);
        p->nesting--;
        return status == NB_STATUS_OK ? nb_require(p, ")") : status;
    }
    if (token->kind != NB_TOKEN_NAME) return nb_fail_here(p);
    nb_status status = nb_token_symbol(p, token, &symbol);
    if (status != NB_STATUS_OK) return status;
    p->at++;
    return nb_read_named(p, symbol, token->span);
}

/* A name that another one follows in the same token: what stands behind that is the other's. */
static nb_status emit_part(parser *p, nb_span span) {
    const char *text = p->tokens.source + span.offset;
    uint32_t local;
    nb_symbol symbol;
    nb_status status = p->names->intern(p->names->user, text, span.length, &symbol);
    if (status != NB_STATUS_OK) return status;
    p->freezes = p->freezes || p->in_index;
    nb_code code = {.kind = NB_CODE_NAME, .symbol = symbol, .span = span};
    if (nb_find_local(p, symbol, &local)) code.kind = NB_CODE_LOCAL, code.count = local;
    return nb_emit(p, code);
}

/* A name below the line, from byte `skip` of its token on: w, w2 for w twice, xdy for x and y.
 * `left`: the derivatives that are still to come. */
static nb_status read_by_name(parser *p, fraction *f, by *b, uint32_t skip, uint32_t *left) {
    nb_token *token = nb_peek(p);
    nb_status status = NB_STATUS_OK;
    nb_span span = {token->span.offset + skip, token->span.length - skip};
    const char *text = p->tokens.source + span.offset;
    nb_symbol symbol = 0, less = 0;
    uint32_t order, next = skip_named(p, p->at + 1);
    bool known = is_known(p, text, span.length, token + 1, true, &symbol, &status);
    bool said = order_at(p, next, &order) > 0;
    bool digit = *left > 1 && !said && ends_in_order(p, text, span.length, *left, &less, &status);
    if (status != NB_STATUS_OK) return status;
    if (known && digit && f->order == *left) return fail_digit(p, f, span);
    if (!known && digit) {
        b->times = (uint32_t)(text[span.length - 1] - '0');
        symbol = less;
        span.length--;
    }
    size_t whole = span.length + 1, first = whole;
    if (!known && !digit && *left > 1 && skip > 0)
        first = first_of_several(p, text - 1, whole, &status);
    if (status != NB_STATUS_OK) return status;
    if (first < whole) {
        status = emit_part(p, (nb_span){span.offset, (uint32_t)first - 1});
        b->count = p->count - b->begin;
        --*left;
        by *second = begin_by(p, f);
        if (status != NB_STATUS_OK || second == NULL) return status;
        return read_by_name(p, f, second, skip + (uint32_t)first, left);
    }
    if (!known && !digit)
        status = skip > 0 ? p->names->intern(p->names->user, text, span.length, &symbol)
                          : nb_token_symbol(p, token, &symbol);
    if (status != NB_STATUS_OK) return status;
    p->at++;
    status = nb_read_named(p, symbol, span);
    const nb_token *raised = nb_peek(p);
    if (said && f->order > 1) b->times = read_order(p);
    if (status == NB_STATUS_OK && b->times > *left) return fail_order(p, raised->span, f);
    *left -= b->times;
    b->count = p->count - b->begin;
    return status;
}

static nb_status read_by_group(parser *p, fraction *f, by *b, uint32_t *left) {
    nb_status status = read_operand(p);
    const nb_token *raised = nb_peek(p);
    if (f->order > 1) b->times = read_order(p);
    if (status == NB_STATUS_OK && b->times > *left) return fail_order(p, raised->span, f);
    *left -= b->times;
    b->count = p->count - b->begin;
    return status;
}

/* What begins another derivative below the line. */
static bool is_at_by(parser *p, bool partial, nb_status *status) {
    const nb_token *token = nb_peek(p);
    if (partial) return nb_at(p, "∂");
    return token->kind == NB_TOKEN_NAME && p->tokens.source[token->span.offset] == 'd' &&
           is_free(p, token, status);
}

/* below = { '∂' operand [ order ] }, or { 'd' operand [ order ] }, the orders adding up to the one
 * above the line. Of a first derivative a square is one of the whole: ∂L/∂w². */
static nb_status read_below(parser *p, fraction *f, bool partial) {
    nb_status status = NB_STATUS_OK;
    uint32_t begin = p->count, left = f->order;
    bool bracket = left > 1 && nb_at(p, "(");
    p->at += bracket;
    while (left > 0 && status == NB_STATUS_OK) {
        if (!is_at_by(p, partial, &status)) {
            if (status != NB_STATUS_OK) return status;
            return partial ? nb_require(p, "∂") : fail_order(p, nb_peek(p)->span, f);
        }
        by *b = begin_by(p, f);
        if (b == NULL) return fail_order(p, nb_peek(p)->span, f);
        bool lone = partial || is_d(p, nb_peek(p));
        p->at += lone;
        bool name = nb_peek(p)->kind == NB_TOKEN_NAME;
        status = name ? read_by_name(p, f, b, lone ? 0 : 1, &left) : read_by_group(p, f, b, &left);
    }
    if (status == NB_STATUS_OK && bracket) status = nb_require(p, ")");
    if (status != NB_STATUS_OK) return status;
    nb_code *codes = nb_arena_add(p->arena, p->count - begin + 1, sizeof *codes);
    if (codes == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(codes, p->codes + begin, (p->count - begin) * sizeof *codes);
    for (uint32_t i = 0; i < f->count; i++) f->list[i].begin -= begin;
    f->codes = codes;
    p->count = begin;
    return NB_STATUS_OK;
}

/* Emits the derivatives of what was emitted last. All but the very last stand inside another. */
static nb_status emit_derivatives(parser *p, const fraction *f) {
    nb_status status = NB_STATUS_OK;
    for (uint32_t i = 0, done = 0; i < f->count; i++) {
        for (uint32_t k = 0; k < f->list[i].times && status == NB_STATUS_OK; k++) {
            for (uint32_t c = 0; c < f->list[i].count && status == NB_STATUS_OK; c++)
                status = nb_emit(p, f->codes[f->list[i].begin + c]);
            bool inner = ++done < f->order;
            p->nesting += inner;
            if (status == NB_STATUS_OK) status = nb_emit_gradient(p, f->from);
            p->nesting -= inner;
        }
    }
    return status;
}

/* ---- whole fractions ---- */

/* d/dx sin(x): what is differentiated stands behind the fraction, as far as no sign has to be
 * read: d/dx x^2 + 3 could be the derivative of either. `head` and `slash` are the tokens of the
 * fraction. */
static nb_status read_behind(parser *p, const fraction *f, uint32_t head, uint32_t slash) {
    uint32_t begin = p->at;
    bool bracket = nb_at(p, "(");
    if (nb_ends_statement(p, nb_peek(p))) return nb_fail_end(p, NB_SAID(WANTED_VALUE));
    p->nesting++;
    nb_status status = nb_enter(p);
    if (status == NB_STATUS_OK) status = nb_read_level(p, NB_LEVEL_JUXTAPOSED);
    nb_leave(p);
    p->nesting--;
    if (status == NB_STATUS_OK) status = emit_derivatives(p, f);
    if (status != NB_STATUS_OK) return status;
    bool alone = bracket && skip_group(p, begin) == p->at; /* d/dx (x + 1) */
    nb_op op;
    const nb_token *sign = nb_peek(p);
    bool infix = sign->kind == NB_TOKEN_SIGN &&
                 nb_op_find_infix(p->tokens.source + sign->span.offset, sign->span.length, &op);
    nb_level level = infix ? nb_op_get(op)->form.level : NB_LEVEL_NONE;
    if (nb_at(p, "@")) level = NB_LEVEL_PRODUCT;
    bool two = level == NB_LEVEL_PRODUCT || (level == NB_LEVEL_SUM && !alone);
    return two ? nb_fail_derivative(p, head, slash, begin) : NB_STATUS_OK;
}

/* Where the line of a fraction stands whose token `at` is behind what is differentiated, if below
 * it another differential begins; 0: there is none. */
static uint32_t find_line(parser *p, uint32_t at, nb_status *status) {
    const nb_token *slash = &p->tokens.items[at], *below = slash + 1;
    nb_symbol symbol;
    if (!nb_token_is(&p->tokens, slash, "/") || below->kind != NB_TOKEN_NAME ||
        p->tokens.source[below->span.offset] != 'd' || !is_free(p, below, status)) return 0;
    if (is_d(p, below)) {
        bool operand = below[1].kind == NB_TOKEN_NAME || nb_token_is(&p->tokens, below + 1, "(");
        return operand ? at : 0;
    }
    const char *text = p->tokens.source + below->span.offset;
    size_t length = below->span.length;
    bool known = is_known(p, text + 1, length - 1, below + 1, true, &symbol, status) ||
                 ends_in_order(p, text + 1, length - 1, HIGHEST, &symbol, status) ||
                 first_of_several(p, text, length, status) < length;
    return known ? at : 0;
}

/* d²y with its own d: the order, and the token behind it. The name of d2y counts as that. */
static uint32_t order_above(parser *p, uint32_t *behind, uint32_t *skip) {
    const nb_token *token = nb_peek(p);
    const char *text = p->tokens.source + token->span.offset;
    uint32_t order = 1;
    *behind = p->at;
    *skip = 1;
    bool digit = token->span.length > 1 && text[1] >= '2' && text[1] <= '9';
    if (digit && token->span.length == 2) { /* d2(x^3)/dx2 */
        order = (uint32_t)(text[1] - '0');
        *behind = p->at + 1;
        *skip = 0;
    } else if (is_d(p, token)) {
        *behind = p->at + 1 + order_at(p, p->at + 1, &order);
        *skip = 0;
    } else if (digit) {
        order = (uint32_t)(text[1] - '0');
        *skip = 2;
    }
    return order;
}

/* d^2q/dx^2, d/dq x: of what can only be a derivative a name that is not there is the mistake. */
static nb_status check_names(parser *p, uint32_t head, uint32_t behind, uint32_t end,
                             bool known) {
    const nb_token *above = &p->tokens.items[behind], *below = &p->tokens.items[end + 1];
    nb_status status = NB_STATUS_OK;
    bool alone = behind == end && behind == head + 1; /* d/dq */
    bool follows = below[1].kind == NB_TOKEN_NAME || nb_token_is(&p->tokens, below + 1, "(");
    if (!nb_token_is(&p->tokens, &p->tokens.items[end], "/") || below->kind != NB_TOKEN_NAME ||
        p->tokens.source[below->span.offset] != 'd' || below->span.length < 2 ||
        !is_free(p, below, &status) || (alone && !follows)) return status;
    nb_span span = {below->span.offset + 1, below->span.length - 1};
    if (above->kind == NB_TOKEN_NAME && !known) span = above->span;
    const char *text = nb_arena_text(p->arena, p->tokens.source + span.offset, span.length);
    if (text == NULL) return NB_STATUS_NO_MEMORY;
    return nb_fail_hint(p, span, NB_SAY(UNKNOWN_NAME, NB_TEXT(text)),
                        NB_SAY(HINT_DEFINE, NB_TEXT(text)));
}

/* d²y, which is no product with the square of a d: that would need a sign before y. */
static bool is_raised_d(parser *p) {
    const nb_token *token = nb_peek(p);
    uint32_t order;
    return is_d(p, token) && order_at(p, p->at + 1, &order) == 1 && !token[1].spaced &&
           token[2].kind == NB_TOKEN_NAME && !token[2].spaced;
}

/* differentials = 'd' [ order ] [ operand ] '/' below [ expr(JUXTAPOSED) ]
 * where the operands have values and dA, dB, d have none; behind it stands the operand, where above
 * it there is none. A written-out order may be the 2 of d2A/dB2. */
nb_status nb_read_differentials(parser *p, bool *is_derivative) {
    nb_status status = NB_STATUS_OK;
    nb_token *first = nb_peek(p);
    uint32_t behind, skip, head = p->at;
    *is_derivative = false;
    if (p->tokens.source[first->span.offset] != 'd') return status;
    if (!is_free(p, first, &status) && !is_raised_d(p)) return status;
    fraction f = {.from = first->span, .order = order_above(p, &behind, &skip)};
    const nb_token *named = &p->tokens.items[behind];
    bool name = named->kind == NB_TOKEN_NAME, group = nb_token_is(&p->tokens, named, "(");
    uint32_t end = name ? skip_named(p, behind + 1) : group ? skip_group(p, behind) : behind;
    uint32_t line = find_line(p, end, &status);
    nb_span span = {named->span.offset + skip, named->span.length - skip};
    nb_symbol symbol = 0;
    bool adjacent = !p->tokens.items[end].spaced && !p->tokens.items[end + 1].spaced;
    bool known = name && is_known(p, p->tokens.source + span.offset, span.length, named + 1,
                                  adjacent && skip < 2, &symbol, &status);
    if (status != NB_STATUS_OK) return status;
    if (line == 0 || (name && !known))
        return skip == 0 ? check_names(p, head, behind, end, known) : NB_STATUS_OK;
    *is_derivative = true;
    p->at = name ? behind + 1 : behind;
    if (name) status = nb_read_named(p, symbol, span);
    if (group) status = read_operand(p);
    if (status == NB_STATUS_OK && p->at != line) return nb_fail_here(p);
    p->at = line + 1;
    if (status == NB_STATUS_OK) status = read_below(p, &f, false);
    if (status != NB_STATUS_OK) return status;
    return name || group ? emit_derivatives(p, &f) : read_behind(p, &f, head, line);
}

/* partial = '∂' [ order ] [ operand ] '/' below [ expr(JUXTAPOSED) ], as of differentials
 * ∂L/∂w, ∂²L/∂w², ∂²L/∂w∂b, ∂/∂w L */
nb_status nb_read_partial(parser *p) {
    fraction f = {.from = nb_peek(p)->span};
    uint32_t head = p->at;
    nb_status status = nb_require(p, "∂");
    f.order = read_order(p);
    const nb_token *token = nb_peek(p);
    bool number = f.order == 1 && token->kind == NB_TOKEN_NUMBER && token->span.length == 1 &&
                  token->number > 1 && token[1].kind == NB_TOKEN_NAME && !token[1].spaced;
    if (number) { /* ∂2L/∂w2 */
        f.order = (uint32_t)token->number;
        p->at++;
    }
    bool behind = nb_at(p, "/");
    if (status == NB_STATUS_OK && !behind) status = read_operand(p);
    uint32_t line = p->at;
    if (status == NB_STATUS_OK) status = nb_require(p, "/");
    if (status == NB_STATUS_OK) status = read_below(p, &f, true);
    if (status != NB_STATUS_OK) return status;
    return behind ? read_behind(p, &f, head, line) : emit_derivatives(p, &f);
}
