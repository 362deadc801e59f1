/* Where a tour waits for its reader. */
#ifndef NABLA_FRONT_STOP_H
#define NABLA_FRONT_STOP_H

#include "front/tour.h"

/* Asks behind `sign` until the reader wants something else than to try statements; these run.
 * `asks`: a question is being asked, whose answers come back as NB_WISH_LINE. */
nb_wish nb_stop_wait(nb_tour *tour, const char *sign, bool asks);
/* Runs a statement of the reader, and frees the line. False: it was quit. */
bool nb_stop_try(nb_tour *tour, char *line);

#endif
