/* What an exam says, kept until it says something else. */
#ifndef NABLA_TOUR_SAYS_H
#define NABLA_TOUR_SAYS_H

#include "tour/state.h"

#define NB_NOTHING_SAID ((nb_exam_says){.text = ""})

/* The author's words, which live as long as the exam; a message with its hint, which are copied. */
void nb_exam_say_text(nb_exam_says *says, const char *text);
NB_MUST_USE nb_status nb_exam_say(nb_exam *exam, nb_exam_says *says, nb_message message,
                                  nb_message hint);

#endif
