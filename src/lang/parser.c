/* Text -> tree: tokens, one statement or expression, and nothing behind it. */
#include "lang/parser.h"

#include <string.h>

#include "lang/expression.h"
#include "lang/failures.h"
#include "lang/statement.h"

/* What is fed = statement [ SEPARATOR ]
 * What stands behind that is a mistake; say the likeliest one. */
static nb_status require_end(parser *p, bool command) {
    nb_token *token = nb_peek(p);
    if (token->kind == NB_TOKEN_SEPARATOR) p->at++;
    token = nb_peek(p);
    if (token->kind == NB_TOKEN_END) return NB_STATUS_OK;
    if (nb_at(p, ")") || nb_at(p, "]") || nb_at(p, "}"))
        return nb_fail(p, token->span, NB_SAY(UNOPENED, NB_TEXT(nb_token_text(p, token))));
    if (command) return nb_fail_here(p);
    if (token->kind == NB_TOKEN_NAME || token->kind == NB_TOKEN_NUMBER || nb_at(p, "(") ||
        nb_lacks_brackets(p))
        return nb_fail_missing(p);
    nb_status status = nb_fail_here(p);
    if (nb_at(p, ",")) p->problem->hint = NB_PLAIN(HINT_SEVERAL);
    return status;
}

nb_status nb_parse_statement(nb_arena *arena, const nb_names *names, const char *text,
                             size_t length, nb_statement **statement, nb_problem *problem) {
    parser p = {.arena = arena, .names = names, .problem = problem};
    nb_status status = nb_lex(arena, names, text, length, &p.tokens, problem);
    if (status == NB_STATUS_OK) status = nb_read_statement(&p, statement);
    bool command = status == NB_STATUS_OK && (*statement)->kind == NB_STATEMENT_COMMAND;
    if (status == NB_STATUS_OK) status = require_end(&p, command);
    return p.no_memory ? NB_STATUS_NO_MEMORY : status;
}

nb_status nb_parse_expression(nb_arena *arena, const nb_names *names, const char *text,
                              const char *const *locals, uint32_t local_count, nb_expr *expr,
                              nb_problem *problem) {
    parser p = {.arena = arena, .names = names, .problem = problem};
    nb_status status = nb_lex(arena, names, text, strlen(text), &p.tokens, problem);
    for (uint32_t i = 0; status == NB_STATUS_OK && i < local_count; i++)
        status = names->intern(names->user, locals[i], strlen(locals[i]), &p.locals[i]);
    p.local_count = local_count;
    if (status == NB_STATUS_OK) status = nb_read_expr(&p, NB_LEVEL_COMPARISON, expr);
    if (status == NB_STATUS_OK) status = require_end(&p, false);
    return p.no_memory ? NB_STATUS_NO_MEMORY : status;
}
