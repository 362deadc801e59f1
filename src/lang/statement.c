/* Statements: what a line is (definition, assignment, loop, command, expression) and its parts. */
#include <string.h>

#include "lang/reader.h"

/* ---- left sides ---- */

static bool is_assignment_sign(parser *p, const nb_token *token) {
    static const char *const signs[] = {"=", ":=", "+=", "-=", "*=", "/=", "^="};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nb_token_is(&p->tokens, token, signs[i])) return true;
    return false;
}

static bool ends_statement(parser *p, const nb_token *token) {
    return token->kind == NB_TOKEN_END || token->kind == NB_TOKEN_SEPARATOR ||
           nb_token_is(&p->tokens, token, "}");
}

/* The position of the statement's = := or += outside brackets; false when it has none. */
static bool find_assignment(parser *p, uint32_t *at) {
    uint32_t depth = 0;
    for (uint32_t i = p->at; !ends_statement(p, &p->tokens.items[i]); i++) {
        nb_token *token = &p->tokens.items[i];
        if (nb_token_is(&p->tokens, token, "(") || nb_token_is(&p->tokens, token, "[")) depth++;
        if (nb_token_is(&p->tokens, token, ")") || nb_token_is(&p->tokens, token, "]"))
            depth -= depth > 0;
        if (nb_token_is(&p->tokens, token, "{")) return false;
        if (depth > 0 || !is_assignment_sign(p, token)) continue;
        *at = i;
        return true;
    }
    return false;
}

static bool is_reserved(const char *name) {
    return strcmp(name, "for") == 0 || strcmp(name, "in") == 0 || strcmp(name, "repeat") == 0;
}

static nb_status read_name_symbol(parser *p, nb_symbol *symbol) {
    nb_token *token = nb_peek(p);
    if (token->kind != NB_TOKEN_NAME) return nb_fail_here(p);
    const char *text = nb_token_text(p, token);
    if (is_reserved(text)) return nb_fail(p, token->span, NB_SAY(RESERVED, NB_TEXT(text)));
    p->at++;
    return nb_token_symbol(p, token, symbol);
}

static nb_status remember_defined(parser *p, nb_symbol symbol) {
    if (!NB_ARENA_RESERVE(p->arena, p->defined, p->defined_count, &p->defined_capacity))
        return NB_STATUS_NO_MEMORY;
    p->defined[p->defined_count++] = symbol;
    return NB_STATUS_OK;
}

/* A name, or an element like h[3]; `sign` is what follows the left side, for the message. */
static nb_status read_target(parser *p, nb_target *target, const nb_token *sign) {
    nb_token *token = nb_peek(p);
    if (token->kind != NB_TOKEN_NAME)
        return nb_fail(p, token->span,
                       NB_SAY(CHAINED_TARGET, NB_TEXT(nb_token_text(p, sign))));
    nb_status status = read_name_symbol(p, &target->symbol);
    if (status != NB_STATUS_OK) return status;
    if (nb_at(p, "[") && !nb_peek(p)->spaced) {
        p->at++;
        do {
            if (target->rank == 2) return nb_fail(p, nb_peek(p)->span, NB_PLAIN(VECTORS));
            status = nb_read_expr(p, NB_LEVEL_COMPARISON, &target->index[target->rank]);
            if (status != NB_STATUS_OK) return status;
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

static nb_status read_function(parser *p, nb_statement *s) {
    if (p->local_count > 0 || p->depth > 0)
        return nb_fail(p, nb_peek(p)->span, NB_PLAIN(FUNCTION_IN_BLOCK));
    nb_op op;
    nb_token *name = nb_peek(p);
    const char *text = nb_token_text(p, name);
    if (nb_op_find_call(text, strlen(text), &op))
        return nb_fail(p, name->span, NB_SAY(BUILT_IN, NB_TEXT(text)));
    s->kind = NB_STATEMENT_FUNCTION;
    nb_status status = read_name_symbol(p, &s->symbol);
    if (status != NB_STATUS_OK) return status;
    p->at++; /* ( */
    do {
        nb_token *token = nb_peek(p);
        nb_symbol symbol;
        if (token->kind != NB_TOKEN_NAME)
            return nb_fail(p, token->span, NB_SAY(BAD_PARAMETER, NB_TEXT(nb_token_text(p, token))));
        if (p->local_count == MAX_LOCALS)
            return nb_fail(p, token->span, NB_SAY(TOO_LONG, NB_COUNT(MAX_LOCALS)));
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
    if (status != NB_STATUS_OK) return status;
    s->count = p->local_count;
    s->parameters = nb_arena_add(p->arena, s->count, sizeof *s->parameters);
    if (s->parameters == NULL) return NB_STATUS_NO_MEMORY;
    memcpy(s->parameters, p->locals, s->count * sizeof *s->parameters);
    status = nb_read_expr(p, NB_LEVEL_COMPARISON, &s->exprs[0]);
    p->local_count = 0;
    return status;
}

static nb_status read_define(parser *p, nb_statement *s, const nb_token *sign) {
    s->kind = NB_STATEMENT_DEFINE;
    s->count = 1;
    nb_status status = read_target(p, &s->targets[0], sign);
    if (status != NB_STATUS_OK) return status;
    if (nb_at(p, ",")) return nb_fail_hint(p, sign->span, NB_PLAIN(DEFINE_ONE),
                                           NB_PLAIN(HINT_ASSIGN_SEVERAL));
    if (nb_peek(p) != sign) return nb_fail_here(p);
    p->at++;
    status = nb_read_expr(p, NB_LEVEL_COMPARISON, &s->exprs[0]);
    return status == NB_STATUS_OK ? remember_defined(p, s->targets[0].symbol) : status;
}

static nb_status read_assign(parser *p, nb_statement *s, const nb_token *sign) {
    s->kind = NB_STATEMENT_ASSIGN;
    uint32_t left = 0, right = 0;
    nb_status status;
    do {
        status = read_target(p, &s->targets[left++], sign);
    } while (status == NB_STATUS_OK && nb_accept(p, ","));
    if (status != NB_STATUS_OK) return status;
    if (nb_peek(p) != sign) return nb_fail_here(p);
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
        return nb_fail(p, sign->span, NB_SAY(ASSIGN_COUNT, NB_COUNT(left), NB_COUNT(right)));
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

static nb_status read_statement(parser *p, nb_statement **statement);

static nb_status read_block(parser *p, nb_statement **body) {
    nb_span open = nb_peek(p)->span;
    nb_status status = nb_require(p, "{");
    if (status == NB_STATUS_OK) status = nb_enter(p);
    while (status == NB_STATUS_OK && !nb_accept(p, "}")) {
        if (nb_peek(p)->kind == NB_TOKEN_SEPARATOR) {
            p->at++;
            continue;
        }
        if (nb_peek(p)->kind == NB_TOKEN_END)
            return nb_fail(p, open, NB_SAY(UNCLOSED, NB_TEXT("{")));
        status = read_statement(p, body);
        if (status != NB_STATUS_OK) break;
        body = &(*body)->next;
        nb_token *after = nb_peek(p);
        if (!ends_statement(p, after)) return nb_require(p, ";");
    }
    nb_leave(p);
    return status;
}

static nb_status read_for(parser *p, nb_statement *s) {
    s->kind = NB_STATEMENT_FOR;
    s->exprs = nb_arena_add(p->arena, 2, sizeof *s->exprs);
    if (s->exprs == NULL) return NB_STATUS_NO_MEMORY;
    p->at++;
    nb_symbol symbol = 0;
    nb_status status = read_name_symbol(p, &symbol);
    if (status != NB_STATUS_OK) return status;
    nb_token *in = nb_peek(p);
    if (in->kind != NB_TOKEN_NAME || strcmp(nb_token_text(p, in), "in") != 0)
        return nb_require(p, "in");
    p->at++;
    status = nb_read_expr(p, NB_LEVEL_SUM, &s->exprs[0]);
    if (status == NB_STATUS_OK) status = nb_require(p, "..");
    if (status == NB_STATUS_OK) status = nb_read_expr(p, NB_LEVEL_SUM, &s->exprs[1]);
    if (status != NB_STATUS_OK) return status;
    if (p->local_count == MAX_LOCALS)
        return nb_fail(p, in->span, NB_SAY(TOO_DEEP, NB_COUNT(MAX_LOCALS)));
    s->local = p->local_count;
    p->locals[p->local_count++] = symbol;
    status = read_block(p, &s->body);
    p->local_count--;
    return status;
}

static nb_status read_repeat(parser *p, nb_statement *s) {
    s->kind = NB_STATEMENT_REPEAT;
    s->exprs = nb_arena_add(p->arena, 1, sizeof *s->exprs);
    if (s->exprs == NULL) return NB_STATUS_NO_MEMORY;
    p->at++;
    nb_status status = nb_read_expr(p, NB_LEVEL_SUM, &s->exprs[0]);
    return status == NB_STATUS_OK ? read_block(p, &s->body) : status;
}

/* ---- commands ---- */

/* A raw word: everything up to a blank, a ; or the end, as files are written. */
static nb_status read_word(parser *p, nb_command_arg *arg) {
    nb_token *token = nb_peek(p);
    if (token->kind == NB_TOKEN_TEXT) {
        p->at++;
        *arg = (nb_command_arg){.form = NB_ARG_WORD, .text = token->text, .span = token->span};
        return NB_STATUS_OK;
    }
    const char *word = p->tokens.source + token->span.offset;
    size_t length = strcspn(word, " \t\r\n;#");
    arg->span = (nb_span){token->span.offset, (uint32_t)length};
    arg->text = nb_arena_text(p->arena, word, length);
    if (arg->text == NULL) return NB_STATUS_NO_MEMORY;
    arg->form = NB_ARG_WORD;
    while (nb_peek(p)->kind != NB_TOKEN_END && nb_peek(p)->span.offset < arg->span.offset + length)
        p->at++;
    return NB_STATUS_OK;
}

/* Whether a word that could be a node is meant as a file: it is quoted or has an ending. */
static bool looks_like_file(parser *p) {
    nb_token *token = nb_peek(p);
    if (token->kind == NB_TOKEN_TEXT) return true;
    const char *word = p->tokens.source + token->span.offset;
    size_t length = strcspn(word, " \t\r\n;#()[]");
    for (size_t i = length; i-- > 0;) {
        if (word[i] == '/' && i == 0) return true;
        if (word[i] == '.')
            return i + 1 < length && word[i + 1] != '.' &&
                   strspn(word + i + 1, "0123456789") == 0;
    }
    return false;
}

static nb_status read_node(parser *p, nb_command_arg *arg) {
    nb_status status = nb_read_expr(p, NB_LEVEL_COMPARISON, &arg->expr);
    if (status != NB_STATUS_OK) return status;
    arg->form = NB_ARG_EXPR;
    arg->span = arg->expr.span;
    if (nb_peek(p)->kind != NB_TOKEN_PICK) return NB_STATUS_OK;
    arg->pick = (uint32_t)nb_peek(p)->number;
    p->at++;
    return NB_STATUS_OK;
}

/* A == B, A ~ B within 0.01, A ~ B within 1%: value, sign, value, tolerance. */
static nb_status read_comparison(parser *p, nb_command_arg *args) {
    static const char *const signs[] = {"==", "~", "<", "<=", ">", ">=", "!="};
    args[0].form = args[2].form = NB_ARG_EXPR;
    nb_status status = nb_read_expr(p, NB_LEVEL_SUM, &args[0].expr);
    if (status != NB_STATUS_OK) return status;
    bool known = false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) known = known || nb_at(p, signs[i]);
    nb_token *sign = nb_peek(p);
    if (!known) return nb_fail(p, (nb_span){sign->span.offset, sign->span.length + 1},
                               NB_PLAIN(EXPECT_FORM));
    p->at++;
    args[1] = (nb_command_arg){.form = NB_ARG_WORD, .text = nb_token_text(p, sign),
                               .span = sign->span};
    status = nb_read_expr(p, NB_LEVEL_SUM, &args[2].expr);
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

static nb_status read_args(parser *p, nb_statement *s, const char *syntax) {
    for (int i = 0; syntax[i] != '\0' && i < NB_COMMAND_ARGS; i++) {
        nb_command_arg *arg = &s->args[i];
        bool optional = syntax[i] >= 'A' && syntax[i] <= 'Z';
        char form = optional ? (char)(syntax[i] - 'A' + 'a') : syntax[i];
        nb_token *token = nb_peek(p);
        bool over = ends_statement(p, token);
        if (form == 'e') return read_comparison(p, s->args);
        if (form == '*') {
            while (nb_peek(p)->kind != NB_TOKEN_END) p->at++;
            return NB_STATUS_OK;
        }
        if (optional && (over || (form == 'n' && looks_like_file(p)))) continue;
        if (over)
            return nb_fail_end(p, form == 'n' ? "a name" : form == 'f' ? "a file name" : "a word");
        nb_status status = form == 'n' ? read_node(p, arg) : read_word(p, arg);
        if (status != NB_STATUS_OK) return status;
    }
    return NB_STATUS_OK;
}

/* Tries the whole statement as an expression; the parser is left behind it, or where it was. */
static bool is_whole_expression(parser *p, nb_statement *s) {
    uint32_t at = p->at, depth = p->depth;
    nb_problem problem = *p->problem;
    bool whole = nb_read_expr(p, NB_LEVEL_COMPARISON, &s->exprs[0]) == NB_STATUS_OK &&
                 ends_statement(p, nb_peek(p));
    if (whole) return true;
    p->at = at;
    p->depth = depth;
    *p->problem = problem;
    return false;
}

/* A command word starts a command unless = := += or directly ( follow. */
static nb_status read_command(parser *p, nb_statement *s, bool *is_command) {
    nb_token *word = nb_peek(p), *after = word + 1;
    const char *syntax;
    *is_command = false;
    int command = p->names->command(p->names->user, p->tokens.source + word->span.offset,
                                    word->span.length, &syntax);
    bool called = nb_token_is(&p->tokens, after, "(") && !after->spaced;
    if (command < 0 || called || is_assignment_sign(p, after)) return NB_STATUS_OK;
    nb_symbol symbol;
    nb_status status = nb_token_symbol(p, word, &symbol);
    if (status != NB_STATUS_OK) return status;
    if ((nb_symbol_kind(p, symbol) & NB_IS_VALUE) && is_whole_expression(p, s)) {
        s->kind = NB_STATEMENT_EXPRESSION;
        *is_command = true; /* and it is read */
        return NB_STATUS_OK;
    }
    *is_command = true;
    s->kind = NB_STATEMENT_COMMAND;
    s->command = command;
    p->at++;
    return read_args(p, s, syntax);
}

/* ---- any statement ---- */

static nb_status read_any(parser *p, nb_statement *s) {
    nb_token *first = nb_peek(p);
    uint32_t sign;
    s->exprs = nb_arena_add(p->arena, 1, sizeof *s->exprs);
    if (s->exprs == NULL) return NB_STATUS_NO_MEMORY;
    if (first->kind == NB_TOKEN_NAME) {
        const char *text = nb_token_text(p, first);
        if (is_reserved(text) && is_assignment_sign(p, first + 1))
            return nb_fail(p, first->span, NB_SAY(RESERVED, NB_TEXT(text)));
        if (strcmp(text, "for") == 0) return read_for(p, s);
        if (strcmp(text, "repeat") == 0) return read_repeat(p, s);
        bool is_command;
        nb_status status = read_command(p, s, &is_command);
        if (status != NB_STATUS_OK || is_command) return status;
    }
    if (find_assignment(p, &sign)) return read_left_and_right(p, s, sign);
    s->kind = NB_STATEMENT_EXPRESSION;
    return nb_read_expr(p, NB_LEVEL_COMPARISON, &s->exprs[0]);
}

static nb_status read_statement(parser *p, nb_statement **statement) {
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

/* What stands behind a whole statement is a mistake; say the likeliest one. */
static nb_status require_end(parser *p) {
    nb_token *token = nb_peek(p);
    if (token->kind == NB_TOKEN_SEPARATOR) p->at++;
    token = nb_peek(p);
    if (token->kind == NB_TOKEN_END) return NB_STATUS_OK;
    if (nb_at(p, ")") || nb_at(p, "]") || nb_at(p, "}"))
        return nb_fail(p, token->span, NB_SAY(UNOPENED, NB_TEXT(nb_token_text(p, token))));
    if (token->kind == NB_TOKEN_NAME || token->kind == NB_TOKEN_NUMBER || nb_at(p, "("))
        return nb_fail_hint(p, token->span,
                            NB_SAY(MISSING_OPERATOR, NB_TEXT(nb_token_text(p, token))),
                            NB_SAY(HINT_MULTIPLY, NB_TEXT("2*x or 2x")));
    return nb_fail_here(p);
}

nb_status nb_parse_statement(nb_arena *arena, const nb_names *names, const char *text,
                             size_t length, nb_statement **statement, nb_problem *problem) {
    parser p = {.arena = arena, .names = names, .problem = problem};
    nb_status status = nb_lex(arena, text, length, &p.tokens, problem);
    if (status == NB_STATUS_OK) status = read_statement(&p, statement);
    return status == NB_STATUS_OK ? require_end(&p) : status;
}

nb_status nb_parse_expression(nb_arena *arena, const nb_names *names, const char *text,
                              const char *const *locals, uint32_t local_count, nb_expr *expr,
                              nb_problem *problem) {
    parser p = {.arena = arena, .names = names, .problem = problem};
    nb_status status = nb_lex(arena, text, strlen(text), &p.tokens, problem);
    for (uint32_t i = 0; status == NB_STATUS_OK && i < local_count; i++)
        status = names->intern(names->user, locals[i], strlen(locals[i]), &p.locals[i]);
    p.local_count = local_count;
    if (status == NB_STATUS_OK) status = nb_read_expr(&p, NB_LEVEL_COMPARISON, expr);
    return status == NB_STATUS_OK ? require_end(&p) : status;
}
