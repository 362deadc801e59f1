/* A result as text. */
#ifndef NABLA_VIEW_TEXT_H
#define NABLA_VIEW_TEXT_H

#include "view/formula.h"
#include "view/view.h"

/* Whether a formula is a number with at most a sign and brackets: it says nothing that its value
 * does not say. */
bool nb_view_is_number(const nb_text *text);

/* The result as text: what goes to standard output, and what goes to standard error (diagnostics
 * that are errors or warnings). Both may be the same buffer: then all stands in order. */
void nb_view_text(const nb_result *result, const nb_view *view, nb_buffer *out, nb_buffer *errors);

#endif
