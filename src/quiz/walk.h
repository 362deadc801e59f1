/* `step`: a walk over the two passes of a target, node by node, while other statements run. */
#ifndef NABLA_QUIZ_WALK_H
#define NABLA_QUIZ_WALK_H

#include "explore/picture.h"
#include "quiz/quiz.h"

/* To be called after a statement that changed something: begins the walk anew where that is what
 * its target is made of, and ends it where the target is gone. */
NB_MUST_USE nb_status nb_walk_check(nb_sheet *s);

/* How far the walk has come, if it is over `target`; else the arrays of `reach` are NULL. */
NB_MUST_USE nb_status nb_walk_reach(nb_sheet *s, nb_node target, nb_reach *reach);

#endif
