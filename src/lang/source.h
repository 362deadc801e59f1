/* Numbers and texts written as the language reads them. */
#ifndef NABLA_LANG_SOURCE_H
#define NABLA_LANG_SOURCE_H

#include "base/buffer.h"

/* A number, shortest (inf as 1/0); a text in quotes: as source. */
void nb_write_double(nb_buffer *out, double number);
void nb_write_quoted(nb_buffer *out, const char *text);
/* The ∂ of a derivative. */
void nb_write_partial(nb_buffer *out);
/* A number in the place of the name that would come next, which `behind` follows: in brackets where
 * it needs them. */
void nb_write_as_name(nb_buffer *out, double number, const char *behind);

#endif
