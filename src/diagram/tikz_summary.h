/* A large graph in summary for LaTeX. */
#ifndef NABLA_DIAGRAM_TIKZ_SUMMARY_H
#define NABLA_DIAGRAM_TIKZ_SUMMARY_H

#include "view/view.h"

/* A document that compiles as it is; `plain` is what `dot -Tplain` says of nb_diagram_summary's
 * source. */
void nb_tikz_summary(const nb_picture_block *picture, const nb_view *view, const char *plain,
                     nb_buffer *out);

#endif
