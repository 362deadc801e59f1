/* A session as a transcript: what was entered with what nabla answers, a lesson that checks. */
#ifndef NABLA_FRONT_TERMINAL_TRANSCRIPT_H
#define NABLA_FRONT_TERMINAL_TRANSCRIPT_H

#include "nabla.h"
#include "view/view.h"

/* Appends the session as Markdown, for the file `path`, in the language of `view`. False: *why. */
NB_MUST_USE bool nb_transcript_add(const nb_session *session, const nb_view *view,
                                   const char *path, nb_buffer *out, nb_message *why);

#endif
