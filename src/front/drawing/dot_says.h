/* What Graphviz' dot says on standard error, in words of ours. */
#ifndef NABLA_FRONT_DRAWING_DOT_SAYS_H
#define NABLA_FRONT_DRAWING_DOT_SAYS_H

#include "front/drawing/drawing.h"

/* Says what dot warned of, each thing once: what is known as a sentence, and of the rest the first
 * line as it is, with how many more there were. */
void nb_dot_warn(const nb_picture_job *drawing, const nb_buffer *errors);
/* The words for what a line gives as the reason for a failure; NB_MESSAGE_NONE: it is not known. */
nb_message_id nb_dot_meaning(const char *line);
/* Copies the line at `text` without what stands before it in every warning, cut to `size` bytes and
 * with a blank for each control character. */
void nb_dot_copy_line(const char *text, char *line, size_t size);

#endif
