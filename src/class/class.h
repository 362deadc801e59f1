/* A class: what became of each student at each question, counted from lines that were judged.
 * Everything lives in the arena that it was made in. */
#ifndef NABLA_CLASS_CLASS_H
#define NABLA_CLASS_CLASS_H

#include <stdint.h>

#include "base/memory.h"
#include "class/reading.h"

/* A question, and what became of it. The caller fills in the first four. */
typedef struct nb_marks_question {
    const char *lesson, *id;
    const char *label; /* neighbours of one label are one row of a table */
    bool counts;       /* it is one of those that make up 100 % */
    size_t asked;      /* students */
    size_t right, at_once, stuck; /* of these */
    size_t answered, tries; /* students who answered, and their answers up to the right one */
    const char *wrong; /* the commonest wrong answer; NULL: none was given */
    size_t wrong_count;
} nb_marks_question;

/* One line, judged. */
typedef struct nb_judged_line {
    const char *who, *name, *begun;
    const char *login;  /* NULL: none is known */
    size_t question;    /* its place in the list */
    size_t order;       /* among lines that began in the same second */
    nb_texts wrong;     /* the wrong answers before the right one */
    bool right;
    bool claims;        /* the line says that it was */
    bool helped, shown; /* by hints; the solution was */
    const char *error;  /* of a script: why it stopped; NULL: it did not */
} nb_judged_line;

/* A student at a question. */
typedef struct nb_marks_try {
    size_t question, wrong; /* wrong answers */
    bool right, at_once, shown;
    bool stuck; /* three wrong answers or the solution, and not right */
} nb_marks_try;

typedef struct nb_marks_student {
    const char *who, *name;
    nb_marks_try *tries; /* by question */
    size_t count, right; /* questions */
    size_t false_claims; /* lines that say right and are not */
    const char *login, *other; /* two logins of their lines; NULL: there are not so many */
    double score;        /* percent of the questions that count */
} nb_marks_student;

typedef struct nb_marks {
    nb_marks_question *questions;
    size_t question_count;
    nb_marks_student *students; /* by who they are */
    size_t student_count;
} nb_marks;

enum { NB_MARKS_STUCK = 3 }; /* wrong answers */

/* Counts lines, which are put in order. False: memory ran out. */
NB_MUST_USE bool nb_marks_make(nb_arena *arena, nb_judged_line *lines, size_t line_count,
                               nb_marks_question *questions, size_t question_count,
                               nb_marks *all);

#endif
