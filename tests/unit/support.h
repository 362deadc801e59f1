/* What several unit tests need: a session, statements run in it, the values they answer with. */
#ifndef NABLA_TESTS_SUPPORT_H
#define NABLA_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nabla.h"

/* Runs statements in a session; fails the test unless all succeed. Answers the last value. */
double run(nb_session *session, const char *text);
/* Runs one statement that must fail, and answers its message. */
nb_message_id run_failing(nb_session *session, const char *text);

#endif
