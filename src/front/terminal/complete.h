/* Tab at the prompt. */
#ifndef NABLA_FRONT_TERMINAL_COMPLETE_H
#define NABLA_FRONT_TERMINAL_COMPLETE_H

#include "nabla.h"

/* Has readline complete what is typed for this session, until another one is given. */
void nb_complete_with(nb_session *session);

#endif
