/* Feeding a session a whole text, each of whose results is handed on: nothing is printed. */
#ifndef NABLA_SESSION_FEED_H
#define NABLA_SESSION_FEED_H

#include "nabla.h"

/* Gets each result, which is freed behind it. */
typedef void nb_fed(void *user, nb_result *result);

/* Runs text to its end or its first error, which makes NB_STATUS_ERROR; NB_STATUS_NO_MEMORY: no
 * result tells of it. nb_begin stands before it. */
NB_MUST_USE nb_status nb_feed_all(nb_session *session, const char *text, nb_fed *fed, void *user);

#endif
