/* Commands: a word, then arguments of the forms that its row of the command table names. */
#include "lang/command.h"

#include <string.h>

#include "lang/commands.h"
#include "lang/comparison.h"
#include "lang/expression.h"
#include "lang/failures.h"
#include "lang/plot.h"

/* word = TEXT | characters up to a blank, ';' or '#'
 * text = TEXT | characters up to ';', '#', '}' or the line's end
 * A word as it stands, as files are written. */
nb_status nb_read_word(parser *p, nb_command_arg *arg, bool text) {
    nb_token *token = nb_peek(p);
    if (token->kind == NB_TOKEN_TEXT) {
        p->at++;
        *arg = (nb_command_arg){.form = NB_ARG_WORD, .text = token->text, .span = token->span};
        return NB_STATUS_OK;
    }
    if (nb_at(p, "'")) return nb_fail_here(p); /* quotation marks are " */
    const char *word = p->tokens.source + token->span.offset;
    size_t length = strcspn(word, text ? "\r\n;#}" : " \t\r\n;#");
    while (text && length > 1 && strchr(" \t", word[length - 1]) != NULL) length--;
    arg->span = (nb_span){token->span.offset, (uint32_t)length};
    arg->text = nb_arena_text(p->arena, word, length);
    if (arg->text == NULL) return NB_STATUS_NO_MEMORY;
    arg->form = NB_ARG_WORD;
    while (nb_peek(p)->kind != NB_TOKEN_END && nb_peek(p)->span.offset < arg->span.offset + length)
        p->at++;
    return NB_STATUS_OK;
}

/* Whether a word that could be a node is meant as a file: it is quoted or has an ending. */
bool nb_looks_like_file(parser *p) {
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

/* node = expr [ PICK ] */
nb_status nb_read_node(parser *p, nb_command_arg *arg) {
    nb_status status = nb_read_expr(p, NB_LEVEL_COMPARISON, &arg->expr);
    if (status != NB_STATUS_OK) return status;
    arg->form = NB_ARG_EXPR;
    arg->span = arg->expr.span;
    if (nb_peek(p)->kind != NB_TOKEN_PICK) return NB_STATUS_OK;
    arg->pick = (uint32_t)nb_peek(p)->number;
    p->at++;
    return NB_STATUS_OK;
}

/* The token at which a file's name begins behind a node: draw y /tmp/y.png is no division, because
 * a blank stands before the / and none behind it. NULL: there is none. */
nb_token *nb_find_path(parser *p) {
    for (nb_token *token = nb_peek(p) + 1; token[-1].kind != NB_TOKEN_END; token++)
        if (nb_token_is(&p->tokens, token, "/") && token->spaced && !token[1].spaced) return token;
    return NULL;
}

static nb_status read_node_before_file(parser *p, nb_command_arg *arg) {
    nb_token *path = nb_find_path(p);
    if (path == NULL) return nb_read_node(p, arg);
    nb_token kept = *path;
    path->kind = NB_TOKEN_END;
    nb_status status = nb_read_node(p, arg);
    *path = kept;
    return status;
}

/* ---- lists ---- */

/* Of h[1..20] the token of the two dots; NULL: the name at hand is followed by no range. */
static nb_token *find_range(parser *p) {
    nb_token *token = nb_peek(p);
    uint32_t depth = 0;
    if (token->kind != NB_TOKEN_NAME || !nb_token_is(&p->tokens, ++token, "[")) return NULL;
    for (; !nb_ends_statement(p, token); token++) {
        if (nb_token_is(&p->tokens, token, "[")) depth++;
        if (nb_token_is(&p->tokens, token, "]") && --depth == 0) return NULL;
        if (depth == 1 && nb_token_is(&p->tokens, token, "..")) return token;
    }
    return NULL;
}

/* range = NAME '[' expr(SUM) '..' expr(SUM) ']'
 * h[1..20] is read as h[1], with the other end aside. */
static nb_status read_range(parser *p, nb_token *dots, nb_command_arg *arg) {
    uint32_t from = p->at;
    p->at = (uint32_t)(dots - p->tokens.items) + 1;
    nb_status status = nb_read_expr(p, NB_LEVEL_SUM, arg->other);
    nb_token *bracket = nb_peek(p);
    if (status == NB_STATUS_OK) status = nb_require(p, "]");
    if (status != NB_STATUS_OK) return status;
    uint32_t end = p->at;
    nb_token kept = *dots;
    *dots = *bracket;
    p->at = from;
    status = nb_read_node(p, arg);
    *dots = kept;
    p->at = end;
    arg->span.length = bracket->span.offset + bracket->span.length - arg->span.offset;
    return status;
}

/* change = expr(CALL) ( '=' | ':=' | '+=' | '-=' | '*=' | '/=' | '^=' ) expr */
static nb_status read_change(parser *p, nb_command_arg *arg) {
    nb_status status = nb_read_expr(p, NB_LEVEL_CALL, &arg->expr);
    if (status != NB_STATUS_OK) return status;
    nb_token *sign = nb_peek(p);
    if (!nb_is_assignment_sign(p, sign)) return nb_require(p, "=");
    p->at++;
    arg->form = NB_ARG_EXPR;
    arg->text = nb_token_text(p, sign);
    status = nb_read_expr(p, NB_LEVEL_COMPARISON, arg->other);
    arg->span = nb_span_to_here(p, arg->expr.span);
    return status;
}

/* list = ( node | range ) { ',' ( node | range ) }, or change { ',' change } */
static nb_status read_list(parser *p, nb_command_arg *arg, bool changes) {
    for (;;) {
        nb_token *dots = changes ? NULL : find_range(p);
        if (changes || dots != NULL) arg->other = nb_arena_add(p->arena, 1, sizeof *arg->other);
        if ((changes || dots != NULL) && arg->other == NULL) return NB_STATUS_NO_MEMORY;
        nb_status status = changes        ? read_change(p, arg)
                           : dots != NULL ? read_range(p, dots, arg) : nb_read_node(p, arg);
        if (status != NB_STATUS_OK || !nb_accept(p, ",")) return status;
        arg->next = nb_arena_add(p->arena, 1, sizeof *arg->next);
        if (arg->next == NULL) return NB_STATUS_NO_MEMORY;
        arg = arg->next;
    }
}

/* ---- calls and data ---- */

/* parameter = [ NAME '=' ] ( node | word that is the name of no number ) */
static nb_status read_parameter(parser *p, nb_clause *parameter) {
    nb_token *token = nb_peek(p);
    if (token->kind == NB_TOKEN_NAME && nb_token_is(&p->tokens, token + 1, "=")) {
        parameter->key = nb_token_text(p, token);
        parameter->span = token->span;
        p->at += 2;
        token = nb_peek(p);
    }
    nb_symbol symbol;
    nb_token *after = token + 1;
    uint32_t local;
    bool word = parameter->key != NULL && token->kind == NB_TOKEN_NAME &&
                (nb_token_is(&p->tokens, after, ",") || nb_token_is(&p->tokens, after, ")"));
    nb_status status = word ? nb_token_symbol(p, token, &symbol) : NB_STATUS_OK;
    if (status != NB_STATUS_OK) return status;
    if (!word || (nb_symbol_kind(p, symbol) & NB_IS_VALUE) || nb_find_local(p, symbol, &local) ||
        nb_find_counter(p, symbol, &local))
        return nb_read_node(p, &parameter->arg);
    parameter->arg = (nb_command_arg){.form = NB_ARG_WORD, .text = nb_token_text(p, token),
                                      .span = token->span};
    p->at++;
    return NB_STATUS_OK;
}

/* settings = NAME [ ~'(' [ parameter { ',' parameter } ] ')' ] */
nb_status nb_read_settings(parser *p, nb_command_arg *arg) {
    nb_token *name = nb_peek(p);
    nb_clause **last = &arg->parameters;
    nb_status status = NB_STATUS_OK;
    if (name->kind != NB_TOKEN_NAME) return nb_fail_here(p);
    arg->form = NB_ARG_CALL;
    arg->text = nb_token_text(p, name);
    arg->span = name->span;
    p->at++;
    if (nb_peek(p)->spaced || !nb_accept(p, "(")) return NB_STATUS_OK;
    if (nb_accept(p, ")")) return NB_STATUS_OK;
    do {
        nb_clause *parameter = nb_arena_add(p->arena, 1, sizeof *parameter);
        if (parameter == NULL) return NB_STATUS_NO_MEMORY;
        status = read_parameter(p, parameter);
        for (nb_clause *q = arg->parameters; q != NULL && status == NB_STATUS_OK; q = q->next)
            if (q->key != NULL && parameter->key != NULL && strcmp(q->key, parameter->key) == 0)
                status = nb_fail(p, parameter->span, NB_SAY(CLAUSE_TWICE, NB_TEXT(q->key)));
        *last = parameter;
        last = &parameter->next;
    } while (status == NB_STATUS_OK && nb_accept(p, ","));
    if (status == NB_STATUS_OK) status = nb_require(p, ")");
    arg->span = nb_span_to_here(p, name->span);
    return status;
}

/* The settings of an optimizer may count what it does: sgd(lr=0.1/epoch). */
static nb_status read_optimizer(parser *p, nb_command_arg *arg) {
    p->counts = true;
    nb_status status = nb_read_settings(p, arg);
    p->counts = false;
    return status;
}

/* columns = column { ',' column }
 * column = NAME [ ~'[' expr(SUM) [ '..' expr(SUM) ] ']' ]
 * Names that need not be defined. */
static nb_status read_columns(parser *p, nb_command_arg *arg) {
    for (;;) {
        nb_token *name = nb_peek(p);
        if (nb_ends_statement(p, name)) return nb_fail_end(p, NB_SAID(WANTED_COLUMN));
        if (name->kind != NB_TOKEN_NAME) return nb_fail_here(p);
        nb_status status = nb_check_name(p, name);
        if (status == NB_STATUS_OK) status = nb_token_symbol(p, name, &arg->symbol);
        p->at++;
        arg->form = NB_ARG_COLUMN;
        arg->text = nb_token_text(p, name);
        if (status == NB_STATUS_OK && !nb_peek(p)->spaced && nb_accept(p, "[")) {
            arg->other = nb_arena_add(p->arena, 1, sizeof *arg->other);
            if (arg->other == NULL) return NB_STATUS_NO_MEMORY;
            status = nb_read_expr(p, NB_LEVEL_SUM, &arg->expr);
            *arg->other = arg->expr; /* x[3] is x[3..3] */
            if (status == NB_STATUS_OK && nb_accept(p, ".."))
                status = nb_read_expr(p, NB_LEVEL_SUM, arg->other);
            if (status == NB_STATUS_OK) status = nb_require(p, "]");
        }
        arg->span = nb_span_to_here(p, name->span);
        if (status != NB_STATUS_OK || !nb_accept(p, ",")) return status;
        arg->next = nb_arena_add(p->arena, 1, sizeof *arg->next);
        if (arg->next == NULL) return NB_STATUS_NO_MEMORY;
        arg = arg->next;
    }
}

static bool parts_cells(parser *p, const nb_token *token) {
    return nb_token_is(&p->tokens, token, ",") || token->kind == NB_TOKEN_SEPARATOR;
}

/* Whether a text is a cell of its own: nothing but brackets and separators stand beside it. */
static bool is_text_cell(parser *p, const nb_token *token) {
    const nb_token *before = token - 1, *after = token + 1;
    return token->kind == NB_TOKEN_TEXT &&
           (nb_token_is(&p->tokens, before, "[") || parts_cells(p, before)) &&
           (nb_token_is(&p->tokens, after, "]") || parts_cells(p, after));
}

/* The rows of numbers behind = may hold texts: they are read as 0, and stand in a list behind the
 * matrix, each with the number of its cell, from 0; the matrix has the number of all cells. */
static nb_status read_rows(parser *p, nb_command_arg *arg) {
    nb_token *first = nb_peek(p), *token = first;
    uint32_t depth = 0, cells = 1;
    nb_command_arg *texts = NULL, **last = &texts;
    for (; nb_token_is(&p->tokens, first, "[") && token->kind != NB_TOKEN_END; token++) {
        if (nb_token_is(&p->tokens, token, "[")) depth++;
        if (nb_token_is(&p->tokens, token, "]") && --depth == 0) break;
        if (depth != 1) continue;
        cells += parts_cells(p, token) && !nb_token_is(&p->tokens, token + 1, "]");
        if (!is_text_cell(p, token)) continue;
        *last = nb_arena_add(p->arena, 1, sizeof **last);
        if (*last == NULL) return NB_STATUS_NO_MEMORY;
        **last = (nb_command_arg){.form = NB_ARG_WORD, .text = token->text, .span = token->span,
                                  .pick = cells - 1};
        last = &(*last)->next;
        token->kind = NB_TOKEN_NUMBER;
        token->number = 0;
    }
    nb_status status = nb_read_node(p, arg);
    for (nb_token *t = first; t < token; t++)
        if (t->kind == NB_TOKEN_NUMBER && t->text != NULL) t->kind = NB_TOKEN_TEXT;
    arg->next = texts;
    if (texts != NULL) arg->pick = cells;
    return status;
}

static bool at_word(parser *p, const char *word) {
    nb_token *token = nb_peek(p);
    return token->kind == NB_TOKEN_NAME && strcmp(nb_token_text(p, token), word) == 0;
}

/* data = [ 'none' ] | columns '=' rows | [ columns ] 'from' ( settings with their bracket | word )
 * The columns are the first argument, where the numbers come from the second. */
static nb_status read_data(parser *p, nb_command_arg *args) {
    nb_status status = NB_STATUS_OK;
    bool none = at_word(p, "none") && nb_ends_statement(p, nb_peek(p) + 1);
    if (nb_ends_statement(p, nb_peek(p))) return NB_STATUS_OK;
    if (none) return read_columns(p, &args[0]);
    if (!at_word(p, "from")) status = read_columns(p, &args[0]);
    if (status != NB_STATUS_OK) return status;
    if (nb_accept(p, "=")) return read_rows(p, &args[1]);
    if (nb_ends_statement(p, nb_peek(p))) return nb_fail_end(p, NB_SAID(WANTED_SOURCE));
    if (!at_word(p, "from")) return nb_fail_here(p);
    p->at++;
    if (nb_ends_statement(p, nb_peek(p))) return nb_fail_end(p, NB_SAID(WANTED_FILE));
    bool call = nb_peek(p)->kind == NB_TOKEN_NAME &&
                nb_token_is(&p->tokens, nb_peek(p) + 1, "(") && !nb_peek(p)[1].spaced;
    return call ? nb_read_settings(p, &args[1]) : nb_read_word(p, &args[1], false);
}

/* value = node [ '%' ] */
static nb_status read_value(parser *p, nb_command_arg *arg) {
    nb_status status = nb_read_node(p, arg);
    if (status == NB_STATUS_OK && nb_accept(p, "%")) arg->text = "%";
    return status;
}

/* ---- arguments and clauses ---- */

static nb_status read_arg(parser *p, nb_command_arg *arg, nb_takes what, bool before_file) {
    switch (what) {
    case NB_TAKES_CALL: return read_optimizer(p, arg);
    case NB_TAKES_DATA: return read_columns(p, arg);
    case NB_TAKES_VALUE: return read_value(p, arg);
    case NB_TAKES_NODE: return before_file ? read_node_before_file(p, arg) : nb_read_node(p, arg);
    case NB_TAKES_NODES: return read_list(p, arg, false);
    case NB_TAKES_CHANGES: return read_list(p, arg, true);
    case NB_TAKES_RANGE: return nb_read_range(p, arg);
    case NB_TAKES_RANGES: return nb_read_ranges(p, arg);
    default: return nb_read_word(p, arg, what == NB_TAKES_TEXT);
    }
}

static nb_arg what_follows(nb_takes what) {
    switch (what) {
    case NB_TAKES_NODE: case NB_TAKES_NODES: return NB_SAID(WANTED_NAME);
    case NB_TAKES_VALUE: return NB_SAID(WANTED_NUMBER);
    case NB_TAKES_RANGE: case NB_TAKES_RANGES: return NB_SAID(WANTED_RANGE);
    case NB_TAKES_CHANGES: return NB_SAID(WANTED_CHANGE);
    case NB_TAKES_CALL: return NB_SAID(WANTED_CALL);
    case NB_TAKES_DATA: return NB_SAID(WANTED_COLUMN);
    case NB_TAKES_FILE: return NB_SAID(WANTED_FILE);
    case NB_TAKES_TEXT: return NB_SAID(WANTED_TEXT);
    default: return NB_SAID(WANTED_WORD);
    }
}

/* The clause that the token is the key of, or NULL; y.png is a file. */
static const nb_clause_form *find_clause(parser *p, const nb_token *token,
                                         const nb_command_info *command) {
    const char *after = p->tokens.source + token->span.offset + token->span.length;
    if (token->kind != NB_TOKEN_NAME || (after[0] == '.' && after[1] != '.')) return NULL;
    return nb_clause_form_find(command, p->tokens.source + token->span.offset,
                               token->span.length);
}

/* Columns may be named behind the same key again (onehot a onehot b): the last one so far. */
static nb_command_arg *find_list(const nb_statement *s, const char *key, nb_takes what) {
    nb_clause *clause = s->clauses;
    while (clause != NULL && strcmp(clause->key, key) != 0) clause = clause->next;
    if (clause == NULL || what != NB_TAKES_DATA) return NULL;
    nb_command_arg *last = &clause->arg;
    while (last->next != NULL) last = last->next;
    return last;
}

/* clauses = { key | key [ '=' ] argument }, the keys being those of the command's row */
nb_status nb_read_clauses(parser *p, nb_statement *s, const nb_command_info *command) {
    nb_clause **last = &s->clauses;
    const nb_clause_form *found;
    while (*last != NULL) last = &(*last)->next;
    while ((found = find_clause(p, nb_peek(p), command)) != NULL) {
        nb_token *token = nb_peek(p);
        nb_clause *clause = nb_arena_add(p->arena, 1, sizeof *clause);
        if (clause == NULL) return NB_STATUS_NO_MEMORY;
        clause->key = nb_token_text(p, token);
        clause->span = token->span;
        nb_command_arg *before = find_list(s, clause->key, found->what);
        if (nb_clause_get(s, clause->key) != NULL && before == NULL)
            return nb_fail(p, token->span, NB_SAY(CLAUSE_TWICE, NB_TEXT(clause->key)));
        clause->arg.span = token->span;
        p->at++;
        if (found->what != NB_TAKES_NOTHING) {
            nb_accept(p, "=");
            if (nb_ends_statement(p, nb_peek(p)))
                return nb_fail_end(p, what_follows(found->what));
            nb_status status = read_arg(p, &clause->arg, found->what, false);
            if (status != NB_STATUS_OK) return status;
        }
        if (before != NULL) before->next = &clause->arg;
        if (before != NULL) continue;
        *last = clause;
        last = &clause->next;
    }
    return NB_STATUS_OK;
}

/* A key that is somebody's name, too, is that name where a node may stand. */
static bool is_clause(parser *p, const nb_token *token, const nb_command_info *command) {
    nb_symbol symbol;
    if (find_clause(p, token, command) == NULL) return false;
    if (nb_token_is(&p->tokens, token + 1, "=")) return true;
    return nb_token_symbol(p, token, &symbol) == NB_STATUS_OK &&
           (nb_symbol_kind(p, symbol) & NB_IS_VALUE) == 0;
}

/* arguments of a command = { node | word | text | value | list | settings | columns } clauses
 *                        | comparison | data clauses | anything, as its row says */
static nb_status read_args(parser *p, nb_statement *s, const nb_command_info *command) {
    const nb_command_arg *file = NULL;
    for (int i = 0; i < NB_COMMAND_ARGS && command->args[i].what != NB_TAKES_NOTHING; i++) {
        nb_takes what = command->args[i].what;
        nb_token *token = nb_peek(p);
        bool named = nb_looks_like_file(p); /* draw L path.png is no clause */
        bool over = nb_ends_statement(p, token) ||
                    (is_clause(p, token, command) && !(what == NB_TAKES_FILE && named));
        bool skipped = what == NB_TAKES_NODE && named; /* draw path.png */
        if (what == NB_TAKES_COMPARISON) return nb_read_comparison(p, s->args);
        if (what == NB_TAKES_DATA) {
            nb_status status = read_data(p, s->args);
            return status == NB_STATUS_OK ? nb_read_clauses(p, s, command) : status;
        }
        if (what == NB_TAKES_PLOT) return nb_read_plot(p, s, command);
        if (what == NB_TAKES_ANYTHING) {
            while (nb_peek(p)->kind != NB_TOKEN_END) p->at++;
            return NB_STATUS_OK;
        }
        if (command->args[i].optional && (over || skipped)) continue;
        if (nb_ends_statement(p, token)) return nb_fail_end(p, what_follows(what));
        if (over)
            return nb_fail(p, token->span, NB_SAY(EXPECTED, what_follows(what),
                                                  NB_TEXT(nb_token_text(p, token))));
        bool before_file = i + 1 < NB_COMMAND_ARGS && command->args[i + 1].what == NB_TAKES_FILE;
        nb_status status = read_arg(p, &s->args[i], what, before_file);
        if (status != NB_STATUS_OK) return status;
        if (what == NB_TAKES_FILE) file = &s->args[i];
    }
    nb_status status = nb_read_clauses(p, s, command);
    if (status != NB_STATUS_OK || file == NULL || nb_ends_statement(p, nb_peek(p))) return status;
    bool begun = strchr(file->text, '.') == NULL; /* my picture.png */
    return begun ? nb_fail_blanks(p, file) : NB_STATUS_OK;
}

/* Tries the whole statement as an expression; the parser is left behind it, or where it was. */
static bool is_whole_expression(parser *p, nb_statement *s) {
    uint32_t at = p->at, depth = p->depth;
    nb_problem problem = *p->problem;
    nb_status status = nb_read_expr(p, NB_LEVEL_COMPARISON, &s->exprs[0]);
    if (status == NB_STATUS_OK && nb_ends_statement(p, nb_peek(p))) return true;
    p->no_memory = p->no_memory || status == NB_STATUS_NO_MEMORY;
    p->at = at;
    p->depth = depth;
    *p->problem = problem;
    return false;
}

/* command = NAME arguments of the command
 * A command word starts a command unless = := += or directly ( follow. */
nb_status nb_read_command(parser *p, nb_statement *s, bool *is_command) {
    nb_token *word = nb_peek(p), *after = word + 1;
    *is_command = false;
    int command = nb_command_find(p->tokens.source + word->span.offset, word->span.length);
    bool called = nb_token_is(&p->tokens, after, "(") && !after->spaced;
    bool assigned = nb_is_assignment_sign(p, after) && !nb_ends_statement(p, after + 1);
    if (command < 0 || called || assigned) return NB_STATUS_OK; /* but `help :=` asks about := */
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
    s->korean = nb_command_is_korean(nb_command_get(command),
                                     p->tokens.source + word->span.offset, word->span.length);
    p->at++;
    return read_args(p, s, nb_command_get(command));
}
