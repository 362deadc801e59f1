/* Looking into a session: what is read and evaluated between nb_quiet_begin and nb_quiet_end leaves
 * nothing behind: no node, name or change, no `ans`, warning, gradient or random number. For those
 * who judge what was typed (tour/). */
#ifndef NABLA_SESSION_QUIET_H
#define NABLA_SESSION_QUIET_H

#include "definitions/collect.h"
#include "session/session.h"

typedef struct nb_quiet {
    nb_sheet *s;       /* to look into; its problem and its scratch arena live until the end */
    nb_result *result; /* what is answered meanwhile; nb_quiet_keep takes it */
    nb_save_point before;
    nb_growth growth;
    bool warned;
} nb_quiet;

/* However it goes, it is to be ended. NB_STATUS_NO_MEMORY is the only failure. */
NB_MUST_USE nb_status nb_quiet_begin(nb_session *session, nb_quiet *quiet);
void nb_quiet_end(nb_quiet *quiet);
/* The same; answers `status`, or NB_STATUS_NO_MEMORY where it does not tell that something is
 * missing. */
NB_MUST_USE nb_status nb_quiet_finish(nb_quiet *quiet, nb_status status);

/* Reads a statement; NB_STATUS_ERROR: sheet's problem says why it is none. */
NB_MUST_USE nb_status nb_quiet_read(nb_quiet *quiet, const char *text, nb_statement **statement);

/* Whether what failed was stopped by the host (nb_interrupt). */
bool nb_quiet_stopped(const nb_quiet *quiet);

/* The result so far, which belongs to the caller from now on. */
nb_result *nb_quiet_keep(nb_quiet *quiet);

/* While the passes are broken: nothing that is shown says so, until they are broken in another way
 * or repaired. */
void nb_keep_mistake_secret(nb_session *session);

#endif
