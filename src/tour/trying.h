/* Inside trial.c and trial_*.c: a question while it is tried. */
#ifndef NABLA_TOUR_TRYING_H
#define NABLA_TOUR_TRYING_H

#include "session/quiet.h"
#include "tour/state.h"
#include "tour/trial.h"

typedef struct nb_trying {
    nb_session *session;
    const nb_lesson *lesson;
    nb_lesson_question own; /* a copy of the question: what is wrong in it can be left out */
    nb_arena arena;         /* of its lists */
    const nb_lesson_question *q; /* that */
    nb_exam *exam; /* that is on; NULL: none */
    uint64_t student;
    nb_tell_fault *tell;
    void *user;
    size_t faults;
    nb_status status; /* what is not NB_STATUS_OK ends the trial */
} nb_trying;

/* Tells a fault; student and numbers are added. */
void nb_trying_tell(nb_trying *t, nb_fault fault);
/* Whether to go on: memory has not run out, and nobody has interrupted. */
bool nb_trying_goes_on(nb_trying *t, nb_status status);
/* The line of the key that has this very text. */
size_t nb_trying_line(const nb_trying *t, const char *text);

/* Tells texts that cannot be filled in. */
void nb_trial_texts(nb_trying *t);
/* Tells them, and values that cannot be evaluated, and leaves both out. False: without them the
 * question cannot be asked. */
NB_MUST_USE bool nb_trial_mend(nb_trying *t);
/* Hints that hold the answer. */
void nb_trial_hints(nb_trying *t);

#endif
