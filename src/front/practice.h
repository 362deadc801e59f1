/* Practice at the terminal: a tour whose lessons are made one by one (practice/). */
#ifndef NABLA_FRONT_PRACTICE_H
#define NABLA_FRONT_PRACTICE_H

#include "front/opening.h"
#include "front/show.h"

/* Asks until the reader quits, or the exam is over. */
void nb_practice_guide(nb_show *show, const nb_practising *wanted);

#endif
