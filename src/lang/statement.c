/* Statements: what a line is (definition, assignment, loop, command, expression) and its parts. */
#include "lang/statement.h"

#include <string.h>

#include "lang/command.h"
#include "lang/commands.h"
#include "lang/expression.h"
#include "lang/failures.h"

static const char nabla[] = "∇";

/* ---- left sides ---- */

/* The position of the statement's = := or += outside brackets; false when it has none. */
static bool find_assignment(parser *p, uint32_t *at) {
    uint32_t depth = 0;
    for (uint32_t i = p->at; !nb_ends_statement(p, &p->tokens.items[i]); i++) {
        nb_token *token = &p->tokens.items[i];
        if (nb_token_is(&p->tokens, token, "(") || nb_token_is(&p->tokens, token, "[")) depth++;
        if (nb_token_is(&p->tokens, token, ")") || nb_token_is(&p->tokens, token, "]"))
            depth -= depth > 0;
        if (nb_token_is(&p->tokens, token, "{")) return false;
        if (depth > 0 || !nb_is_assignment_sign(p, token)) continue;
        *at = i;
        return true;
    }
    return false;
}

static nb_status read_name_symbol(parser *p, nb_symbol *symbol) {
    nb_token *token = nb_peek(p);
    if (token->kind != NB_TOKEN_NAME) return nb_fail_here(p);
    nb_status status = nb_check_name(p, token);
    if (status != NB_STATUS_OK) return status;
    p->at++;
    return nb_token_symbol(p, token, symbol);
}

static nb_status remember_defined(parser *p, nb_symbol symbol) {
    if (!NB_ARENA_RESERVE(p->arena, p->defined, p->defined_count, &p->defined_capacity))
        return NB_STATUS_NO_MEMORY;
    p->defined[p->defined_count++] = symbol;
    return NB_STATUS_OK;
}

/* Of W^(1) the name W1: the names and numbers before a sign without what stands between. */
static const char *join_word(parser *p, const nb_token *from, const nb_token *sign) {
    const char *word = "";
    for (; from < sign; from++)
        if (from->kind == NB_TOKEN_NAME || from->kind == NB_TOKEN_NUMBER)
            word = nb_join(p, word, "", nb_token_text(p, from));
    return word;
}

/* What stands left of the sign, from token `first` on, is no name: a name of two words, a function
 * for :=, or an equation. */
static nb_status fail_left(parser *p, uint32_t first, const nb_token *sign) {
    const nb_token *left = &p->tokens.items[first], *token = nb_peek(p);
    nb_message message = NB_SAY(UNEXPECTED, NB_TEXT(nb_token_text(p, token)));
    bool hyphen = nb_token_is(&p->tokens, token, "-") && !token->spaced && !token[1].spaced &&
                  token[1].kind == NB_TOKEN_NAME;
    if (token > left && (token->kind == NB_TOKEN_NAME || hyphen)) {
        const char *second = nb_token_text(p, hyphen ? token + 1 : token);
        const char *name = nb_join(p, nb_token_text(p, token - 1), "_", second);
        return nb_fail_hint(p, token->span, message, NB_SAY(HINT_NAME_WORD, NB_TEXT(name)));
    }
    if (token > left && token + 1 == sign && token->kind == NB_TOKEN_SIGN)
        return nb_fail(p, token->span, message); /* x : = 3 */
    if (token == left + 1 && nb_token_is(&p->tokens, token, "^"))
        return nb_fail_hint(p, token->span, message,
                            NB_SAY(HINT_NAME_SIGN, NB_TEXT(join_word(p, left, sign))));
    if (token == left + 1 && nb_token_is(&p->tokens, token, "'") && nb_is_function_name(p, left))
        return nb_fail_hint(p, token->span, message, NB_PLAIN(HINT_SLOPE_FOLLOWS));
    if (token == left + 1 && nb_token_is(&p->tokens, token, "("))
        return nb_fail_hint(p, token->span, message, NB_PLAIN(HINT_FUNCTION));
    nb_span whole = {left->span.offset, sign[-1].span.offset + sign[-1].span.length -
                                            left->span.offset};
    if (sign == left) whole = sign->span;
    return nb_fail_hint(p, whole, NB_SAY(CHAINED_TARGET, NB_TEXT(nb_token_text(p, sign))),
                        NB_PLAIN(HINT_EQUATION));
}

/* W[1,:] and u[1..3] are read, but not stored into. */
static nb_status fail_slice(parser *p, const nb_token *name, const nb_token *sign) {
    const char *text = nb_token_text(p, name);
    nb_span whole = {name->span.offset, sign[-1].span.offset + sign[-1].span.length -
                                            name->span.offset};
    bool matrix = false;
    for (const nb_token *token = name; token < sign; token++)
        matrix = matrix || nb_token_is(&p->tokens, token, ",");
    return nb_fail_hint(p, whole,
                        NB_SAY(SLICE_TARGET, NB_TEXT(text), NB_TEXT(nb_token_text(p, sign))),
                        matrix ? NB_SAY(HINT_SLICE_ROW, NB_TEXT(text))
                               : NB_SAY(HINT_SLICE_LOOP, NB_TEXT(text)));
}

/* target = NAME [ ~'[' expr [ ',' expr ] ']' ]
 * A name, or an element like h[3]; `sign` is what follows the left side. */
static nb_status read_target(parser *p, nb_target *target, const nb_token *sign) {
    nb_token *token = nb_peek(p);
    if (token->kind != NB_TOKEN_NAME) return fail_left(p, p->at, sign);
    nb_status status = read_name_symbol(p, &target->symbol);
    if (status != NB_STATUS_OK) return status;
    if (nb_at(p, "[") && !nb_peek(p)->spaced) {
        p->at++;
        do {
            if (target->rank == 2)
                return nb_fail(p, nb_peek(p)->span, NB_PLAIN(TOO_MANY_INDICES));
            if (nb_at(p, ":")) return fail_slice(p, token, sign);
            status = nb_read_expr(p, NB_LEVEL_COMPARISON, &target->index[target->rank]);
            if (status != NB_STATUS_OK) return status;
            if (nb_at(p, "..")) return fail_slice(p, token, sign);
            target->rank++;
        } while (nb_accept(p, ","));
        status = nb_require(p, "]");
        if (status != NB_STATUS_OK) return status;
    }
    nb_span last = p->tokens.items[p->at - 1].span;
    target->span = (nb_span){token->span.offset, last.offset + last.length - token->span.offset};
    return NB_STATUS_OK;
}

/* ---- definitions and assignments ---- */

/* function = NAME '(' NAME { ',' NAME } ')' '=' expr */
static nb_status read_function(parser *p, nb_statement *s) {
    if (p->local_count > 0 || p->depth > 0)
        return nb_fail(p, nb_peek(p)->span, NB_PLAIN(FUNCTION_IN_BLOCK));
    nb_token *name = nb_peek(p);
    const char *text = nb_token_text(p, name);
    if (nb_is_operator_name(text))
        return nb_fail(p, name->span, NB_SAY(BUILT_IN, NB_TEXT(text)));
    s->kind = NB_STATEMENT_FUNCTION;
    nb_status status = read_name_symbol(p, &s->symbol);
    if (status != NB_STATUS_OK) return status;
    p->at++; /* ( */
    p->in_function = true;
    p->function = s->symbol;
    do {
        nb_token *token = nb_peek(p);
        nb_symbol symbol;
        if (token->kind != NB_TOKEN_NAME)
            return nb_fail_hint(p, token->span,
                                NB_SAY(BAD_PARAMETER, NB_TEXT(nb_token_text(p, token))),
                                NB_PLAIN(HINT_FUNCTION));
        if (p->local_count == NB_MAX_LOCALS)
            return nb_fail(p, token->span, NB_SAY(TOO_LONG, NB_COUNT(NB_MAX_LOCALS)));
        status = read_name_symbol(p, &symbol);
        if (status != NB_STATUS_OK) return status;
        for (uint32_t i = 0; i < p->local_count; i++)
            if (p->locals[i] == symbol)
                return nb_fail(p, token->span,
                               NB_SAY(DUPLICATE_PARAMETER, NB_TEXT(nb_token_text(p, token))));
        p->locals[p->local_count++] = symbol;
    } while (nb_accept(p, ","));
    status = nb_require(p, ")");
    if (status == NB_STATUS_OK) status = nb_require(p, "=");
    if (status == NB_STATUS_ERROR) p->problem->hint = NB_PLAIN(HINT_FUNCTION);
    if (status != NB_STATUS_OK) return status;
    s->count = p->local_count;
    s->parameters = nb_arena_add(p->arena, s->count, sizeof *s->parameters);
    if (s->parameters == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(s->parameters, p->locals, s->count * sizeof *s->parameters);
    status = nb_read_expr(p, NB_LEVEL_COMPARISON, &s->exprs[0]);
    p->local_count = 0;
    return status;
}

/* define = target '=' ( settings | expr ), the settings being an initialiser's: normal(2, 3) */
static nb_status read_define(parser *p, nb_statement *s, const nb_token *sign) {
    s->kind = NB_STATEMENT_DEFINE;
    s->count = 1;
    uint32_t first = p->at;
    nb_status status = read_target(p, &s->targets[0], sign);
    if (status != NB_STATUS_OK) return status;
    if (nb_at(p, ",")) return nb_fail_hint(p, sign->span, NB_PLAIN(DEFINE_ONE),
                                           NB_PLAIN(HINT_ASSIGN_SEVERAL));
    if (nb_peek(p) != sign) return fail_left(p, first, sign);
    p->at++;
    nb_token *word = nb_peek(p);
    if (word->kind == NB_TOKEN_NAME && nb_token_is(&p->tokens, word + 1, "(") &&
        p->names->initialiser(p->names->user, p->tokens.source + word->span.offset,
                              word->span.length)) {
        s->initialiser = nb_arena_add(p->arena, 1, sizeof *s->initialiser);
        if (s->initialiser == NULL) return NB_STATUS_NO_MEMORY;
        status = nb_read_settings(p, s->initialiser);
    } else {
        status = nb_read_expr(p, NB_LEVEL_COMPARISON, &s->exprs[0]);
    }
    return status == NB_STATUS_OK ? remember_defined(p, s->targets[0].symbol) : status;
}

/* assign = target { ',' target } ( ':=' | '+=' | '-=' | '*=' | '/=' | '^=' ) expr { ',' expr }
 * As many expressions as targets. */
static nb_status read_assign(parser *p, nb_statement *s, const nb_token *sign) {
    s->kind = NB_STATEMENT_ASSIGN;
    uint32_t left = 0, right = 0, first;
    nb_status status;
    do {
        first = p->at;
        status = read_target(p, &s->targets[left++], sign);
    } while (status == NB_STATUS_OK && nb_accept(p, ","));
    if (status != NB_STATUS_OK) return status;
    if (nb_peek(p) != sign) return fail_left(p, first, sign);
    s->has_op = !nb_token_is(&p->tokens, sign, ":=");
    if (s->has_op && !nb_op_find_infix(p->tokens.source + sign->span.offset, 1, &s->op))
        return nb_fail_here(p);
    p->at++;
    nb_expr surplus;
    do {
        status = nb_read_expr(p, NB_LEVEL_COMPARISON, right < left ? &s->exprs[right] : &surplus);
        right++;
    } while (status == NB_STATUS_OK && nb_accept(p, ","));
    if (status != NB_STATUS_OK) return status;
    if (right != left)
        return nb_fail_hint(p, sign->span, NB_SAY(ASSIGN_COUNT, NB_COUNT(left), NB_COUNT(right)),
                            NB_PLAIN(HINT_ASSIGN_SEVERAL));
    s->count = left;
    for (uint32_t i = 0; i < left; i++) {
        status = remember_defined(p, s->targets[i].symbol);
        if (status != NB_STATUS_OK) return status;
    }
    return NB_STATUS_OK;
}

static nb_status read_left_and_right(parser *p, nb_statement *s, uint32_t sign_at) {
    const nb_token *sign = &p->tokens.items[sign_at];
    uint32_t targets = 1;
    for (uint32_t i = p->at; i < sign_at; i++)
        targets += nb_token_is(&p->tokens, &p->tokens.items[i], ",");
    s->targets = nb_arena_add(p->arena, targets, sizeof *s->targets);
    s->exprs = nb_arena_add(p->arena, targets, sizeof *s->exprs);
    if (s->targets == NULL || s->exprs == NULL) return NB_STATUS_NO_MEMORY;
    if (!nb_token_is(&p->tokens, sign, "=")) return read_assign(p, s, sign);
    nb_token *first = nb_peek(p);
    if (first->kind == NB_TOKEN_NAME && nb_token_is(&p->tokens, first + 1, "("))
        return read_function(p, s);
    return read_define(p, s, sign);
}

/* ---- loops ---- */

/* block = '{' [ statement ] { SEPARATOR [ statement ] } '}' */
static nb_status read_block(parser *p, nb_statement **body) {
    nb_span open = nb_peek(p)->span;
    nb_status status = nb_require(p, "{");
    if (status == NB_STATUS_ERROR) p->problem->hint = NB_PLAIN(HINT_BLOCK);
    if (status == NB_STATUS_OK) status = nb_enter(p);
    while (status == NB_STATUS_OK && !nb_accept(p, "}")) {
        if (nb_peek(p)->kind == NB_TOKEN_SEPARATOR) {
            p->at++;
            continue;
        }
        if (nb_peek(p)->kind == NB_TOKEN_END)
            return nb_fail(p, open, NB_SAY(UNCLOSED, NB_TEXT("{")));
        status = nb_read_statement(p, body);
        if (status != NB_STATUS_OK) break;
        body = &(*body)->next;
        nb_token *after = nb_peek(p);
        if (!nb_ends_statement(p, after)) return nb_require(p, ";");
    }
    nb_leave(p);
    return status;
}

/* for = 'for' NAME 'in' expr(SUM) '..' expr(SUM) block
 * Here from the name up to the brace. */
static nb_status read_for_header(parser *p, nb_statement *s, nb_symbol *symbol) {
    nb_status status = read_name_symbol(p, symbol);
    if (status != NB_STATUS_OK) return status;
    nb_token *in = nb_peek(p);
    if (in->kind != NB_TOKEN_NAME || strcmp(nb_token_text(p, in), "in") != 0)
        return nb_require(p, "in");
    p->at++;
    status = nb_read_expr(p, NB_LEVEL_SUM, &s->exprs[0]);
    if (status == NB_STATUS_OK) status = nb_require(p, "..");
    if (status == NB_STATUS_OK) status = nb_read_expr(p, NB_LEVEL_SUM, &s->exprs[1]);
    if (status == NB_STATUS_OK && p->local_count == NB_MAX_LOCALS)
        return nb_fail(p, in->span, NB_SAY(TOO_DEEP, NB_COUNT(NB_MAX_LOCALS)));
    return status;
}

static nb_status read_for(parser *p, nb_statement *s) {
    s->kind = NB_STATEMENT_FOR;
    s->exprs = nb_arena_add(p->arena, 2, sizeof *s->exprs);
    if (s->exprs == NULL) return NB_STATUS_NO_MEMORY;
    p->at++;
    nb_symbol symbol = 0;
    nb_status status = read_for_header(p, s, &symbol);
    if (status == NB_STATUS_ERROR && p->problem->hint.id != NB_MESSAGE_HINT_CALL_LIKE)
        p->problem->hint = NB_PLAIN(HINT_RANGE);
    if (status != NB_STATUS_OK) return status;
    s->local = p->local_count;
    p->locals[p->local_count++] = symbol;
    status = read_block(p, &s->body);
    p->local_count--;
    return status;
}

/* repeat = 'repeat' expr(SUM) block */
static nb_status read_repeat(parser *p, nb_statement *s) {
    s->kind = NB_STATEMENT_REPEAT;
    s->exprs = nb_arena_add(p->arena, 1, sizeof *s->exprs);
    if (s->exprs == NULL) return NB_STATUS_NO_MEMORY;
    p->at++;
    nb_status status = nb_read_expr(p, NB_LEVEL_SUM, &s->exprs[0]);
    if (status == NB_STATUS_ERROR && p->problem->hint.id == NB_MESSAGE_NONE)
        p->problem->hint = NB_PLAIN(HINT_WHILE);
    return status == NB_STATUS_OK ? read_block(p, &s->body) : status;
}

/* ---- gradients ---- */

/* gradient = '∇' expr(JUXTAPOSED)
 * The command whose word is a sign. ∇L + 1 would say too little. */
static nb_status read_nabla(parser *p, nb_statement *s) {
    nb_command_arg *arg = &s->args[0];
    s->kind = NB_STATEMENT_COMMAND;
    s->command = nb_command_find(nabla, strlen(nabla));
    p->at++;
    if (nb_ends_statement(p, nb_peek(p))) return nb_fail_end(p, NB_SAID(WANTED_VALUE));
    nb_status status = nb_read_expr(p, NB_LEVEL_JUXTAPOSED, &arg->expr);
    if (status != NB_STATUS_OK) return status;
    arg->form = NB_ARG_EXPR;
    arg->span = arg->expr.span;
    nb_token *next = nb_peek(p), *last = next - 1;
    if (nb_ends_statement(p, next)) return NB_STATUS_OK;
    const char *by = nb_token_text(p, last);
    nb_message hint = next->kind == NB_TOKEN_NAME && last->kind == NB_TOKEN_NAME
                          ? NB_SAY(HINT_GRADIENT_OF, NB_TEXT(by + (*by == '_')))
                          : NB_PLAIN(HINT_NABLA);
    return nb_fail_hint(p, next->span, NB_SAY(UNEXPECTED, NB_TEXT(nb_token_text(p, next))), hint);
}

/* ---- any statement ---- */

/* statement = for | repeat | gradient | command | function | define | assign | expr */
static nb_status read_any(parser *p, nb_statement *s) {
    nb_token *first = nb_peek(p);
    uint32_t sign;
    s->exprs = nb_arena_add(p->arena, 1, sizeof *s->exprs);
    if (s->exprs == NULL) return NB_STATUS_NO_MEMORY;
    if (nb_at(p, nabla)) return read_nabla(p, s);
    if (first->kind == NB_TOKEN_NAME) {
        const char *text = nb_token_text(p, first);
        if (nb_is_reserved(text) && nb_is_assignment_sign(p, first + 1))
            return nb_fail(p, first->span, NB_SAY(RESERVED, NB_TEXT(text)));
        if (strcmp(text, "for") == 0) return read_for(p, s);
        if (strcmp(text, "repeat") == 0) return read_repeat(p, s);
        bool is_command;
        nb_status status = nb_read_command(p, s, &is_command);
        if (status != NB_STATUS_OK || is_command) return status;
    }
    if (find_assignment(p, &sign)) return read_left_and_right(p, s, sign);
    s->kind = NB_STATEMENT_EXPRESSION;
    return nb_read_expr(p, NB_LEVEL_COMPARISON, &s->exprs[0]);
}

nb_status nb_read_statement(parser *p, nb_statement **statement) {
    nb_statement *s = nb_arena_add(p->arena, 1, sizeof *s);
    if (s == NULL) return NB_STATUS_NO_MEMORY;
    nb_span from = nb_peek(p)->span;
    s->source = p->tokens.source;
    *statement = s;
    nb_status status = read_any(p, s);
    if (status != NB_STATUS_OK) return status;
    nb_span last = p->tokens.items[p->at - 1].span;
    s->span = (nb_span){from.offset, last.offset + last.length - from.offset};
    return NB_STATUS_OK;
}
