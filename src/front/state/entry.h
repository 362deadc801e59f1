/* Texts of several lines in files of one line each: \n stands for a newline and \\ for a
 * backslash. History and journals are such files. */
#ifndef NABLA_FRONT_STATE_ENTRY_H
#define NABLA_FRONT_STATE_ENTRY_H

#include "base/buffer.h"

/* Appends the text as one line, without the newline that ends it. */
void nb_entry_add(nb_buffer *out, const char *text, size_t length);
/* Appends the text that such a line stands for. */
void nb_entry_read(nb_buffer *out, const char *line, size_t length);

#endif
