/* Words and symbols in a TikZ picture, and what they need. */
#ifndef NABLA_DIAGRAM_TIKZ_TEXT_H
#define NABLA_DIAGRAM_TIKZ_TEXT_H

#include "base/buffer.h"
#include "view/view.h"

/* An operator's symbol: what plain LaTeX does not have is written as mathematics. */
void nb_tikz_add_symbol(nb_buffer *out, const char *symbol);

/* A name as mathematics; a text that is none in lines, as in the other pictures. */
void nb_tikz_add_name(nb_buffer *out, const nb_view *view, const char *name);
int nb_tikz_lines(const char *name);

/* Whether a text needs a package for Korean or Chinese letters. */
bool nb_tikz_is_korean(const char *text, size_t length);

#endif
