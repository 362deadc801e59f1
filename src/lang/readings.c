/* Inputs with two readings. Each is found where the parser meets it, and both readings are written
 * with the student's own texts, to be copied. */
#include "lang/readings.h"

#include <string.h>

#include "lang/expression.h"
#include "lang/failures.h"
#include "ops/ops.h"

/* The source from one token up to another, without the blanks before that. */
static const char *between(parser *p, uint32_t from, uint32_t to) {
    const nb_token *items = p->tokens.items;
    nb_token all = {.span = items[from].span};
    if (to > from)
        all.span.length = items[to - 1].span.offset + items[to - 1].span.length -
                          items[from].span.offset;
    return nb_token_text(p, &all);
}

static uint32_t token_at(parser *p, nb_span span) {
    uint32_t i = p->at;
    while (i > 0 && p->tokens.items[i].span.offset > span.offset) i--;
    return i;
}

/* a, between, b, after, c, end as one text. */
static const char *join(parser *p, const char *a, const char *before, const char *b,
                        const char *after, const char *c, const char *end) {
    return nb_join(p, nb_join(p, a, before, b), after, nb_join(p, c, end, ""));
}

nb_status nb_fail_division(parser *p, nb_span from, uint32_t divisor, uint32_t joined) {
    const char *left = between(p, token_at(p, from), divisor - 1);
    const char *middle = between(p, divisor, joined), *right = between(p, joined, p->at);
    const char *first = nb_join(p, "(", join(p, left, "/", middle, ")*", right, ""), "");
    const char *second = join(p, left, "/(", middle, "*", right, ")");
    return nb_fail(p, nb_span_to_here(p, from),
                   NB_SAY(TWO_READINGS, NB_TEXT(first), NB_TEXT(second)));
}

nb_status nb_fail_derivative(parser *p, uint32_t head, uint32_t slash, uint32_t begin) {
    uint32_t sign = p->at++;
    bool sum = nb_token_is(&p->tokens, &p->tokens.items[sign], "+") ||
               nb_token_is(&p->tokens, &p->tokens.items[sign], "-") ||
               nb_token_is(&p->tokens, &p->tokens.items[sign], "−");
    nb_status status = nb_enter(p);
    if (status == NB_STATUS_OK)
        status = nb_read_level(p, sum ? NB_LEVEL_SUM : NB_LEVEL_PRODUCT);
    nb_leave(p);
    if (status != NB_STATUS_OK) return status;
    const char *above = between(p, head, slash), *below = between(p, slash, begin);
    const char *one = between(p, begin, sign), *rest = between(p, sign, p->at);
    bool bracket = *one == '(';
    const char *blank = p->tokens.items[sign].spaced ? " " : "";
    const char *all = join(p, above, "(", between(p, begin, p->at), ")", below, "");
    const char *part = join(p, above, bracket ? "" : "(", one, bracket ? "" : ")", below, "");
    return nb_fail(p, nb_span_to_here(p, p->tokens.items[head].span),
                   NB_SAY(TWO_READINGS, NB_TEXT(all), NB_TEXT(nb_join(p, part, blank, rest))));
}

static bool is_sign(parser *p, const nb_token *token) {
    nb_op op;
    return nb_token_is(&p->tokens, token, "+") ||
           nb_op_find_prefix(p->tokens.source + token->span.offset, token->span.length, &op);
}

nb_status nb_check_exponent(parser *p, nb_span from) {
    uint32_t exponent = p->at, number = exponent;
    const nb_token *items = p->tokens.items;
    while (is_sign(p, &items[number])) number++;
    if (items[number].kind != NB_TOKEN_NUMBER || items[number + 1].spaced) return NB_STATUS_OK;
    bool follows = items[number + 1].kind == NB_TOKEN_NAME ||
                   nb_token_is(&p->tokens, &items[number + 1], "(") ||
                   nb_token_is(&p->tokens, &items[number + 1], "∂");
    if (!follows || nb_is_function_name(p, &items[exponent - 2])) /* sin^2(x) */
        return NB_STATUS_OK;
    p->at = number + 1;
    nb_status status = nb_enter(p);
    if (status == NB_STATUS_OK) status = nb_read_level(p, NB_LEVEL_JUXTAPOSED);
    nb_leave(p);
    if (status != NB_STATUS_OK) return status;
    const char *base = between(p, token_at(p, from), exponent - 1);
    const char *power = between(p, exponent, number + 1), *rest = between(p, number + 1, p->at);
    return nb_fail(p, nb_span_to_here(p, from),
                   NB_SAY(TWO_READINGS, NB_TEXT(join(p, base, "^(", power, "", rest, ")")),
                          NB_TEXT(join(p, base, "^", power, "*", rest, ""))));
}

/* What a bracket holds: numbers with any signs between, or one name. */
typedef struct holding {
    uint32_t close;   /* the bracket's end */
    bool one_name;
    bool list, range; /* numbers with a comma, with : or .. between */
    bool colon;       /* a : behind a number, which stands for no range */
} holding;

/* False: the bracket, whose first token is `i`, holds a formula. */
static bool find_holding(const parser *p, uint32_t i, holding *found) {
    const nb_token *items = p->tokens.items;
    uint32_t names = 0, numbers = 0, depth = 1;
    *found = (holding){0};
    for (; items[i].kind != NB_TOKEN_END && items[i].kind != NB_TOKEN_SEPARATOR; i++) {
        const nb_token *token = &items[i];
        bool sign = token->kind == NB_TOKEN_SIGN;
        depth += sign && (nb_token_is(&p->tokens, token, "(") ||
                          nb_token_is(&p->tokens, token, "["));
        depth -= sign && (nb_token_is(&p->tokens, token, ")") ||
                          nb_token_is(&p->tokens, token, "]"));
        if (depth == 0) break;
        names += token->kind == NB_TOKEN_NAME;
        numbers += token->kind == NB_TOKEN_NUMBER;
        found->list = found->list || (depth == 1 && nb_token_is(&p->tokens, token, ","));
        bool colon = nb_token_is(&p->tokens, token, ":");
        found->colon = found->colon || (colon && token[-1].kind == NB_TOKEN_NUMBER);
        found->range = found->range || colon || nb_token_is(&p->tokens, token, "..");
    }
    found->close = i;
    found->one_name = names == 1;
    return nb_token_is(&p->tokens, &items[i], ")") && names + numbers > 0 &&
           (names == 0 || (names == 1 && numbers == 0 && !found->list && !found->range));
}

/* What else was meant by NAME(inside) than a call. `single`: one number or name is inside. */
static nb_message hint_at_factor(parser *p, const char *name, unsigned kind, const holding *found,
                                 bool single) {
    const char *inside = between(p, p->at + 1, found->close);
    const char *factor = single ? inside : nb_join(p, "(", inside, ")");
    const char *parameter = strcmp(name, "x") == 0 ? "t" : "x";
    bool vector = (kind & NB_IS_VECTOR) != 0, matrix = (kind & NB_IS_MATRIX) != 0;
    bool index = single && !found->one_name;
    if (found->colon) return NB_PLAIN(HINT_SLICE);
    if (vector && found->range) return NB_SAY(HINT_PART_NOT_CALL, NB_TEXT(name), NB_TEXT(inside));
    if (matrix && found->list) return NB_SAY(HINT_INDICES, NB_TEXT(name));
    if (vector && found->list) return NB_SAY(HINT_ELEMENT, NB_TEXT(name));
    if (found->list) return NB_PLAIN(HINT_FUNCTION);
    if (kind == 0) return NB_SAY(HINT_MULTIPLY, NB_TEXT(nb_join(p, name, "*", factor)));
    if (matrix && index) return NB_SAY(HINT_ROW_NOT_CALL, NB_TEXT(name), NB_TEXT(inside));
    if (vector && index) return NB_SAY(HINT_ELEMENT_NOT_CALL, NB_TEXT(name), NB_TEXT(inside));
    return NB_SAY(HINT_FACTOR_NOT_CALL, NB_TEXT(name), NB_TEXT(factor), NB_TEXT(parameter));
}

nb_status nb_check_factor(parser *p, const char *name, unsigned kind) {
    const nb_token *items = p->tokens.items, *open = nb_peek(p);
    holding found;
    if (!nb_at(p, "(") || open->spaced || !find_holding(p, p->at + 1, &found)) return NB_STATUS_OK;
    if (found.range && !(kind & NB_IS_VECTOR)) return NB_STATUS_OK; /* an error of its own */
    const nb_token *end = &items[found.close];
    nb_span span = items[p->at - 1].span;
    span.length = end->span.offset + 1 - span.offset;
    bool single = found.close == p->at + 2 || (found.close == p->at + 3 && is_sign(p, open + 1));
    return nb_fail_hint(p, span, NB_SAY(NO_FUNCTION, NB_TEXT(name)),
                        hint_at_factor(p, name, kind, &found, single));
}
