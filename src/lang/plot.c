/* What `plot` plots. The variable stands behind the expressions that it is in: it is looked for
 * first. */
#include "lang/plot.h"

#include <string.h>

#include "base/utf8.h"
#include "lang/expression.h"
#include "lang/failures.h"

static bool is_word(parser *p, const nb_token *token, const char *word) {
    return token->kind == NB_TOKEN_NAME && strcmp(nb_token_text(p, token), word) == 0;
}

/* Whether a name stands for a value of the student's. */
static bool is_value(parser *p, const nb_token *token) {
    nb_symbol symbol;
    return nb_token_symbol(p, token, &symbol) == NB_STATUS_OK &&
           (nb_symbol_kind(p, symbol) & NB_IS_VALUE) != 0;
}

/* The token of `for` in this statement, or NULL. */
static nb_token *find_for(parser *p) {
    for (nb_token *token = nb_peek(p); !nb_ends_statement(p, token); token++)
        if (is_word(p, token, "for")) return token;
    return NULL;
}

/* ---- ranges ---- */

/* range = expr(SUM) '..' expr(SUM) */
nb_status nb_read_range(parser *p, nb_command_arg *arg) {
    arg->other = nb_arena_add(p->arena, 1, sizeof *arg->other);
    if (arg->other == NULL) return NB_STATUS_NO_MEMORY;
    nb_status status = nb_read_expr(p, NB_LEVEL_SUM, &arg->expr);
    if (status == NB_STATUS_OK) status = nb_require(p, "..");
    if (status == NB_STATUS_OK) status = nb_read_expr(p, NB_LEVEL_SUM, arg->other);
    if (status != NB_STATUS_OK) return status;
    arg->form = NB_ARG_EXPR;
    arg->span = nb_span_to_here(p, arg->expr.span);
    return NB_STATUS_OK;
}

/* ranges = range { ',' range } */
nb_status nb_read_ranges(parser *p, nb_command_arg *arg) {
    for (;;) {
        nb_status status = nb_read_range(p, arg);
        if (status != NB_STATUS_OK || !nb_accept(p, ",")) return status;
        arg->next = nb_arena_add(p->arena, 1, sizeof *arg->next);
        if (arg->next == NULL) return NB_STATUS_NO_MEMORY;
        arg = arg->next;
    }
}

/* variable = 'for' NAME 'in' range */
static nb_status read_variable(parser *p, nb_command_arg *arg) {
    nb_token *name = nb_peek(p) + 1;
    p->at += 2;
    nb_token *in = nb_peek(p);
    if (nb_ends_statement(p, in)) return nb_fail_end(p, NB_SAID(WANTED_IN));
    if (!is_word(p, in, "in"))
        return nb_fail(p, in->span,
                       NB_SAY(EXPECTED, NB_SAID(WANTED_IN), NB_TEXT(nb_token_text(p, in))));
    p->at++;
    nb_status status = nb_read_range(p, arg);
    arg->text = nb_token_text(p, name);
    arg->symbol = p->variable;
    return status;
}

/* ---- what is plotted ---- */

static nb_status read_list(parser *p, nb_command_arg *arg) {
    for (;;) {
        nb_token *next = nb_peek(p);
        if (nb_ends_statement(p, next)) return nb_fail_end(p, NB_SAID(WANTED_VALUE));
        if (is_word(p, next, "for"))
            return nb_fail(p, next->span, NB_SAY(EXPECTED, NB_SAID(WANTED_VALUE),
                                                 NB_TEXT(nb_token_text(p, next))));
        nb_status status = nb_read_node(p, arg);
        if (status != NB_STATUS_OK || !nb_accept(p, ",")) return status;
        arg->next = nb_arena_add(p->arena, 1, sizeof *arg->next);
        if (arg->next == NULL) return NB_STATUS_NO_MEMORY;
        arg = arg->next;
    }
}

static const struct kind {
    const char *word;
    enum { VALUES, CLAUSES, NOT_OVER } follows;
} kinds[] = {
#define PLOT_KIND(WORD, FUNCTION, FOLLOWS) {WORD, FOLLOWS},
#include "lang/plots.def"
#undef PLOT_KIND
};

enum { KINDS = sizeof kinds / sizeof *kinds };

const char *nb_plot_word_get(size_t kind) {
    return kind < KINDS ? kinds[kind].word : NULL;
}

/* Whether what follows can be what is plotted. */
static bool begins_value(parser *p, const nb_token *next) {
    bool bracket = nb_token_is(&p->tokens, next, "(") || nb_token_is(&p->tokens, next, "[");
    return next->kind == NB_TOKEN_NAME || next->kind == NB_TOKEN_NUMBER ||
           (next->spaced && bracket);
}

/* Whether only clauses and a file follow. */
static bool stands_alone(parser *p, const nb_token *next) {
    return find_for(p) == NULL &&
           (nb_ends_statement(p, next) || next->kind == NB_TOKEN_NAME ||
            next->kind == NB_TOKEN_TEXT || nb_token_is(&p->tokens, next, "/"));
}

/* The words before what is plotted, which say how. A value of the student's goes before a
 * kind of its name. True: nothing that is plotted follows. */
static bool accept_kind(parser *p, nb_command_arg *arg) {
    nb_token *token = nb_peek(p), *next = token + 1;
    for (size_t i = 0; i < KINDS; i++) {
        if (!is_word(p, token, kinds[i].word)) continue;
        bool alone = kinds[i].follows != VALUES, over = is_word(p, next, "over");
        if (alone ? !stands_alone(p, next) : !begins_value(p, next)) return false;
        if (kinds[i].follows == NOT_OVER ? over : is_value(p, token)) return false;
        *arg = (nb_command_arg){.form = NB_ARG_WORD, .text = nb_token_text(p, token),
                                .span = token->span};
        p->at++;
        return alone;
    }
    return false;
}

static nb_status find_variable(parser *p, const nb_token *sign) {
    if (sign == NULL) return NB_STATUS_OK;
    if (sign[1].kind != NB_TOKEN_NAME) {
        p->at = (uint32_t)(sign - p->tokens.items) + 1;
        return nb_ends_statement(p, nb_peek(p)) ? nb_fail_end(p, NB_SAID(WANTED_NAME))
                                                : nb_fail_here(p);
    }
    nb_status status = nb_check_name(p, sign + 1);
    if (status == NB_STATUS_OK) status = nb_token_symbol(p, sign + 1, &p->variable);
    return status;
}

/* What follows the clauses is the file; behind it others may stand. What then is left belongs to a
 * name with blanks. */
static nb_status read_file(parser *p, nb_statement *s, const nb_command_info *command) {
    nb_token *first = nb_peek(p);
    if (nb_ends_statement(p, first)) return NB_STATUS_OK;
    if (nb_token_is(&p->tokens, first, ",")) return nb_fail_here(p);
    nb_status status = nb_read_word(p, &s->args[NB_PLOT_FILE], false);
    if (status == NB_STATUS_OK) status = nb_read_clauses(p, s, command);
    if (status != NB_STATUS_OK || nb_ends_statement(p, nb_peek(p))) return status;
    return nb_fail_blanks(p, &s->args[NB_PLOT_FILE]);
}

static nb_status read_parts(parser *p, nb_statement *s, const nb_command_info *command) {
    nb_token *sign = find_for(p);
    if (accept_kind(p, &s->args[NB_PLOT_WORD])) return nb_read_clauses(p, s, command);
    nb_status status = find_variable(p, sign);
    p->varies = sign != NULL;
    if (status == NB_STATUS_OK) status = read_list(p, &s->args[NB_PLOT_LIST]);
    p->varies = false;
    if (status == NB_STATUS_OK && is_word(p, nb_peek(p), "for"))
        status = read_variable(p, &s->args[NB_PLOT_VARIABLE]);
    if (status == NB_STATUS_OK) status = nb_read_clauses(p, s, command);
    bool late = s->args[NB_PLOT_VARIABLE].form == NB_ARG_MISSING;
    if (status == NB_STATUS_OK && late && is_word(p, nb_peek(p), "for"))
        status = read_variable(p, &s->args[NB_PLOT_VARIABLE]);
    return status == NB_STATUS_OK && late ? nb_read_clauses(p, s, command) : status;
}

/* plot = [ WORD ] list [ 'for' NAME 'in' range ] clauses [ FILE clauses ]
 *      | 'loss' clauses [ FILE clauses ] */
nb_status nb_read_plot(parser *p, nb_statement *s, const nb_command_info *command) {
    if (nb_ends_statement(p, nb_peek(p))) return nb_fail_end(p, NB_SAID(WANTED_PLOT));
    nb_token *path = nb_find_path(p), kept = {0};
    if (path != NULL) {
        kept = *path;
        path->kind = NB_TOKEN_END;
    }
    nb_status status = read_parts(p, s, command);
    if (path != NULL) *path = kept;
    return status == NB_STATUS_OK ? read_file(p, s, command) : status;
}
