/* predict: questions about gradients. */
#ifndef NABLA_QUIZ_PREDICT_H
#define NABLA_QUIZ_PREDICT_H

#include "quiz/quiz.h"

/* Whether an expression that runs now answers a question. */
bool nb_takes_answer(const nb_sheet *s);
NB_MUST_USE nb_status nb_predict_answer(nb_sheet *s, const nb_expr *expr);

/* Leaves the questions, with the score. */
NB_MUST_USE nb_status nb_predict_end(nb_sheet *s);

/* Begins the questions anew when the statement has changed what they are about. */
NB_MUST_USE nb_status nb_predict_check(nb_sheet *s);

/* Keeps what is asked for the prompt, once a statement has succeeded. */
void nb_predict_keep_asked(nb_sheet *s);

#endif
