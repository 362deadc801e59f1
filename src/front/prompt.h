/* The prompt: lines typed at a terminal, with GNU readline. */
#ifndef NABLA_FRONT_PROMPT_H
#define NABLA_FRONT_PROMPT_H

#include "front/show.h"

/* Reads and runs lines until Ctrl-D or `quit`. Ctrl-C abandons the line or stops what runs.
 * `init`: runs init.nabla first. False: the terminal could not be read any more, which is told; the
 * next prompt offers what was entered. */
NB_MUST_USE bool nb_prompt(nb_show *show, bool init);

#endif
