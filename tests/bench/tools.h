/* What every part of the bench needs. */
#ifndef NABLA_TESTS_TOOLS_H
#define NABLA_TESTS_TOOLS_H

#include <stdbool.h>

#include "nabla.h"

double seconds(void);                            /* seconds */
double median_of(double *times, size_t count); /* sorts them */
/* Ends the program with a word on what is wrong, unless `condition` holds. */
void require(bool condition, const char *what);
nb_memory plain_memory(void); /* of malloc */
/* A session that runs `text`; both end the program when that fails. Seconds that it took. */
nb_session *begin_session(void);
double run(nb_session *session, const char *text);
/* Seconds that a program took, which has to end well; what it prints is thrown away. */
double spawn(char *const argv[]);

#endif
