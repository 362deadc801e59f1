/* Private to lang/: the parser's state and the steps that its two files share. Every step answers
 * a status; after anything but OK the parse ends. */
#ifndef NABLA_LANG_READER_H
#define NABLA_LANG_READER_H

#include "lang/parser.h"

enum { MAX_LOCALS = 64, MAX_CODES = 1 << 24 };

typedef struct parser {
    nb_arena *arena;
    const nb_names *names;
    nb_tokens tokens;
    uint32_t at;
    nb_problem *problem;
    uint32_t depth;
    /* the expression being built */
    nb_code *codes;
    uint32_t count;
    size_t capacity;
    bool has_gradient, has_named_index, in_index;
    /* parameters and loop variables in scope */
    nb_symbol locals[MAX_LOCALS];
    uint32_t local_count;
    /* names defined earlier in the statement, inside braces */
    nb_symbol *defined;
    uint32_t defined_count;
    size_t defined_capacity;
} parser;

nb_token *nb_peek(parser *p);
bool nb_at(parser *p, const char *sign);
bool nb_accept(parser *p, const char *sign);
NB_MUST_USE nb_status nb_require(parser *p, const char *sign);

NB_MUST_USE nb_status nb_fail(parser *p, nb_span span, nb_message message);
NB_MUST_USE nb_status nb_fail_hint(parser *p, nb_span span, nb_message message, nb_message hint);
/* "I did not expect ... here" at the current token. */
NB_MUST_USE nb_status nb_fail_here(parser *p);
/* "the line ends where ... should follow", behind the last token. */
NB_MUST_USE nb_status nb_fail_end(parser *p, const char *wanted);
const char *nb_token_text(parser *p, const nb_token *token);
NB_MUST_USE nb_status nb_token_symbol(parser *p, const nb_token *token, nb_symbol *symbol);
unsigned nb_symbol_kind(parser *p, nb_symbol symbol);

/* Guards everything that recurses. */
NB_MUST_USE nb_status nb_enter(parser *p);
void nb_leave(parser *p);

/* Reads an expression of operators that bind at least as tightly as `level`. */
NB_MUST_USE nb_status nb_read_expr(parser *p, nb_level level, nb_expr *expr);

#endif
