/* Where a tour waits for its reader. */
#ifndef NABLA_FRONT_STOP_H
#define NABLA_FRONT_STOP_H

#include "front/tour.h"

/* Asks behind `sign` until the reader wants something else than to try statements; these run.
 * `asks`: a question is being asked, whose answers come back as NB_WISH_LINE. */
nb_wish nb_stop_wait(nb_tour *tour, const char *sign, bool asks);
/* `Did you mean hint?`, where the line is nearly one of the words; else NB_NO_HINT. */
nb_message nb_stop_meant(const char *line);
/* Runs a statement of the reader, and frees the line. False: it was quit. */
bool nb_stop_try(nb_tour *tour, char *line);

#endif
