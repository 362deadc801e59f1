/* A page around what a lesson holds: nothing in it is loaded from elsewhere, and nothing runs. */
#ifndef NABLA_HTML_PAGE_H
#define NABLA_HTML_PAGE_H

#include "base/buffer.h"

void nb_html_begin_page(nb_buffer *out, const char *language, const char *title,
                        size_t title_length);
void nb_html_end_page(nb_buffer *out);

#endif
