/* An empty folder in which a lesson is checked, whatever it writes: removed at the end, and also
 * when a signal ends us. There is one at a time. */
#ifndef NABLA_FRONT_SCRATCH_H
#define NABLA_FRONT_SCRATCH_H

#include <stdbool.h>

#include "front/system/folders.h"
#include "nabla.h"

typedef struct nb_scratch {
    char path[NB_PATH_ROOM];
    int home; /* the folder to come back to */
} nb_scratch;

/* Makes the folder and enters it; a signal interrupts the session from now on. 0, or the errno that
 * says why not. */
NB_MUST_USE int nb_scratch_enter(nb_scratch *scratch, nb_session *session);
/* Goes back and removes it; a signal that came does now what it does usually. 0, or the errno that
 * says why the folder is still there. */
NB_MUST_USE int nb_scratch_leave(nb_scratch *scratch);
/* Whether a signal came. */
bool nb_scratch_ending(void);

#endif
