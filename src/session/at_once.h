/* A training that took long, as statements that leave behind the same at once. */
#ifndef NABLA_SESSION_AT_ONCE_H
#define NABLA_SESSION_AT_ONCE_H

#include "session/session.h"

/* Whether a statement is one that nb_last_at_once knows to write. */
bool nb_is_training(const nb_statement *statement);

#endif
