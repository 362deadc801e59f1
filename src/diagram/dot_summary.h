/* A large graph in summary as the source of Graphviz' dot. */
#ifndef NABLA_DIAGRAM_DOT_SUMMARY_H
#define NABLA_DIAGRAM_DOT_SUMMARY_H

#include "result/figure.h"
#include "view/view.h"

/* `font` is a font family, NULL: dot's own choice. */
void nb_diagram_summary(const nb_picture_block *picture, const nb_view *view, const char *font,
                        nb_buffer *out);

#endif
