/* Derivatives as they are written on a blackboard: dL/dw and ∂L/∂w. Whether dL/dw is one is decided
 * by what is defined when the statement is read. */
#include "lang/reader.h"

/* The symbol of a name token without its leading d; false when the token is not of that form or
 * the whole name is itself defined. */
static bool differential(parser *p, const nb_token *token, nb_symbol *symbol, nb_status *status) {
    const char *text = p->tokens.source + token->span.offset;
    if (token->kind != NB_TOKEN_NAME || token->span.length < 2 || text[0] != 'd') return false;
    nb_symbol whole;
    uint32_t local;
    *status = nb_token_symbol(p, token, &whole);
    if (*status != NB_STATUS_OK || nb_symbol_kind(p, whole) != 0 || nb_find_local(p, whole, &local))
        return false;
    /* a digit cannot begin a name: d2 is no differential */
    if (text[1] >= '0' && text[1] <= '9') return false;
    *status = p->names->intern(p->names->user, text + 1, token->span.length - 1, symbol);
    return *status == NB_STATUS_OK &&
           ((nb_symbol_kind(p, *symbol) & (NB_IS_VALUE | NB_IS_FAMILY)) != 0 ||
            nb_find_local(p, *symbol, &local));
}

/* The tokens behind an adjacent index: dh[20]/dw. Answers the position after the bracket. */
static uint32_t skip_index(parser *p, uint32_t at) {
    const nb_token *items = p->tokens.items;
    if (!nb_token_is(&p->tokens, &items[at], "[") || items[at].spaced) return at;
    for (uint32_t depth = 0; items[at].kind != NB_TOKEN_END; at++) {
        if (nb_token_is(&p->tokens, &items[at], "[")) depth++;
        if (nb_token_is(&p->tokens, &items[at], "]") && --depth == 0) return at + 1;
    }
    return at;
}

/* dA/dB without blanks, where A and B are defined and dA and dB are not. */
nb_status nb_read_differentials(parser *p, bool *is_derivative) {
    nb_status status = NB_STATUS_OK;
    nb_token *first = nb_peek(p);
    nb_symbol a, b;
    *is_derivative = false;
    if (!differential(p, first, &a, &status)) return status;
    nb_token *slash = &p->tokens.items[skip_index(p, p->at + 1)];
    if (!nb_token_is(&p->tokens, slash, "/") || slash->spaced || slash[1].spaced) return status;
    if (!differential(p, slash + 1, &b, &status)) return status;
    *is_derivative = true;
    nb_span from = first->span;
    p->at++;
    status = nb_read_named(p, a, from);
    if (status != NB_STATUS_OK) return status;
    if (nb_peek(p) != slash) return nb_fail_here(p);
    p->at += 2;
    status = nb_read_named(p, b, slash[1].span);
    if (status != NB_STATUS_OK) return status;
    return nb_emit_gradient(p, from);
}

static nb_status read_partial_operand(parser *p) {
    nb_status status = nb_require(p, "∂");
    if (status != NB_STATUS_OK) return status;
    nb_token *token = nb_peek(p);
    if (nb_accept(p, "(")) {
        p->nesting++;
        status = nb_read_nested(p);
        p->nesting--;
        return status == NB_STATUS_OK ? nb_require(p, ")") : status;
    }
    if (token->kind != NB_TOKEN_NAME) return nb_fail_here(p);
    nb_symbol symbol;
    status = nb_token_symbol(p, token, &symbol);
    if (status != NB_STATUS_OK) return status;
    p->at++;
    return nb_read_named(p, symbol, token->span);
}

nb_status nb_read_partial(parser *p) {
    nb_span from = nb_peek(p)->span;
    nb_status status = read_partial_operand(p);
    if (status == NB_STATUS_OK) status = nb_require(p, "/");
    if (status == NB_STATUS_OK) status = read_partial_operand(p);
    if (status != NB_STATUS_OK) return status;
    return nb_emit_gradient(p, from);
}
