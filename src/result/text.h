/* Texts that are said in pieces: formulas and names. */
#ifndef NABLA_RESULT_TEXT_H
#define NABLA_RESULT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "ops/ops.h"

/* A formula for people, said and not written: what each piece is, and how tightly the whole holds
 * together. Which signs it is written in (· or * or \cdot) is the view's, and so is the look of
 * names and numbers. Brackets inside stand there as pieces, where the formula typed back would mean
 * something else without; a view that puts the whole beside something decides by its level, and
 * needs to read no sign. Of operators and their LaTeX, ops.def says how they are written. */
typedef enum nb_piece_kind {
    NB_PIECE_TEXT,     /* what reads the same everywhere: an index, [1,2] */
    NB_PIECE_WORDS,    /* English words of messages.def, which the view translates; where they have
                        * a {0}, all that follows stands in its place */
    NB_PIECE_NAME,     /* a name, or arguments, as the student typed them */
    NB_PIECE_FUNCTION, /* a function's name; its arguments in brackets follow */
    NB_PIECE_LABEL,    /* the label of a name, for a typesetter */
    NB_PIECE_NUMBER,   /* a number */
    NB_PIECE_OPERAND,  /* a number that needs brackets when it is negative */
    NB_PIECE_SIGN,     /* the operator `op`, between its operands or before its only one */
    NB_PIECE_TEMPLATE, /* of the LaTeX of `op`: stretch number `part`, between two operands */
    NB_PIECE_POWER,    /* raised to `number`, which is 2 or 3 */
    NB_PIECE_GAP,      /* a blank, at which a line may end */
    NB_PIECE_OPEN,     /* round brackets */
    NB_PIECE_CLOSE,
    NB_PIECE_OPEN_LIST, /* square ones: a vector or a matrix */
    NB_PIECE_CLOSE_LIST,
    NB_PIECE_COMMA,   /* between arguments and elements */
    NB_PIECE_ROW,     /* between the rows of a matrix */
    NB_PIECE_END_ROW, /* behind the only row of one */
    NB_PIECE_MORE,    /* something is left out here */
    NB_PIECE_PARTIAL, /* ∂ */
    NB_PIECE_ARROW,   /* from one to the next */
    NB_PIECE_HAT,     /* over the name before it */
    NB_PIECE_NEXT,    /* what the name before it is after the step */
    NB_PIECE_AHEAD,   /* the name before it at another place: where nag takes its gradient */
    NB_PIECE_WHICH    /* number `number` of those that read like this */
} nb_piece_kind;

typedef struct nb_piece {
    nb_piece_kind kind;
    nb_op op;     /* SIGN, TEMPLATE */
    int part;     /* TEMPLATE: from 0, before the first operand */
    bool numeric; /* SIGN: between numbers, where a product is written ×, not · */
    int digits;   /* of a number: significant ones; 0: as many as the view shows */
    const char *text;
    double number;
} nb_piece;

typedef struct nb_text {
    nb_piece *pieces;
    size_t count;
    nb_level level; /* of what binds least in it outside brackets; CALL: a name, a number, a call */
} nb_text;

#define NB_NO_TEXT ((nb_text){NULL, 0, NB_LEVEL_CALL})

#endif
