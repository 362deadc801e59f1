/* Tokens -> syntax tree. The parser knows the language, and asks `nb_names` what a name is: that
 * decides whether y(1 - y) is a call or a product and whether dL/dw is a derivative, when the
 * statement is read. How to read it: statement.c reads statements (command.c those of commands)
 * and calls parser.c for expressions, a precedence climber over the levels of ops.h; derivative.c
 * reads dL/dw.
 *
 * The whole grammar stands there, each production above the function that reads it; begin at
 * `statement` in statement.c. 'x' is typed as it stands; [ ] may be left out; { } comes any number
 * of times; | is or; ~ forbids a blank. NUMBER, NAME, TEXT, PICK and SEPARATOR are tokens, with
 * their productions in lexer.c. expr is an expression of any operators, expr(SUM) one of those that
 * bind at least as tightly as a sum. */
#ifndef NABLA_LANG_PARSER_H
#define NABLA_LANG_PARSER_H

#include "lang/lexer.h"
#include "lang/syntax.h"

enum { NB_MAX_LOCALS = 64 }; /* parameters of a function, or loop variables in scope */

enum { NB_IS_VALUE = 1, NB_IS_FUNCTION = 2, NB_IS_FAMILY = 4, NB_IS_VECTOR = 8,
       NB_IS_MATRIX = 16 };

/* What the parser asks of its surroundings. */
struct nb_names {
    void *user;
    /* The symbol of a name, folded as nb_utf8_add_name does. */
    nb_status (*intern)(void *user, const char *text, size_t length, nb_symbol *symbol);
    /* NB_IS_..., several ored: what the symbol is defined as. */
    unsigned (*kind)(void *user, nb_symbol symbol);
    const char *(*text)(void *user, nb_symbol symbol);
    /* Whether `word` is an initialiser: what makes the numbers of a new vector. */
    bool (*initialiser)(void *user, const char *word, size_t length);
};

/* Parses one statement. Everything it makes lives in the arena, the texts of `problem` too.
 * Answers NB_STATUS_OK, NB_STATUS_ERROR (see problem) or NB_STATUS_NO_MEMORY. */
NB_MUST_USE nb_status nb_parse_statement(nb_arena *arena, const nb_names *names, const char *text,
                                         size_t length, nb_statement **statement,
                                         nb_problem *problem);

/* Parses an expression in which the names of `locals`, at most NB_MAX_LOCALS, are locals 0, 1...;
 * other names are errors unless `names` knows them. */
NB_MUST_USE nb_status nb_parse_expression(nb_arena *arena, const nb_names *names, const char *text,
                                          const char *const *locals, uint32_t local_count,
                                          nb_expr *expr, nb_problem *problem);

#endif
