/* Running the statements of a question, as those of a lesson are run. */
#ifndef NABLA_TOUR_RUN_H
#define NABLA_TOUR_RUN_H

#include "lesson/question.h"
#include "nabla.h"

/* Runs a text to its end or its first error. Of what fails *result tells, with the lines of a text
 * that begins at `line` of the lesson (0: as they are); what else is answered is dropped. */
NB_MUST_USE nb_status nb_exam_run(nb_session *session, const char *text, size_t line,
                                  nb_result **result);
/* The same for each line of a list. */
NB_MUST_USE nb_status nb_exam_run_lines(nb_session *session, const nb_remark_list *list,
                                   nb_result **result);

#endif
