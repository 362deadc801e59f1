/* The session as a script, for `list` and `save`. */
#ifndef NABLA_SESSION_LIST_H
#define NABLA_SESSION_LIST_H

#include "definitions/sheet.h"

/* Appends the definitions as a script that recreates them, each name before those that use it, and
 * the data. What has to be built is built, which may fail. */
NB_MUST_USE nb_status nb_list(nb_sheet *s, nb_buffer *out);

/* Appends what else belongs to the session, as statements: settings, what an optimizer remembers,
 * the seed, how the passes are broken, the target. */
NB_MUST_USE nb_status nb_list_state(nb_sheet *s, nb_buffer *out);

#endif
