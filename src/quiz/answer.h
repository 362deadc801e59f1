/* What a wrong answer to "what is ∂L/∂node?" gives away. */
#ifndef NABLA_QUIZ_ANSWER_H
#define NABLA_QUIZ_ANSWER_H

#include "quiz/question.h"

/* A number read off a table has six digits; three are enough where no known mistake explains the
 * answer better. To be tried one after the other. */
enum { NB_TOLERANCES = 2 };
extern const double nb_answer_tolerances[NB_TOLERANCES];

/* Whether an answer is as good as the right one, to a relative tolerance. */
bool nb_is_near(double answer, double right, double tolerance);

/* *says: which mistake leads to a wrong answer, to within the tolerance; id NONE: none that is
 * known. nb_diagnose is about ∂target/∂node, nb_diagnose_local about the local gradient along way
 * number `way`, from 0. They fail only when memory runs out or the host interrupts. */
NB_MUST_USE nb_status nb_diagnose(nb_sheet *s, const nb_question *q, double answer,
                                  double tolerance, nb_message *says);
NB_MUST_USE nb_status nb_diagnose_local(nb_sheet *s, const nb_question *q, size_t way,
                                        double answer, double tolerance, nb_message *says);

#endif
