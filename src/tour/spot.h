/* Spot: a table of the backward pass in which one gradient is not as it should be. */
#ifndef NABLA_TOUR_SPOT_H
#define NABLA_TOUR_SPOT_H

#include "session/quiet.h"
#include "tour/state.h"

/* Makes the table. *result tells what fails. */
NB_MUST_USE nb_status nb_spot_begin(nb_exam *exam, nb_result **result);

/* A line that should name the node. */
NB_MUST_USE nb_status nb_spot_judge(nb_exam *exam, nb_quiet *quiet, const char *line,
                                    nb_exam_verdict *verdict, nb_exam_says *says);

#endif
