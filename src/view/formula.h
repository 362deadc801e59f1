/* Formulas as a reader sees them: the signs of their pieces, and where brackets are needed. */
#ifndef NABLA_VIEW_FORMULA_H
#define NABLA_VIEW_FORMULA_H

#include "view/view.h"

typedef enum nb_signs {
    NB_SIGNS_BOARD, /* · × − ² ∂ */
    NB_SIGNS_ASCII, /* what can be typed instead */
    NB_SIGNS_LATEX,
    NB_SIGNS_COUNT
} nb_signs;

/* The sign or bracket that a piece stands for; false: it is a word or a number. */
bool nb_formula_add_sign(nb_buffer *out, const nb_piece *piece, nb_signs signs);
/* The formula with its names as they are and its numbers exact: for programs. */
void nb_formula_add(nb_buffer *out, const nb_text *text, nb_signs signs);
/* The formula for a reader, harmless; `digits` of a number that does not say how many, 0: exact. */
void nb_view_formula(nb_buffer *out, const nb_view *view, const nb_text *text, int digits);

/* Whether it is a sum or a comparison, or begins with a sign: not to be multiplied as it is. */
bool nb_text_is_sum(const nb_text *text);
/* Whether it is a name, a number or a call. */
bool nb_text_is_atom(const nb_text *text);
/* Whether it begins with a sign and is a product otherwise: as the first factor it may stay. */
bool nb_text_is_signed_product(const nb_text *text);
/* Whether it is a number, perhaps behind a minus: 5, −1. */
bool nb_text_is_number(const nb_text *text);
/* Whether the equation's numbers are its value already: nothing is left to be worked out. */
bool nb_equation_is_done(const nb_equation *equation);

#endif
