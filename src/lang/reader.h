/* Private to lang/: the parser's state and the steps that its files share. Every step answers
 * a status; after anything but OK the parse ends. */
#ifndef NABLA_LANG_READER_H
#define NABLA_LANG_READER_H

#include "lang/parser.h"

enum { MAX_CODES = 1 << 24 };

typedef struct parser {
    nb_arena *arena;
    const nb_names *names;
    nb_tokens tokens;
    uint32_t at;
    nb_problem *problem;
    bool no_memory; /* a step that answers no status ran out of memory: the parse has failed */
    uint32_t depth;
    /* the expression being built */
    nb_code *codes;
    uint32_t count;
    size_t capacity;
    bool has_gradient, freezes, in_index;
    uint32_t nesting; /* brackets of derivatives and functions that are open */
    uint32_t joined;  /* the token at which what was read last becomes a product without a sign;
                       * 0: it is none, or in brackets */
    /* parameters and loop variables in scope */
    nb_symbol locals[NB_MAX_LOCALS];
    uint32_t local_count;
    bool varies;      /* in what is plotted: `variable` is local number NB_MAX_LOCALS, a node */
    nb_symbol variable;
    bool counts; /* in the settings of an optimizer: `epoch` and `step` are names */
    bool in_function;   /* the function being defined is one in its own body: recursion */
    nb_symbol function;
    /* names defined earlier in the statement, inside braces */
    nb_symbol *defined;
    uint32_t defined_count;
    size_t defined_capacity;
} parser;

nb_token *nb_peek(parser *p);
bool nb_at(parser *p, const char *sign);
bool nb_accept(parser *p, const char *sign);

NB_MUST_USE nb_status nb_fail(parser *p, nb_span span, nb_message message);
NB_MUST_USE nb_status nb_fail_hint(parser *p, nb_span span, nb_message message, nb_message hint);
const char *nb_token_text(parser *p, const nb_token *token);
/* The three, one behind the other; "" when memory runs out. */
const char *nb_join(parser *p, const char *a, const char *between, const char *b);
NB_MUST_USE nb_status nb_token_symbol(parser *p, const nb_token *token, nb_symbol *symbol);
unsigned nb_symbol_kind(parser *p, nb_symbol symbol);

/* Guards everything that recurses. */
NB_MUST_USE nb_status nb_enter(parser *p);
void nb_leave(parser *p);

/* Appends a code; the span from `from` to the last token read; a name in `locals`. */
NB_MUST_USE nb_status nb_emit(parser *p, nb_code code);
/* A number that was not typed where it stands. */
NB_MUST_USE nb_status nb_emit_number(parser *p, double number, nb_span span);
nb_span nb_span_to_here(parser *p, nb_span from);
bool nb_find_local(parser *p, nb_symbol symbol, uint32_t *local);
/* The same for a counter, where there are any: a definition of that name goes before, a function
 * only where it is called. The name has been read. */
bool nb_find_counter(parser *p, nb_symbol symbol, uint32_t *local);

/* = := += and their like; the end of a statement, of a line inside braces, or of a block. */
bool nb_is_assignment_sign(parser *p, const nb_token *token);
bool nb_ends_statement(parser *p, const nb_token *token);

/* Whether the word is one of those that cannot be names: for, in, repeat. */
bool nb_is_reserved(const char *name);
/* Whether nothing can be called that: a reserved word, or one that a lost student types. */
bool nb_is_taken(const char *name);

#endif
