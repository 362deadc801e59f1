/* Rewriting the outputs of a lesson in place, every other byte as it was. */
#ifndef NABLA_LESSON_UPDATE_H
#define NABLA_LESSON_UPDATE_H

#include "base/buffer.h"
#include "lesson/lesson.h"

/* Appends `text` (the lesson's) from *done up to the step's output, then `printed` in the output's
 * place, indented as the step is; moves *done behind the old output. Steps come in order; what
 * lies behind the last *done is the caller's to append. */
void nb_lesson_update(const char *text, size_t length, size_t *done, const nb_lesson_step *step,
                      const char *printed, size_t printed_length, nb_buffer *out);

#endif
