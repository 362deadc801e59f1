/* A question of practice as the text of a lesson. */
#ifndef NABLA_PRACTICE_TEXT_H
#define NABLA_PRACTICE_TEXT_H

#include "nabla.h"
#include "practice/practice.h"
#include "view/view.h"

/* Appends the question's text, in the view's language: a ```check with the definitions, these as
 * they are shown, a ```quiz, and a ```nabla that derives the answer. No number in it that is to be
 * typed has more than two decimals. `scratch` is a session for numbers to be tried in; what is in
 * it is lost. NB_STATUS_OK, NB_STATUS_NO_MEMORY, or NB_STATUS_ERROR (interrupted). */
NB_MUST_USE nb_status nb_practice_write(nb_practice_id id, nb_session *scratch,
                                        const nb_view *view, nb_buffer *out);

#endif
