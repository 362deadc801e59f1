/* Chance that is the same for the same question, student and round: the numbers that `vary:`
 * chooses, and the order in which lines are shown. */
#ifndef NABLA_TOUR_VARY_H
#define NABLA_TOUR_VARY_H

#include "base/random.h"
#include "tour/state.h"

/* A generator for what `purpose` names. */
nb_random nb_variant_random(const nb_exam *exam, const char *purpose);

/* Adds the statements that give the varied names their numbers, `apple = 120`, one a line, but for
 * those that have them already: see exam->present. None for student 0 in round 0. Each
 * round has another number than the one before, as far as there are several, and than the lesson's
 * own. */
void nb_vary_write(nb_buffer *out, const nb_exam *exam);

#endif
