/* Judging what was answered at one question with the same numbers. */
#ifndef NABLA_FRONT_MARKING_JUDGING_H
#define NABLA_FRONT_MARKING_JUDGING_H

#include "front/marking/papers.h"
#include "front/marking/stage.h"
#include "lesson/question.h"
#include "tour/exam.h"
#include "view/view.h"

/* Seconds of the processor for a script at an exercise, or for a line of a record. */
enum { NB_JUDGING_SECONDS = 3 };

typedef struct nb_judging {
    nb_arena *arena; /* of what is found out */
    const nb_view *view;
    nb_stage *stage; /* its session has come to the question */
    const nb_lesson *lesson;
    const nb_lesson_question *question;
    nb_variant variant;
} nb_judging;

/* Judges lines, whose `mark` is made but for its question and order. Those of a question that
 * cannot be set up stay as they are.
 * False: memory ran out. */
NB_MUST_USE bool nb_judging_lines(const nb_judging *judging, nb_paper **lines, size_t count);

/* Tries a script at an exercise: mark->right, what was wrong, and why it stopped. `name`: of its
 * file. False: memory ran out. */
NB_MUST_USE bool nb_judging_script(const nb_judging *judging, const char *name, const char *text,
                                   nb_judged_line *mark);

#endif
