/* Pictures for LaTeX: TikZ, at the places where dot put things. */
#ifndef NABLA_DIAGRAM_TIKZ_H
#define NABLA_DIAGRAM_TIKZ_H

#include "view/view.h"

/* A document that compiles as it is. `plain` is what `dot -Tplain` says of nb_view_dot's source
 * for the same picture. */
void nb_view_tikz(const nb_picture_block *picture, const nb_view *view, const char *plain,
                  nb_buffer *out);

#endif
