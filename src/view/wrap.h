/* Lines of a given width made of words, for text that may hold our own colour sequences. */
#ifndef NABLA_VIEW_WRAP_H
#define NABLA_VIEW_WRAP_H

#include <stddef.h>

#include "base/buffer.h"

/* In a text that is to be wrapped: a blank at which no line breaks. */
#define NB_WRAP_BLANK "\xC2\xA0"

/* Display columns; sequences ESC [ ... m have none. */
size_t nb_view_columns(const char *text, size_t length);

/* Appends `text` in lines of at most `width` columns, the first behind the prefix `first` and the
 * others behind `rest`, and a newline. Lines break at blanks and must break at newlines; a word
 * that is too long has a line for itself. NB_WRAP_BLANK becomes a blank. A colour that
 * is on is off while a prefix is written. */
void nb_view_wrap(nb_buffer *out, const char *text, size_t length, const char *first,
                  const char *rest, size_t width);

/* Appends a prefix without its blanks at the end, and a newline: an empty line inside it. */
void nb_view_empty_line(nb_buffer *out, const char *prefix);

#endif
