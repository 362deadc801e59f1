/* Checking the questions of a lesson. */
#ifndef NABLA_FRONT_CHECK_QUESTION_H
#define NABLA_FRONT_CHECK_QUESTION_H

#include "front/checker.h"

/* Tries the question of a part; what is wrong with it is told and counted. */
void nb_check_question(nb_checker *checker, const nb_lesson_part *part);

#endif
