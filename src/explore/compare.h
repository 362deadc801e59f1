/* What difference quotients say to a gradient, in words. */
#ifndef NABLA_EXPLORE_COMPARE_H
#define NABLA_EXPLORE_COMPARE_H

#include "calculus/judge.h"
#include "result/message.h"

enum { NB_MOST_DIGITS = 9 }; /* of agreement that are worth saying */

/* To how many digits a gradient that is right agrees with its quotient. */
int nb_digits_agreed(double numerical, double gradient);
nb_message nb_compare_slopes(nb_judgement found, double gradient);

#endif
