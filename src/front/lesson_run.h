/* Running what stands in a lesson: a step of a transcript, the statements of a hidden test. */
#ifndef NABLA_FRONT_LESSON_RUN_H
#define NABLA_FRONT_LESSON_RUN_H

#include "front/lesson_file.h"

/* Called with each result once it is carried out. */
typedef void nb_lesson_ran(void *user, nb_result *result);

/* Runs what was typed, as at the prompt, to its end or its first error, which makes
 * NB_STATUS_ERROR; NB_STATUS_NO_MEMORY: no result tells of it. Nothing is printed. */
NB_MUST_USE nb_status nb_lesson_run(nb_show *show, const char *typed, nb_lesson_ran *ran,
                                    void *user);

/* The same for a statement of a ```check block: messages name the lesson and the line. */
NB_MUST_USE nb_status nb_lesson_run_hidden(nb_show *show, const char *path,
                                           const nb_lesson_step *step, nb_lesson_ran *ran,
                                           void *user);

/* Does something with the lesson's session in a scratch folder. False: the deed said so, or there
 * is no such folder, or it cannot be removed: told. */
NB_MUST_USE bool nb_lesson_in_scratch(const nb_show *show, nb_session *session,
                                      bool (*deed)(void *user), void *user);

/* True if the lesson shows an error there. */
bool nb_lesson_shows_error(const nb_view *view, const nb_lesson_step *step);

/* Runs what a part does to the session, whatever comes of it, showing nothing: steps, hidden tests,
 * what an exercise begins with and its solution. */
void nb_lesson_pass(nb_show *show, const nb_lesson_part *part);

#endif
