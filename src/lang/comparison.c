/* Conditions. A measure is recognised where a side begins: elsewhere its word is a name like any
 * other, and so it is where the student has given it a meaning. */
#include "lang/comparison.h"

#include <string.h>

#include "lang/expression.h"
#include "lang/failures.h"
#include "lang/measures.h"

/* Whether several arguments stand in the brackets that the token opens: so it is no product. */
static bool has_comma(parser *p, const nb_token *token) {
    uint32_t depth = 0;
    for (; !nb_ends_statement(p, token); token++) {
        if (nb_token_is(&p->tokens, token, "(") || nb_token_is(&p->tokens, token, "[")) depth++;
        if (nb_token_is(&p->tokens, token, ")") || nb_token_is(&p->tokens, token, "]")) depth--;
        if (depth == 0) return false;
        if (depth == 1 && nb_token_is(&p->tokens, token, ",")) return true;
    }
    return false;
}

/* Which measure begins here; NB_MEASURES: none does. */
static nb_status find_measure(parser *p, size_t *found) {
    nb_token *token = nb_peek(p);
    nb_symbol symbol;
    *found = NB_MEASURES;
    if (token->kind != NB_TOKEN_NAME || !nb_token_is(&p->tokens, token + 1, "(") ||
        token[1].spaced)
        return NB_STATUS_OK;
    nb_status status = nb_token_symbol(p, token, &symbol);
    if (status != NB_STATUS_OK) return status;
    unsigned kind = nb_symbol_kind(p, symbol);
    if (kind & NB_IS_FUNCTION || (kind != 0 && !has_comma(p, token + 1))) return status;
    for (size_t i = 0; i < NB_MEASURES; i++)
        if (strcmp(nb_token_text(p, token), nb_measure_row(i)->word) == 0) *found = i;
    return NB_STATUS_OK;
}

/* subject = expr | sign | NAME of no value, as a function or grad is */
static nb_status read_subject(parser *p, nb_command_arg *arg) {
    nb_token *token = nb_peek(p), *after = token + 1;
    nb_symbol symbol;
    bool alone = token->kind != NB_TOKEN_END &&
                 (nb_token_is(&p->tokens, after, ",") || nb_token_is(&p->tokens, after, ")"));
    bool word = alone && token->kind == NB_TOKEN_SIGN && !nb_at(p, ":");
    arg->span = token->span;
    if (alone && token->kind == NB_TOKEN_NAME) {
        nb_status status = nb_token_symbol(p, token, &symbol);
        if (status != NB_STATUS_OK) return status;
        word = (nb_symbol_kind(p, symbol) & NB_IS_VALUE) == 0;
    }
    arg->form = word ? NB_ARG_WORD : NB_ARG_EXPR;
    if (word) {
        arg->text = nb_token_text(p, token);
        p->at++;
        return NB_STATUS_OK;
    }
    nb_status status = nb_read_expr(p, NB_LEVEL_COMPARISON, &arg->expr);
    if (status == NB_STATUS_OK) arg->span = arg->expr.span;
    return status;
}

/* measure = NAME ~'(' subject { ',' subject } ')' */
static nb_status read_measure(parser *p, size_t measure, nb_command_arg *arg) {
    const nb_measure_info *info = nb_measure_row(measure);
    nb_span from = nb_peek(p)->span;
    nb_clause **last = &arg->parameters;
    uint32_t count = 0;
    nb_status status;
    arg->form = NB_ARG_CALL;
    arg->text = info->word;
    arg->pick = (uint32_t)measure;
    p->at += 2;
    do {
        nb_clause *parameter = nb_arena_add(p->arena, 1, sizeof *parameter);
        if (parameter == NULL) return NB_STATUS_NO_MEMORY;
        *last = parameter;
        last = &parameter->next;
        count++;
        status = read_subject(p, &parameter->arg);
    } while (status == NB_STATUS_OK && nb_accept(p, ","));
    if (status == NB_STATUS_OK) status = nb_require(p, ")");
    if (status != NB_STATUS_OK) return status;
    arg->span = nb_span_to_here(p, from);
    if (count >= info->least && count <= info->most) return NB_STATUS_OK;
    return nb_fail(p, arg->span, NB_SAY(MEASURE_ARGUMENTS, NB_TEXT(arg->text)));
}

/* side = measure | expr(SUM) */
static nb_status read_side(parser *p, nb_command_arg *arg) {
    size_t measure;
    nb_status status = find_measure(p, &measure);
    if (status != NB_STATUS_OK) return status;
    if (measure != NB_MEASURES) return read_measure(p, measure, arg);
    arg->form = NB_ARG_EXPR;
    status = nb_read_expr(p, NB_LEVEL_SUM, &arg->expr);
    if (status == NB_STATUS_OK) arg->span = arg->expr.span;
    return status;
}

/* comparison = measure | side ( '==' | '~' | '<' | '<=' | '>' | '>=' | '!=' ) side
 *              [ 'within' expr(SUM) [ '%' ] ], which begins with a NUMBER */
nb_status nb_read_comparison(parser *p, nb_command_arg *args) {
    static const char *const signs[] = {"==", "~", "<", "<=", ">", ">=", "!="};
    nb_status status = read_side(p, &args[0]);
    if (status != NB_STATUS_OK) return status;
    bool known = false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) known = known || nb_at(p, signs[i]);
    nb_token *sign = nb_peek(p);
    if (args[0].form == NB_ARG_CALL && nb_ends_statement(p, sign)) return NB_STATUS_OK;
    if (!known) return nb_fail(p, (nb_span){sign->span.offset, sign->span.length + 1},
                               NB_PLAIN(EXPECT_FORM));
    p->at++;
    args[1] = (nb_command_arg){.form = NB_ARG_WORD, .text = nb_token_text(p, sign),
                               .span = sign->span};
    status = read_side(p, &args[2]);
    if (status != NB_STATUS_OK) return status;
    nb_token *within = nb_peek(p);
    if (within->kind != NB_TOKEN_NAME || strcmp(nb_token_text(p, within), "within") != 0)
        return NB_STATUS_OK;
    p->at++;
    nb_token *number = nb_peek(p);
    if (number->kind != NB_TOKEN_NUMBER) return nb_fail_here(p);
    status = nb_read_expr(p, NB_LEVEL_SUM, &args[3].expr);
    if (status != NB_STATUS_OK) return status;
    args[3].form = NB_ARG_EXPR;
    args[3].text = nb_accept(p, "%") ? "%" : "";
    return NB_STATUS_OK;
}
