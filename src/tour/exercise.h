/* Exercises: what the student's own definitions must satisfy. */
#ifndef NABLA_TOUR_EXERCISE_H
#define NABLA_TOUR_EXERCISE_H

#include "session/quiet.h"
#include "tour/state.h"

/* From now on what changes is the student's. */
NB_MUST_USE nb_status nb_exercise_begin(nb_exam *exam);
/* See nb_exam_check. */
NB_MUST_USE nb_status nb_exercise_check(nb_exam *exam, nb_exam_verdict *verdict,
                                        nb_exam_says *says);

#endif
