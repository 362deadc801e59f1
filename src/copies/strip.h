/* The students' copy of a lesson: the same lesson, and nothing in it says what is right. */
#ifndef NABLA_COPIES_STRIP_H
#define NABLA_COPIES_STRIP_H

#include "base/buffer.h"
#include "lesson/lesson.h"

/* Appends the copy of a lesson without problems, which was parsed from this text: questions by what
 * keys.def says of their keys, transcripts without outputs, no ```check, no comments; its last line
 * names the text's hash. `out->failed`: memory ran out. */
void nb_strip(const nb_lesson *lesson, const char *text, size_t length, nb_buffer *out);

#endif
