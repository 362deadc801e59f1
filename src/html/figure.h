/* A picture that dot drew, for a page on which it grows from step to step. */
#ifndef NABLA_HTML_FIGURE_H
#define NABLA_HTML_FIGURE_H

#include "result/slides.h"
#include "view/view.h"

/* The picture as a symbol of SVG with the id `figure`. What a step shows depends on its number, the
 * property --s where it is used: what is known from step k on has the opacity --s - k + 1. */
NB_MUST_USE bool nb_html_add_figure(const nb_picture_block *picture, const char *svg,
                                    size_t length, nb_buffer *out);
/* An image of the symbol at a step, from 1; `about` says it in words. Unless `used`, it is a script
 * that puts the symbol into it: hundreds of copies would take a browser a minute. */
void nb_html_use_figure(nb_buffer *out, const nb_buffer *figure, size_t step, bool used,
                        const char *about, size_t about_length);

#endif
