/* Text and bytes in HTML. Everything that a lesson holds goes through here on its way to a page. */
#ifndef NABLA_HTML_ESCAPE_H
#define NABLA_HTML_ESCAPE_H

#include <stddef.h>

#include "base/buffer.h"

/* Text as the content of an element or of an attribute in double quotes; control characters but
 * tabs and newlines, and what is no UTF-8, become U+FFFD. */
void nb_html_add(nb_buffer *out, const char *text, size_t length);
/* The same for what view/ has rendered with colours: they become spans. */
void nb_html_add_coloured(nb_buffer *out, const char *text, size_t length);
/* Bytes as the address of a picture: data:TYPE;base64,… */
void nb_html_add_data(nb_buffer *out, const char *type, const char *bytes, size_t length);

#endif
