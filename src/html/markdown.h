/* Markdown as HTML. */
#ifndef NABLA_HTML_MARKDOWN_H
#define NABLA_HTML_MARKDOWN_H

#include <stddef.h>

#include "base/buffer.h"

/* A picture that a page holds: `type` is static (image/png), `bytes` live until the next one is
 * found. */
typedef struct nb_html_picture {
    const char *type, *bytes;
    size_t length;
} nb_html_picture;

/* Whoever has the files: the picture at an address, as it was written; without a type where it
 * stands on the page already. False: there is none to be shown. */
typedef struct nb_html_pictures {
    bool (*find)(void *user, const char *address, nb_html_picture *found);
    void *user;
    const char *missing; /* what stands for one that is not found, before what it shows */
} nb_html_pictures;

/* Appends Markdown as HTML. Raw HTML is left out. Links lead to pages (http, https, mailto) or to
 * what lies beside: of lesson.md to its page, lesson.html; others are only text. Pictures are
 * embedded. A text with a table of more than 64 columns or 100 000 cells is shown as it stands. */
void nb_html_markdown(nb_buffer *out, const char *text, size_t length,
                      const nb_html_pictures *pictures);

/* An embedded picture; `alt`: what it shows. */
void nb_html_add_picture(nb_buffer *out, const nb_html_picture *picture, const char *alt,
                         size_t alt_length);

#endif
