/* The session as a script. */
#ifndef NABLA_SESSION_LIST_H
#define NABLA_SESSION_LIST_H

#include "definitions/sheet.h"

/* The definitions as a script that recreates them: each name before those that use it. */
NB_MUST_USE nb_status nb_list(nb_sheet *s, nb_buffer *out);

/* What else belongs to the session, as statements: settings, and the target. */
NB_MUST_USE nb_status nb_list_state(nb_sheet *s, nb_buffer *out);

#endif
