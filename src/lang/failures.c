/* What the parser says when it cannot go on: the message, the place, and what may have been meant
 * by what stands there. */
#include "lang/failures.h"

#include <stdio.h>
#include <string.h>

nb_status nb_fail_end(parser *p, nb_arg wanted) {
    nb_span last = p->at > 0 ? p->tokens.items[p->at - 1].span : nb_peek(p)->span;
    return nb_fail(p, (nb_span){last.offset + last.length, 1},
                   NB_SAY(UNEXPECTED_END, wanted));
}

nb_status nb_fail_here(parser *p) {
    nb_token *token = nb_peek(p);
    if (token->kind == NB_TOKEN_END || token->kind == NB_TOKEN_SEPARATOR)
        return nb_fail_end(p, NB_SAID(WANTED_VALUE));
    return nb_fail(p, token->span, NB_SAY(UNEXPECTED, NB_TEXT(nb_token_text(p, token))));
}

/* The words from the token on, up to the last one with a full stop in it; 0: none has one. */
static size_t find_ending(const char *rest) {
    size_t length = strcspn(rest, "\r\n;#\"");
    while (length > 0 && rest[length - 1] != '.') length--;
    return length == 0 ? 0 : length + strcspn(rest + length, " \t\r\n;#\"");
}

nb_status nb_fail_blanks(parser *p, const nb_command_arg *file) {
    nb_token *token = nb_peek(p);
    const char *rest = p->tokens.source + token->span.offset;
    size_t length = find_ending(rest);
    bool quoted = p->tokens.source[file->span.offset] == '"';
    if (quoted || length == 0) return nb_fail_here(p);
    const char *last = nb_arena_text(p->arena, rest, length);
    if (last == NULL) return NB_STATUS_NO_MEMORY;
    return nb_fail_hint(p, token->span, NB_SAY(UNEXPECTED, NB_TEXT(nb_token_text(p, token))),
                        NB_SAY(HINT_FILE_QUOTES, NB_TEXT(nb_join(p, file->text, " ", last))));
}

/* The other bracket of a pair, `step` being the way to it (its partner lies in front: -1); where
 * it has none, the bracket itself. */
static uint32_t find_partner(parser *p, uint32_t at, int step) {
    int depth = 0;
    for (uint32_t i = at; i < p->tokens.count; i += (uint32_t)step) {
        const nb_token *token = &p->tokens.items[i];
        depth += nb_token_is(&p->tokens, token, "(") || nb_token_is(&p->tokens, token, "[");
        depth -= nb_token_is(&p->tokens, token, ")") || nb_token_is(&p->tokens, token, "]");
        if (depth == 0) return i;
    }
    return at;
}

/* The value that ends or begins with a token: x, 2, (a + b), h[2], sin(x). */
static nb_span value_before(parser *p, uint32_t last) {
    const nb_token *items = p->tokens.items;
    uint32_t end = last;
    while (end > 0 && (nb_token_is(&p->tokens, &items[end], "'") ||
                       nb_token_is(&p->tokens, &items[end], "²") ||
                       nb_token_is(&p->tokens, &items[end], "³"))) end--;
    uint32_t first = find_partner(p, end, -1);
    if (first < end && first > 0 && items[first - 1].kind == NB_TOKEN_NAME && !items[first].spaced)
        first--;
    uint32_t begin = items[first].span.offset;
    return (nb_span){begin, items[last].span.offset + items[last].span.length - begin};
}

static nb_span value_behind(parser *p, uint32_t first) {
    const nb_token *items = p->tokens.items;
    uint32_t last = find_partner(p, first, 1);
    if (items[first].kind == NB_TOKEN_NAME && !items[first + 1].spaced)
        last = find_partner(p, first + 1, 1);
    if (last > first && last == first + 1) last = first; /* no bracket */
    uint32_t begin = items[first].span.offset;
    return (nb_span){begin, items[last].span.offset + items[last].span.length - begin};
}

/* The vector here, or the names and numbers from here on with commas between. */
static const char *list_values(parser *p) {
    nb_token *token = nb_peek(p), vector = {.span = value_behind(p, p->at)};
    if (nb_at(p, "[")) return nb_token_text(p, &vector);
    const char *list = nb_token_text(p, token);
    for (token++; token->kind == NB_TOKEN_NAME || token->kind == NB_TOKEN_NUMBER; token++)
        list = nb_join(p, list, ", ", nb_token_text(p, token));
    return list;
}

bool nb_is_function_name(parser *p, const nb_token *token) {
    nb_symbol symbol;
    const char *name = nb_token_text(p, token);
    if (token->kind != NB_TOKEN_NAME) return false;
    return nb_is_operator_name(name) || strcmp(name, "grad") == 0 ||
           (nb_token_symbol(p, token, &symbol) == NB_STATUS_OK &&
            (nb_symbol_kind(p, symbol) & NB_IS_FUNCTION) != 0);
}

/* Whether the innermost open bracket is that of a vector, and no index's. */
static bool is_in_list(parser *p) {
    uint32_t depth = 0;
    const nb_token *items = p->tokens.items;
    for (uint32_t i = p->at; i-- > 0;) {
        const nb_token *token = &items[i];
        depth += nb_token_is(&p->tokens, token, ")") || nb_token_is(&p->tokens, token, "]");
        bool list = nb_token_is(&p->tokens, token, "[");
        if (!list && !nb_token_is(&p->tokens, token, "(")) continue;
        bool index = i > 0 && items[i - 1].kind == NB_TOKEN_NAME && !items[i].spaced;
        if (depth-- == 0) return list && !index;
    }
    return false;
}

bool nb_lacks_brackets(parser *p) {
    return p->at > 0 && nb_at(p, "[") && nb_is_function_name(p, nb_peek(p) - 1);
}

/* Two values side by side: `sin 30` lacks its brackets, `x y` its sign. */
nb_status nb_fail_missing(parser *p) {
    nb_token *token = nb_peek(p), *before = p->at > 0 ? token - 1 : token;
    nb_message message = NB_SAY(MISSING_OPERATOR, NB_TEXT(nb_token_text(p, token)));
    if (nb_is_function_name(p, before)) {
        const char *call = nb_join(p, nb_token_text(p, before), "(", list_values(p));
        return nb_fail_hint(p, token->span, message,
                            NB_SAY(HINT_CALL_LIKE, NB_TEXT(nb_join(p, call, ")", ""))));
    }
    nb_token left = {.span = value_before(p, p->at > 0 ? p->at - 1 : 0)};
    nb_token right = {.span = value_behind(p, p->at)};
    if (is_in_list(p))
        return nb_fail_hint(p, token->span, message,
                            NB_SAY(HINT_LIST, NB_TEXT(nb_token_text(p, &left)),
                                   NB_TEXT(nb_token_text(p, &right))));
    const char *product = nb_join(p, nb_token_text(p, &left), "*", nb_token_text(p, &right));
    return nb_fail_hint(p, token->span, message, NB_SAY(HINT_MULTIPLY, NB_TEXT(product)));
}

/* A comma in round brackets: W(1, 2) for an element, (1, 2) for a vector. */
static nb_message hint_at_comma(parser *p) {
    uint32_t open = p->at, depth = 1;
    while (open > 0 && depth > 0) {
        const nb_token *token = &p->tokens.items[--open];
        depth += nb_token_is(&p->tokens, token, ")");
        depth -= nb_token_is(&p->tokens, token, "(");
    }
    const nb_token *token = &p->tokens.items[open];
    bool name = open > 0 && token[-1].kind == NB_TOKEN_NAME && !token->spaced;
    if (name) return NB_SAY(HINT_INDICES, NB_TEXT(nb_token_text(p, token - 1)));
    uint32_t close = find_partner(p, open, 1);
    if (close == open) return NB_PLAIN(HINT_VECTOR);
    nb_token inside = {.span = token[1].span};
    inside.span.length = p->tokens.items[close].span.offset - inside.span.offset;
    const char *list = nb_join(p, "[", nb_token_text(p, &inside), "]");
    return NB_SAY(HINT_VECTOR_OF, NB_TEXT(list));
}

nb_status nb_require(parser *p, const char *sign) {
    nb_token *token = nb_peek(p);
    if (nb_accept(p, sign)) return NB_STATUS_OK;
    if (token->kind == NB_TOKEN_END || token->kind == NB_TOKEN_SEPARATOR)
        return nb_fail_end(p, NB_TEXT(sign));
    if (token->kind == NB_TOKEN_NAME || token->kind == NB_TOKEN_NUMBER ||
        nb_lacks_brackets(p))
        return nb_fail_missing(p);
    nb_message message = NB_SAY(EXPECTED, NB_TEXT(sign), NB_TEXT(nb_token_text(p, token)));
    if (*sign == ')' && nb_token_is(&p->tokens, token, ","))
        return nb_fail_hint(p, token->span, message, hint_at_comma(p));
    return nb_fail(p, token->span, message);
}

nb_status nb_check_reserved(parser *p, const nb_token *token) {
    const char *text = nb_token_text(p, token);
    return nb_is_reserved(text) ? nb_fail(p, token->span, NB_SAY(RESERVED, NB_TEXT(text)))
                             : NB_STATUS_OK;
}

nb_status nb_check_name(parser *p, const nb_token *token) {
    const char *text = nb_token_text(p, token);
    nb_status status = nb_check_reserved(p, token);
    if (status == NB_STATUS_OK && nb_is_taken(text))
        status = nb_fail(p, token->span, NB_SAY(TAKEN, NB_TEXT(text)));
    return status;
}
