/* Nodes -> text. Texts live in the result's arena. A very long one ends early with a piece that
 * says so. Without memory a text is empty and the result is marked `failed`. */
#ifndef NABLA_FORMULAS_DESCRIBE_H
#define NABLA_FORMULAS_DESCRIBE_H

#include "definitions/sheet.h"

typedef unsigned nb_style; /* one of the first three, and what may be added */

enum {
    NB_STYLE_NAMES,     /* x2·w25 */
    NB_STYLE_NUMBERS,   /* 3.5 × 1.3: a formula with the values of its names, calls opened */
    NB_STYLE_VALUES,    /* 3.5·1.3: the values of names and calls in a formula as it reads */
    NB_STYLE_TYPESET = 4, /* for a typesetter: brackets as fractions and roots want them */
    NB_STYLE_CALLS = 8  /* phi_y2, defined as φ(y2), reads φ(y2) */
};

/* A node as text: its name, or its formula where it has none. */
nb_text nb_describe(nb_sheet *s, nb_node node);
nb_text nb_describe_as(nb_sheet *s, nb_node node, nb_style style);

/* Its formula, though it may have a name; empty for a leaf, or for a name that is only a number. */
nb_text nb_describe_formula(nb_sheet *s, nb_node node, nb_style style);

/* A term that calculus made, such as a local gradient. */
nb_text nb_describe_term(nb_sheet *s, const nb_term *term, nb_style style);

/* ∂node/∂(operand k) as a formula in names. */
nb_text nb_describe_local(nb_sheet *s, nb_node node, int k);


#endif
