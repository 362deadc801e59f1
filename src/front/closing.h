/* What a tour says at the end of its lesson: what it was about, how many answers were right, what
 * is to be read again, and which lesson comes next. */
#ifndef NABLA_FRONT_CLOSING_H
#define NABLA_FRONT_CLOSING_H

#include "front/tour.h"

void nb_closing_tell(nb_tour *tour);
/* How many of the lesson's questions were right; nothing where it asks none. */
void nb_closing_tell_score(nb_tour *tour);

#endif
