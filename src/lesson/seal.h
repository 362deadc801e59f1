/* What a question must say to be asked, and its reader must not see: which mistake the passes are
 * to make, which number of a table is wrong. A copy for students holds it scrambled.
 *
 * That keeps an eye from falling on it, and is no secret from who takes the trouble: whoever can
 * ask the question can unseal it. */
#ifndef NABLA_LESSON_SEAL_H
#define NABLA_LESSON_SEAL_H

#include "base/buffer.h"
#include "base/memory.h"

/* Appends a text, sealed for the question `id`: hexadecimal digits, as many for all short texts. */
void nb_seal_add(nb_buffer *out, const char *id, const char *text);

/* Unseals it, in the arena. NB_STATUS_ERROR: it was sealed for another question, or changed. */
NB_MUST_USE nb_status nb_seal_open(nb_arena *arena, const char *id, const char *sealed,
                                   const char **text);

#endif
