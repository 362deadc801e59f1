/* What difference quotients say to gradients, and that in words. */
#ifndef NABLA_EXPLORE_COMPARE_H
#define NABLA_EXPLORE_COMPARE_H

#include "calculus/judge.h"
#include "definitions/sheet.h"

enum { NB_MOST_DIGITS = 9 }; /* of agreement that are worth saying */

/* To how many digits a gradient that is right agrees with its quotient. */
int nb_digits_agreed(double numerical, double gradient);
/* Judges the gradients that the last backward pass, that of `target`, left at some nodes. *held:
 * nb_probe's. Stopped by Ctrl-C it says so. */
NB_MUST_USE nb_status nb_judge_nodes(nb_sheet *s, nb_node target, const nb_node *nodes,
                                     size_t count, nb_judgement *found, nb_node *held);
nb_message nb_compare_slopes(nb_judgement found, double gradient);

#endif
