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
    size_t *lines, line_count, line_capacity; /* that faults were told of; in the arena */
    nb_status status; /* what is not NB_STATUS_OK ends the trial */
} nb_trying;

/* Tells a fault; student and numbers are added. What is wrong at a line with the lesson's numbers
 * is not told again with others. */
void nb_trying_tell(nb_trying *t, nb_fault fault);
/* Whether to go on: memory has not run out, and nobody has interrupted. */
bool nb_trying_goes_on(nb_trying *t, nb_status status);
/* The line of the key that has this very text. */
size_t nb_trying_line(const nb_trying *t, const char *text);

#endif
