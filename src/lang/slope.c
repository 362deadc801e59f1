/* Derivatives of functions by their one argument, f'(3): it gets a node of its own, f is called
 * with that, and what comes of it is differentiated. */
#include "lang/slope.h"

#include <string.h>

#include "lang/arguments.h"
#include "lang/failures.h"

/* Whether a bracket directly follows the primes that begin here. */
static bool is_before_call(parser *p) {
    const nb_token *token = nb_peek(p);
    while (nb_token_is(&p->tokens, token, "'") && !token->spaced) token++;
    return nb_token_is(&p->tokens, token, "(") && !token->spaced;
}

bool nb_is_slope(parser *p, nb_symbol symbol, const char *name) {
    unsigned kind = nb_symbol_kind(p, symbol);
    bool function = (kind & NB_IS_FUNCTION) != 0 || nb_is_operator_name(name);
    bool value = (kind & (NB_IS_VALUE | NB_IS_FAMILY)) != 0;
    bool slope = nb_at(p, "'") && !nb_peek(p)->spaced;
    return slope && (is_before_call(p) ? function || !value : function && !value);
}

/* The code that calls a function with the one value that was emitted last; false: what has the name
 * is called with more, or not at all. */
static bool call_of_one(parser *p, nb_symbol symbol, const char *name, nb_span span,
                        nb_code *call) {
    nb_op op = NB_OP_LEAF;
    nb_vector_op vector = 0;
    *call = (nb_code){.kind = NB_CODE_CALL, .symbol = symbol, .count = 1, .span = span};
    if ((nb_symbol_kind(p, symbol) & NB_IS_FUNCTION) != 0) return true;
    if (nb_op_find_call(name, strlen(name), &op) && nb_op_get(op)->form.kind != NB_FORM_FOLD) {
        call->kind = NB_CODE_OP;
        call->op = (uint8_t)op;
        call->count = (uint32_t)nb_op_get(op)->arity;
        return call->count == 1 ||
               (nb_op_get(op)->form.kind == NB_FORM_DEFAULT && call->count == 2);
    }
    call->kind = NB_CODE_VECTOR;
    if (!nb_vector_find(name, strlen(name), &vector)) return false;
    call->op = (uint8_t)vector;
    return nb_vector_get(vector)->arity == 1 && nb_vector_get(vector)->setting_count == 0;
}

nb_status nb_begin_slope(parser *p, nb_symbol symbol, const char *name, nb_span from,
                         uint32_t *order) {
    for (*order = 0; nb_at(p, "'") && !nb_peek(p)->spaced; p->at++) ++*order;
    if ((nb_symbol_kind(p, symbol) & NB_IS_FUNCTION) == 0 && !nb_is_operator_name(name))
        return nb_fail(p, from, NB_SAY(UNKNOWN_FUNCTION, NB_TEXT(name)));
    if (!nb_peek(p)->spaced && nb_accept(p, "(")) return NB_STATUS_OK;
    return nb_fail_hint(p, nb_span_to_here(p, from), NB_SAY(NOT_A_VALUE, NB_TEXT(name)),
                        NB_SAY(HINT_SLOPE, NB_TEXT(name)));
}

nb_status nb_emit_slope(parser *p, nb_symbol symbol, const char *name, nb_span from,
                        uint32_t order, uint32_t count) {
    nb_span span = nb_span_to_here(p, from);
    nb_code call;
    bool one = call_of_one(p, symbol, name, span, &call);
    if (count != 1 || !one)
        return nb_fail_hint(p, span, nb_say_arguments(nb_join(p, name, "'", ""), 1, count),
                            NB_SAY(HINT_SLOPE_ONE, NB_TEXT(name)));
    nb_status status = nb_emit(p, (nb_code){.kind = NB_CODE_ALIAS, .span = span});
    bool fallback = call.kind == NB_CODE_OP && call.count == 2;
    if (status == NB_STATUS_OK && fallback)
        status = nb_emit_number(p, nb_op_get((nb_op)call.op)->form.fallback, span);
    if (status == NB_STATUS_OK) status = nb_emit(p, call);
    p->has_gradient = true;
    return status == NB_STATUS_OK
               ? nb_emit(p, (nb_code){.kind = NB_CODE_SLOPE, .count = order, .span = span,
                                      .nested = p->nesting > 0})
               : status;
}
