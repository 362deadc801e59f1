/* Expressions of a question as numbers, and numbers in its texts. */
#ifndef NABLA_TOUR_NUMBERS_H
#define NABLA_TOUR_NUMBERS_H

#include "session/quiet.h"
#include "tour/state.h"

/* What an expression comes to, in the arena. NB_STATUS_ERROR: it is none, or fails; the sheet's
 * problem says why. */
NB_MUST_USE nb_status nb_numbers_of(nb_quiet *quiet, nb_arena *arena, const nb_expr *expr,
                                    nb_numbers *numbers);
NB_MUST_USE nb_status nb_numbers_read(nb_quiet *quiet, nb_arena *arena, const char *text,
                                      nb_numbers *numbers);

/* Numbers as they are shown: 2.2, or [13, 16]. */
void nb_numbers_write(nb_buffer *out, const nb_sheet *s, nb_numbers numbers);

/* A text, its {expressions} being numbers; what cannot be read as an expression stays, and so does
 * what fails, where `lenient`. */
NB_MUST_USE nb_status nb_fill(nb_quiet *quiet, nb_arena *arena, const char *text, bool lenient,
                              const char **filled);

#endif
