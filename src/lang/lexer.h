/* Text -> tokens. Knows nothing of meaning: `2x` is two tokens, `dL/dw` three. Only one thing is
 * asked of the names, because it decides what is a comment: whether a statement begins with a
 * command that takes nodes. In it #2 picks a node; anywhere else # begins a comment. */
#ifndef NABLA_LANG_LEXER_H
#define NABLA_LANG_LEXER_H

#include "base/memory.h"
#include "base/status.h"
#include "lang/syntax.h"

typedef struct nb_names nb_names; /* parser.h; NULL where it is asked for: there are no commands */

typedef enum nb_token_kind {
    NB_TOKEN_END,       /* the statement's end */
    NB_TOKEN_SEPARATOR, /* ; or a line's end inside braces */
    NB_TOKEN_NUMBER,
    NB_TOKEN_NAME,
    NB_TOKEN_TEXT,      /* "quoted"; `text` is without quotes and escapes */
    NB_TOKEN_PICK,      /* #2 */
    NB_TOKEN_SIGN       /* brackets, operators, commas: compare with nb_token_is */
} nb_token_kind;

typedef struct nb_token {
    nb_token_kind kind;
    nb_span span;
    bool spaced; /* a blank or the beginning stands before it */
    double number;
    const char *text; /* NB_TOKEN_TEXT */
} nb_token;

typedef struct nb_tokens {
    nb_token *items;
    uint32_t count; /* the last is NB_TOKEN_END */
    const char *source;
} nb_tokens;

/* Where the first statement of `text` ends. */
typedef enum nb_extent_kind {
    NB_EXTENT_STATEMENT, /* `length` bytes, terminator included */
    NB_EXTENT_OPEN       /* a bracket is open (at `open`), or the last line has no end */
} nb_extent_kind;

typedef struct nb_extent {
    nb_extent_kind kind;
    size_t length;   /* bytes of the statement with its terminator */
    bool semicolon;  /* ended by ; rather than by the line's end */
    bool blank;      /* nothing but blanks and comments */
    bool bracket_open;
    size_t open;     /* where the innermost open bracket stands */
} nb_extent;

/* A scan that can be continued when more text has arrived: begin with a zeroed state. */
enum { NB_MAX_DEPTH = 200 };
typedef struct nb_scan {
    size_t at;
    size_t opened[NB_MAX_DEPTH]; /* where the open brackets stand */
    char closers[NB_MAX_DEPTH];
    uint32_t depth;              /* may exceed NB_MAX_DEPTH: the parser then objects */
    size_t word_at;              /* where the innermost statement begins, once `begun` */
    bool in_comment, in_text, filled, begun;
} nb_scan;
nb_extent nb_scan_statement(nb_scan *scan, const nb_names *names, const char *text,
                            size_t length);

/* Splits a whole statement. On NB_STATUS_ERROR `problem` says what is wrong. Tokens and the texts
 * of the problem live in the arena. `text` must be NUL-terminated and outlive the tokens. */
NB_MUST_USE nb_status nb_lex(nb_arena *arena, const nb_names *names, const char *text,
                             size_t length, nb_tokens *tokens, nb_problem *problem);

/* The value of a fraction that is one character; 0: it is none. */
double nb_fraction(uint32_t code);

bool nb_token_is(const nb_tokens *tokens, const nb_token *token, const char *sign);

#endif
