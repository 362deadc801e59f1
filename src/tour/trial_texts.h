/* Inside a trial: what a question says. */
#ifndef NABLA_TOUR_TRIAL_TEXTS_H
#define NABLA_TOUR_TRIAL_TEXTS_H

#include "tour/trying.h"

/* Tells texts that cannot be filled in. */
void nb_trial_texts(nb_trying *t);
/* Tells them, and values that cannot be evaluated, and leaves both out. False: without them the
 * question cannot be asked. */
NB_MUST_USE bool nb_trial_mend(nb_trying *t);
/* Hints that hold the answer. */
void nb_trial_hints(nb_trying *t);

#endif
