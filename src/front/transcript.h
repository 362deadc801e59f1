/* A session as a transcript: what was entered with what nabla answers, a lesson that checks. */
#ifndef NABLA_FRONT_TRANSCRIPT_H
#define NABLA_FRONT_TRANSCRIPT_H

#include "front/show.h"

/* Appends the session as Markdown, for the file `path`. False: *why. */
NB_MUST_USE bool nb_transcript_add(nb_show *show, const char *path, nb_buffer *out,
                                   nb_message *why);

#endif
