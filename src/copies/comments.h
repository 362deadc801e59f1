/* The prose of a lesson without its comments, and how many words it is. */
#ifndef NABLA_COPIES_COMMENTS_H
#define NABLA_COPIES_COMMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* Appends Markdown without `<!-- comments -->`, which are for other authors; one that is never
 * closed reaches to the end. What stands in `code` is no comment. */
void nb_comments_drop(nb_buffer *out, const char *text, size_t length);

/* Appends what stands behind `mark` in the first comment, up to its end, or that of the line where
 * `line`; the words of several lines with blanks between them. False: there is no such mark. */
bool nb_comments_tell(nb_buffer *out, const char *text, size_t length, const char *mark,
                      bool line);

/* Words, between blanks; signs alone are none. */
size_t nb_comments_words(const char *text, size_t length);

#endif
