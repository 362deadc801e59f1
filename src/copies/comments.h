/* The prose of a lesson without its comments, and how many words it is. */
#ifndef NABLA_COPIES_COMMENTS_H
#define NABLA_COPIES_COMMENTS_H

#include <stddef.h>

#include "base/buffer.h"

/* Appends Markdown without `<!-- comments -->`, which are for other authors; one that is never
 * closed reaches to the end. What stands in `code` is no comment. */
void nb_comments_drop(nb_buffer *out, const char *text, size_t length);

/* Words, between blanks; signs alone are none. */
size_t nb_comments_words(const char *text, size_t length);

#endif
