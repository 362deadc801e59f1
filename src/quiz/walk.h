/* step: a walk over the two passes. */
#ifndef NABLA_QUIZ_WALK_H
#define NABLA_QUIZ_WALK_H

#include "explore/picture.h"
#include "quiz/quiz.h"

/* Begins a walk anew whose nodes the statement has changed. */
NB_MUST_USE nb_status nb_walk_check(nb_sheet *s);

/* How far the walk has come that is over `target`. */
NB_MUST_USE nb_status nb_walk_reach(nb_sheet *s, nb_node target, nb_reach *reach);

#endif
