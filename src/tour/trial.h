/* Trying a question before a student does: is what the author calls right accepted, what he calls
 * wrong refused with his words, for whatever numbers `vary:` may choose? */
#ifndef NABLA_TOUR_TRIAL_H
#define NABLA_TOUR_TRIAL_H

#include "lesson/question.h"
#include "nabla.h"

/* Something that is wrong with a question. All texts live until the call that tells it returns. */
typedef struct nb_fault {
    size_t line;                 /* of the lesson */
    nb_message message;
    const char *expected, *found; /* "": nothing is to be shown */
    nb_message said;              /* by nabla, in the place of `found`; id NONE: nothing */
    uint64_t student;             /* 0: so it is with the lesson's own numbers; else with... */
    const char *numbers;          /* ...these: `apple = 57, tax = 1.2` */
} nb_fault;

typedef void nb_tell_fault(void *user, const nb_fault *fault);

/* Tries a question in the lesson's session, which is then as if the lesson had gone on behind it.
 * What is wrong is told. NB_STATUS_OK, NB_STATUS_NO_MEMORY, or NB_STATUS_ERROR (interrupted). */
NB_MUST_USE nb_status nb_trial(nb_session *session, const nb_lesson *lesson,
                               const nb_lesson_question *question, nb_tell_fault *tell,
                               void *user);

#endif
