/* Lines of Markdown that is written, 80 columns wide where words allow. */
#ifndef NABLA_COPIES_LINES_H
#define NABLA_COPIES_LINES_H

#include "base/buffer.h"

/* Breaks the lines of `out` from `begin` on: paragraphs, and items of lists, which stay ones. Those
 * that are indented by four stay as they are. Lines that would begin with a sign of Markdown are
 * avoided; where they cannot be, the whole line stays. What was added ends with a newline. */
void nb_lines_break(nb_buffer *out, size_t begin);

/* Appends each line behind four blanks: code. */
void nb_lines_indent(nb_buffer *out, const char *text);

/* Appends a span of code. */
void nb_lines_code(nb_buffer *out, const char *text);

#endif
