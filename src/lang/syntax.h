/* The syntax tree. An expression is a flat array in postfix order: operands stand before their
 * operator, so that a loop with a stack can walk it however deep it is, and copying it is memcpy.
 * A statement owns nothing: all of it lives in the arena it was parsed into. */
#ifndef NABLA_LANG_SYNTAX_H
#define NABLA_LANG_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ops/ops.h"
#include "ops/vectors.h"
#include "result/message.h"

typedef uint32_t nb_symbol; /* an interned name */

/* Bytes of the statement's source text. */
typedef struct nb_span {
    uint32_t offset, length;
} nb_span;

typedef enum nb_code_kind {
    NB_CODE_NUMBER,  /* number; count 1: it was not typed so, but frozen */
    NB_CODE_NAME,    /* the value named `symbol` */
    NB_CODE_LOCAL,   /* parameter or loop variable number `count` */
    NB_CODE_ANS,     /* the last printed value; count 1: `number`, what it was when defined */
    NB_CODE_SKIP,    /* the next `count` codes are the indices of the INDEX or PICK behind them */
    NB_CODE_INDEX,   /* elements of `symbol` by `count` (1 or 2) indices; `op`: NB_INDEX_... */
    NB_CODE_PICK,    /* the same of the value that stands before the indices */
    NB_CODE_ARRAY,   /* `count` elements, `symbol` in a row; 0: a vector */
    NB_CODE_VECTOR,  /* the vector operator `op` applied to `count` values */
    NB_CODE_OP,      /* the operator `op` applied to what stands before it */
    NB_CODE_CALL,    /* the function `symbol` applied to `count` arguments */
    NB_CODE_GRADIENT, /* ∂(the first operand)/∂(the second) */
    NB_CODE_ALIAS,   /* of f'(x): x as a node of its own, which the next code calls f with */
    NB_CODE_SLOPE    /* and the derivative of that call by it, `count` times */
} nb_code_kind;

/* How an index is written, in the two lowest bits of INDEX's and PICK's `op` for the first, in the
 * next two for the second. */
enum { NB_INDEX_ONE, NB_INDEX_RANGE, NB_INDEX_ALL, NB_INDEX_NUMBERS = 4 };

typedef struct nb_code {
    uint8_t kind;   /* nb_code_kind */
    uint8_t op;     /* nb_op, nb_vector_op */
    bool nested;    /* GRADIENT: inside what another one may differentiate, so a formula */
    uint8_t by;     /* VECTOR: nb_along */
    bool dot;       /* OP: a product written · or ×, which between vectors says too little */
    uint32_t count;
    nb_symbol symbol;
    double number;
    nb_span span;
} nb_code;

typedef struct nb_expr {
    nb_code *codes;
    uint32_t count;
    const char *source; /* the statement's text, which the spans are of */
    nb_span span;
    bool has_gradient;     /* holds an NB_CODE_GRADIENT */
    bool freezes;      /* a part becomes a number when the statement runs: ans, or n in x[n] */
    bool frozen;       /* it became one: the source says something else */
} nb_expr;

/* What stands left of = or := */
typedef struct nb_target {
    nb_symbol symbol;
    uint32_t rank; /* indices: 0, 1 or 2 */
    nb_expr index[2];
    nb_span span;
} nb_target;

typedef enum nb_arg_form {
    NB_ARG_MISSING,
    NB_ARG_EXPR,   /* expr; pick > 0 where #pick followed; text "%" where a percent sign did */
    NB_ARG_WORD,   /* text */
    NB_ARG_CALL,   /* text(parameters) */
    NB_ARG_COLUMN  /* a name that need not be defined: symbol, or symbol[expr..other] */
} nb_arg_form;

typedef struct nb_command_arg {
    nb_arg_form form;
    nb_expr expr;
    uint32_t pick;
    const char *text;
    nb_span span;
    nb_expr *other;              /* of h[1..20]: 20; of x += 1: 1, and `text` is the sign */
    nb_symbol symbol;
    struct nb_clause *parameters; /* of a call: without a key, then with keys */
    struct nb_command_arg *next; /* of a list; of rows of data: the texts in them (command.c) */
} nb_command_arg;

/* What may follow a command's arguments, in any order: a key, alone or with a value. */
typedef struct nb_clause {
    const char *key; /* of a call's parameter: may be NULL */
    nb_span span;    /* of the key */
    nb_command_arg arg; /* form MISSING: the key alone */
    struct nb_clause *next;
} nb_clause;

enum { NB_COMMAND_ARGS = 4 };

typedef enum nb_statement_kind {
    NB_STATEMENT_DEFINE,     /* targets[0] = exprs[0] */
    NB_STATEMENT_FUNCTION,   /* symbol(parameters) = exprs[0] */
    NB_STATEMENT_ASSIGN,     /* targets := exprs, or with an operator: += */
    NB_STATEMENT_EXPRESSION, /* exprs[0] */
    NB_STATEMENT_FOR,        /* for local in exprs[0]..exprs[1] { body } */
    NB_STATEMENT_REPEAT,     /* repeat exprs[0] { body } */
    NB_STATEMENT_COMMAND     /* commands[command] with args */
} nb_statement_kind;

typedef struct nb_statement {
    nb_statement_kind kind;
    nb_span span;
    const char *source; /* the text that all spans are of */
    nb_target *targets;
    nb_expr *exprs;
    const nb_expr *kept;   /* exprs[0] where definitions keep it; set by the first turn of a loop */
    uint32_t count;        /* of targets and exprs in an assignment; of parameters in a function */
    bool has_op;           /* assignment with an operator */
    nb_op op;
    nb_symbol symbol;      /* the function */
    nb_symbol *parameters;
    uint32_t local;        /* the loop variable's number */
    struct nb_statement *body, *next;
    nb_command_arg *initialiser; /* definition: NULL, or what stands in the place of exprs[0] */
    int command;
    bool korean; /* the command is spelled in Korean */
    nb_command_arg args[NB_COMMAND_ARGS];
    nb_clause *clauses;
} nb_statement;

/* What went wrong while reading or running, and where. The texts of its messages must live as long
 * as it does: they are copied into `arena`. */
typedef struct nb_problem {
    nb_message message, hint;
    nb_span span;
    bool has_span;
} nb_problem;

/* The value of a command's clause, or NULL when it was not given. */
const nb_command_arg *nb_clause_get(const nb_statement *statement, const char *key);

#endif
