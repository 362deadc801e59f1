/* The headings of a lesson: lines `# Words` in its prose. */
#ifndef NABLA_LESSON_HEADING_H
#define NABLA_LESSON_HEADING_H

#include "base/buffer.h"
#include "lesson/lesson.h"

/* The offset of the first heading in a piece of prose, or `length`. */
size_t nb_heading_find(const char *text, size_t length);

/* The words of the lesson's first heading in its text; NULL: it has none. */
const char *nb_heading_first(const nb_lesson *lesson, const char *text, size_t *length);

/* Finds the heading with these words, in any case, and where it begins in the text. False: there
 * is none; *nearest is then one that is spelled alike, in the arena, or NULL. */
NB_MUST_USE bool nb_heading_named(nb_arena *arena, const nb_lesson *lesson, const char *text,
                                  const char *words, size_t *offset, const char **nearest);

/* The words of the first heading, or of the last one in the parts before `end` (NULL: all), in the
 * arena. NULL: there is none, or memory ran out. */
const char *nb_heading_name(nb_arena *arena, const nb_lesson *lesson, const char *text, bool first,
                            const nb_lesson_part *end);

/* Appends the words of all headings, `between` them. */
void nb_heading_list(const nb_lesson *lesson, const char *text, const char *between,
                     nb_buffer *out);

#endif
