/* What an exam knows, for the files of this room. */
#ifndef NABLA_TOUR_STATE_H
#define NABLA_TOUR_STATE_H

#include "definitions/definition.h"
#include "tour/exam.h"

/* Numbers that an expression came to. */
typedef struct nb_numbers {
    nb_shape shape;
    const double *all; /* NULL: it was not evaluated */
} nb_numbers;

/* A wrong: line: what it comes to, and its remark. */
typedef struct nb_known_wrong {
    nb_numbers numbers;
    const char *remark;
} nb_known_wrong;

struct nb_exam {
    nb_session *session;
    const nb_lesson *lesson;
    const nb_lesson_question *q; /* of recall:, the other one */
    nb_variant variant;
    double *own;       /* the lesson's own number for each name of vary:; nan: it has none */
    double *present;   /* the same as it is asked with */
    nb_arena arena;    /* of the texts */
    nb_result *said;   /* owner of what was said last; NULL: nothing was */
    nb_result *table;
    const char *text, *why, *solution;
    const char *gap;   /* the derivation with its ___, numbers put in; NULL: there is none */
    const char **hints;
    nb_numbers right;  /* VALUE */
    nb_known_wrong *wrongs;
    const char **choices; /* the lines that are numbered, in the order in which they are shown */
    uint32_t *places;     /* of each its place among the author's lines, from 0 */
    const char **remarks; /* of each; "": none */
    size_t choice_count;
    size_t changes; /* of an exercise: how many there were when it was last looked at */
};

#endif
