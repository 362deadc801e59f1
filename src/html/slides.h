/* The passes of a target as a page of its own, step by step. Without its script the lines of all
 * steps stand below the whole picture; on paper each step has a page. */
#ifndef NABLA_HTML_SLIDES_H
#define NABLA_HTML_SLIDES_H

#include "result/slides.h"
#include "view/view.h"

/* `svg` is the picture as dot drew it, with every vertex marked as the current one; false: it is no
 * such picture. */
NB_MUST_USE bool nb_html_slides(const nb_picture_block *picture, const char *svg, size_t length,
                                const nb_view *view, nb_buffer *out);

#endif
