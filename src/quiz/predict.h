/* `predict`: questions about gradients, asked one after the other while other statements run. */
#ifndef NABLA_QUIZ_PREDICT_H
#define NABLA_QUIZ_PREDICT_H

#include "quiz/quiz.h"

/* Whether an expression that runs now answers a question: one is asked, and it was typed there,
 * without a ? in front. */
bool nb_takes_answer(const nb_sheet *s);

/* Of the statement `dy/du = 0.5`, where dy/du is asked for, only the answer is left, behind blanks.
 * To be called before it is read. */
NB_MUST_USE nb_status nb_predict_read(nb_sheet *s, char *text);

/* Judges an expression as the answer. */
NB_MUST_USE nb_status nb_predict_answer(nb_sheet *s, const nb_expr *expr);

/* Leaves the questions, with the score; an error where none is asked. */
NB_MUST_USE nb_status nb_predict_end(nb_sheet *s);

/* To be called after a statement that changed something: begins the questions anew where that is
 * what they are about, and ends them where it is gone. */
NB_MUST_USE nb_status nb_predict_check(nb_sheet *s);

/* Keeps what is asked for the prompt (nb_quiz.asked_of), once a statement has succeeded. */
void nb_predict_keep_asked(nb_sheet *s);

#endif
