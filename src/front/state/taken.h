/* What a student does at one question, taken down until the question ends. */
#ifndef NABLA_FRONT_STATE_TAKEN_H
#define NABLA_FRONT_STATE_TAKEN_H

#include "class/line.h"
#include "front/state/roll.h"
#include "tour/exam.h"

typedef struct nb_taken {
    nb_roll *roll; /* NULL: nothing is taken down */
    bool exercise; /* what is run counts */
    nb_class_line line; /* its hints, tries, solution and right are the caller's to say */
    int64_t since;  /* by a clock that nobody sets */
} nb_taken;

/* What was asked. */
typedef struct nb_taken_of {
    const char *lesson; /* the path of its file, or "practice" */
    const char *text;   /* of the lesson; NULL: it has none of its own */
    size_t length;
    const char *original; /* the hash of the lesson that it is a copy of; NULL: it is none */
    const char *id;
    nb_variant variant;
    const nb_exam *exam; /* NULL: it was never shown, nor were its numbers chosen */
} nb_taken_of;

/* A question is asked. `roll` may be NULL. */
void nb_taken_begin(nb_taken *taken, nb_roll *roll, bool exercise);
void nb_taken_answer(nb_taken *taken, const char *text, bool wrong);
/* A statement that has succeeded. Those of one line stand together, since `undo` takes back a line:
 * `begins` says that it is the first. */
void nb_taken_statement(nb_taken *taken, const char *text, bool begins);
/* Whether there is something that would be lost. */
bool nb_taken_any(const nb_taken *taken);
/* The question has ended: its line is written, where `writes`. False with errno, once for a roll:
 * it cannot be. */
NB_MUST_USE bool nb_taken_end(nb_taken *taken, const nb_taken_of *of, bool writes);

#endif
