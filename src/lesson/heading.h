/* The headings of a lesson: lines `# Words` in its prose. */
#ifndef NABLA_LESSON_HEADING_H
#define NABLA_LESSON_HEADING_H

#include "lesson/lesson.h"

/* The offset of the first heading in a piece of prose, or `length`. */
size_t nb_heading_find(const char *text, size_t length);

/* Finds the heading with these words, in any case, and where it begins in the text. False: there
 * is none; *nearest is then one that is spelled alike, in the arena, or NULL. */
NB_MUST_USE bool nb_heading_named(nb_arena *arena, const nb_lesson *lesson, const char *text,
                                  const char *words, size_t *offset, const char **nearest);

#endif
