/* Grading: the answers of records are judged again, each by the lesson that it was given to. */
#ifndef NABLA_FRONT_MARKING_GRADE_H
#define NABLA_FRONT_MARKING_GRADE_H

#include "front/marking/papers.h"
#include "front/marking/shelf.h"
#include "nabla.h"
#include "view/view.h"

/* The questions of a report, in the order of the lessons; in the arena. */
typedef struct nb_question_list {
    nb_marks_question *all;
    size_t count, capacity;
} nb_question_list;

typedef struct nb_grader {
    nb_arena *arena;
    const nb_host *host;
    const nb_view *view;
    nb_shelf *shelf;
    nb_papers *papers;
    nb_question_list questions;
    size_t cursor; /* where the last question was found */
    bool failed;   /* memory ran out */
} nb_grader;

/* Adds the questions of a lesson that are not there yet. */
void nb_grade_add_questions(nb_grader *grading, const nb_shelved *lesson);
/* The place of a question in the list; its count where it is not there. */
size_t nb_grade_find_question(nb_grader *grading, const char *lesson, const char *id);
/* Judges every line that is not passed over; some come to be. */
void nb_grade(nb_grader *grading);

#endif
