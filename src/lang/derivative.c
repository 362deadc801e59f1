/* Derivatives as they are written on a blackboard: dL/dw, d²L/dw², ∂L/∂w, ∂²L/∂w∂b. Whether dL/dw
 * is one is decided by what is defined when the statement is read. */
#include "lang/derivative.h"

#include "lang/expression.h"
#include "lang/failures.h"

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
    if (*status != NB_STATUS_OK) return false;
    nb_op op;
    bool call = nb_token_is(&p->tokens, token + 1, "(") && !token[1].spaced &&
                ((nb_symbol_kind(p, *symbol) & NB_IS_FUNCTION) != 0 ||
                 nb_op_find_call(text + 1, token->span.length - 1, &op));
    return call || (nb_symbol_kind(p, *symbol) & (NB_IS_VALUE | NB_IS_FAMILY)) != 0 ||
           nb_find_local(p, *symbol, &local);
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

/* What a ² or ³ says, 1 when the token is none. */
static uint32_t order_of(parser *p, const nb_token *token) {
    return nb_token_is(&p->tokens, token, "²") ? 2 : nb_token_is(&p->tokens, token, "³") ? 3 : 1;
}

/* order = '²' | '³' */
static uint32_t read_order(parser *p) {
    uint32_t order = order_of(p, nb_peek(p));
    p->at += order > 1;
    return order;
}

/* Emits the derivative by an operand whose codes begin at `at`, as often as its order says (∂y²:
 * twice), with the operand's codes again before each but the first. `last`: it is the last operand
 * of ∂x∂y². All derivatives but the very last stand inside another one. */
static nb_status emit_repeated(parser *p, uint32_t at, uint32_t times, bool last, nb_span from) {
    uint32_t end = p->count;
    nb_status status = NB_STATUS_OK;
    for (uint32_t i = 1; i <= times && status == NB_STATUS_OK; i++) {
        bool inner = i < times || !last;
        p->nesting += inner;
        status = nb_emit_gradient(p, from);
        p->nesting -= inner;
        for (uint32_t k = at; i < times && k < end && status == NB_STATUS_OK; k++)
            status = nb_emit(p, p->codes[k]);
    }
    return status;
}

/* The order of d²A, A being the token behind; 1 when that is not what the token begins. Where d has
 * a value this is no product with its square: that would need a sign before A. */
static uint32_t differential_order(parser *p, const nb_token *token, nb_symbol *symbol,
                                   nb_status *status) {
    uint32_t local, order = order_of(p, token + 1);
    bool d = token->kind == NB_TOKEN_NAME && p->tokens.source[token->span.offset] == 'd';
    if (!d || token->span.length > 1 || order == 1 || token[1].spaced || token[2].spaced ||
        token[2].kind != NB_TOKEN_NAME) return 1;
    *status = nb_token_symbol(p, token + 2, symbol);
    bool value = *status == NB_STATUS_OK &&
                 ((nb_symbol_kind(p, *symbol) & (NB_IS_VALUE | NB_IS_FAMILY)) != 0 ||
                  nb_find_local(p, *symbol, &local));
    return value ? order : 1;
}

/* Of dA the A: what is written anew in another place is the name with its indices. */
static nb_span without_d(nb_span span) {
    return (nb_span){span.offset + 1, span.length - 1};
}

/* differentials = 'd'~NAME [ ~'[' indices ] ~'/'~ 'd'~named
 *               | 'd'~order~NAME [ ~'[' indices ] ~'/'~ 'd'~named~order
 * dA/dB and d²A/dB², where A and B are defined and dA and dB are not. */
nb_status nb_read_differentials(parser *p, bool *is_derivative) {
    nb_status status = NB_STATUS_OK;
    nb_token *first = nb_peek(p);
    nb_symbol a, b;
    *is_derivative = false;
    uint32_t order = differential_order(p, first, &a, &status);
    if (status != NB_STATUS_OK || (order == 1 && !differential(p, first, &a, &status)))
        return status;
    uint32_t behind = p->at + (order > 1 ? 3 : 1); /* the name of A */
    nb_token *slash = &p->tokens.items[skip_index(p, behind)];
    if (!nb_token_is(&p->tokens, slash, "/") || slash->spaced || slash[1].spaced) return status;
    if (!differential(p, slash + 1, &b, &status)) return status;
    *is_derivative = true;
    nb_span from = first->span;
    p->at = behind;
    status = nb_read_named(p, a, order > 1 ? first[2].span : without_d(from));
    if (status != NB_STATUS_OK) return status;
    if (nb_peek(p) != slash) return nb_fail_here(p);
    p->at += 2;
    uint32_t at = p->count;
    status = nb_read_named(p, b, without_d(slash[1].span));
    if (status != NB_STATUS_OK) return status;
    const nb_token *raised = nb_peek(p);
    if (order > 1 && read_order(p) != order)
        return nb_fail(p, raised->span, NB_SAY(PARTIAL_ORDER, NB_COUNT(order)));
    return emit_repeated(p, at, order, true, from);
}

/* operand = named | '(' expr ')' */
static nb_status read_partial_operand(parser *p) {
    nb_status status;
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

/* partial = '∂' [ order ] operand '/' '∂' operand [ order ] { '∂' operand [ order ] }
 * ∂L/∂w, ∂²L/∂w², ∂²L/∂w∂b: the orders below add up to the one above. Of a first derivative a
 * square is one of the whole: ∂L/∂w². */
nb_status nb_read_partial(parser *p) {
    nb_span from = nb_peek(p)->span;
    nb_status status = nb_require(p, "∂");
    uint32_t order = read_order(p);
    if (status == NB_STATUS_OK) status = read_partial_operand(p);
    if (status == NB_STATUS_OK) status = nb_require(p, "/");
    for (uint32_t left = order, at = p->count; left > 0 && status == NB_STATUS_OK; at = p->count) {
        status = nb_require(p, "∂");
        if (status == NB_STATUS_OK) status = read_partial_operand(p);
        if (status != NB_STATUS_OK) return status;
        const nb_token *raised = nb_peek(p);
        uint32_t times = order > 1 ? read_order(p) : 1;
        if (times > left)
            return nb_fail(p, raised->span, NB_SAY(PARTIAL_ORDER, NB_COUNT(order)));
        left -= times;
        status = emit_repeated(p, at, times, left == 0, from);
    }
    return status;
}
