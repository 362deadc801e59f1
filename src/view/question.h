/* Questions about derivatives, and what is said to an answer. */
#ifndef NABLA_VIEW_QUESTION_H
#define NABLA_VIEW_QUESTION_H

#include "view/pen.h"

void nb_view_question(nb_pen *pen, const nb_question_block *question);
void nb_view_answer(nb_pen *pen, const nb_answer_block *answer);

#endif
