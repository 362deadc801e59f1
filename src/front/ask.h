/* A question of a lesson, asked at the terminal. */
#ifndef NABLA_FRONT_ASK_H
#define NABLA_FRONT_ASK_H

#include "front/tour.h"

/* Asks a question until it is answered, given up or left. `round`: how often it was asked before in
 * this tour. */
nb_wish nb_ask(nb_tour *tour, const nb_lesson_question *question, uint32_t round);

/* To be called when a statement of the reader's own has run. */
void nb_ask_ran(nb_tour *tour, const nb_result *result);
/* Passes a part by, as nb_play_pass does; of an exercise that was noted, what was done stays. */
void nb_ask_pass(nb_tour *tour, const nb_lesson_part *part);

#endif
