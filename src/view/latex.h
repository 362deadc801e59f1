/* Results as LaTeX, to be pasted into an article that uses amsmath. */
#ifndef NABLA_VIEW_LATEX_H
#define NABLA_VIEW_LATEX_H

#include "view/view.h"

/* A derivation whose texts are LaTeX: equations, numbers, and the product, each in an align*. */
void nb_view_latex(nb_buffer *out, const nb_derivation_block *block, const nb_view *view);
/* The same for one in matrices; the numbers as matrices. */
void nb_view_latex_rule(nb_buffer *out, const nb_rule_block *block, const nb_view *view);

/* Pieces of it, for mathematics: a name or, where it is none, a label as text; a number; a
 * formula. What a user typed is escaped. */
void nb_latex_add_name(nb_buffer *out, const nb_view *view, const char *name);
void nb_latex_add_number(nb_buffer *out, const nb_view *view, double number);
void nb_latex_add_formula(nb_buffer *out, const nb_view *view, const nb_text *text);

#endif
