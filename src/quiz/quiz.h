/* What goes on from statement to statement beside the definitions. It is no part of the state:
 * there is nothing to undo in it. */
#ifndef NABLA_QUIZ_QUIZ_H
#define NABLA_QUIZ_QUIZ_H

#include "base/buffer.h"
#include "quiz/subject.h"

typedef struct nb_walk { /* see walk.c */
    bool on;
    nb_subject subject;
    size_t at;    /* steps taken */
    size_t count; /* nodes, each of which is come to twice */
} nb_walk;

typedef struct nb_predict { /* see predict.c */
    bool on;
    nb_subject subject;
    uint32_t at, count;      /* the question, from 0, and how many there are */
    uint32_t wire;           /* asked is the local gradient along this wire, from 1; 0: ∂L/∂node */
    uint32_t wrong;          /* answers to this question */
    bool helped;             /* this question was taken apart, or a hint was asked for */
    uint32_t right, at_once; /* questions */
} nb_predict;

typedef struct nb_quiz {
    nb_walk walk;
    nb_predict predict;
    nb_text asked_of, asked_by; /* what the prompt asks, ∂of/∂by; empty: nothing */
    nb_arena asked;             /* where these lie */
    bool calculates; /* the statement began with ?: it is no answer */
} nb_quiz;

#endif
