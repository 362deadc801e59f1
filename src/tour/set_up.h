/* The session as a question finds it. */
#ifndef NABLA_TOUR_SET_UP_H
#define NABLA_TOUR_SET_UP_H

#include "tour/state.h"

/* Behind the exam's mark: chooses numbers, runs `given:`, breaks the passes. *result tells what
 * fails. */
NB_MUST_USE nb_status nb_set_up(nb_exam *exam, nb_result **result);

#endif
