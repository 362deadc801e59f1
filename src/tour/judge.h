/* Judging what was typed at a question: numbers and expressions here, all else in choose.h. */
#ifndef NABLA_TOUR_JUDGE_H
#define NABLA_TOUR_JUDGE_H

#include "session/quiet.h"
#include "tour/line.h"
#include "tour/state.h"

/* A line at a VALUE question. */
NB_MUST_USE nb_status nb_judge_value(nb_exam *exam, nb_quiet *quiet, const char *line,
                                     nb_exam_verdict *verdict, nb_exam_says *says);

#endif
