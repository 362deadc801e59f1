/* The line that tells how far a training is, at a terminal, while it runs; then it goes away. There
 * is one terminal, and one line on it. */
#ifndef NABLA_FRONT_TERMINAL_PROGRESS_H
#define NABLA_FRONT_TERMINAL_PROGRESS_H

#include <stdio.h>

#include "nabla.h"
#include "view/view.h"

/* From now on it is shown on `out`, where that is a terminal whose lines can be written anew. */
void nb_progress_allow(FILE *out, const nb_view *view);
/* nb_host.progress: draws the line, now and then. `user` is not used. */
void nb_progress_show(void *user, const nb_progress *progress);
/* Before anything else is written. `keep`: the line stays as it is. */
void nb_progress_end(bool keep);

#endif
