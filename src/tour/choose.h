/* Judging numbers of lines: choices, and orders. */
#ifndef NABLA_TOUR_CHOOSE_H
#define NABLA_TOUR_CHOOSE_H

#include "session/quiet.h"
#include "tour/state.h"

/* Finds the lines that are shown. Of order: they are shuffled so that the order shown is wrong. */
NB_MUST_USE nb_status nb_choose_begin(nb_exam *exam, nb_quiet *quiet);

enum { NB_CHOOSE_MOST = 26 }; /* lines; more than anybody sorts: a to z */

/* The order in which lines of order: are shown: of each of `count` lines its place among the
 * author's, from 0. A copy without answers has the order of the variant {0, 0}. */
void nb_choose_shuffle(const nb_lesson_question *question, nb_variant variant, uint32_t *places,
                       size_t count);

/* A line at a question of the kinds CHOICE, CHOICES, ORDER, BREAK and SPOT. */
NB_MUST_USE nb_status nb_choose_judge(nb_exam *exam, nb_quiet *quiet, const char *line,
                                      nb_exam_verdict *verdict, nb_exam_says *says);

/* The numbers of the right lines, as one would type them; NULL when memory runs out. */
const char *nb_choose_solution(nb_exam *exam);

#endif
