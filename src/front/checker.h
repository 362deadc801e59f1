/* Inside check.c and check_*.c: a lesson while it is checked. */
#ifndef NABLA_FRONT_CHECKER_H
#define NABLA_FRONT_CHECKER_H

#include "front/check.h"
#include "lesson/compare.h"

typedef struct nb_tally {
    size_t good, all;
} nb_tally;

typedef struct nb_checker {
    nb_show *show;  /* where the outcome is told */
    nb_show played; /* the session and the look of what is compared */
    nb_lesson_file *file;
    nb_check_mode mode;
    nb_tally steps, tests, questions;
    size_t changed;    /* outputs that are to be written anew */
    bool one_language; /* outputs are compared in that of `played` alone */
    bool wrong;        /* something else than steps, tests and questions */
    bool failed;       /* the present step ended in an error */
    size_t done;       /* bytes of the text that are in `text` */
    nb_buffer printed; /* by the present step, */
    nb_buffer english; /* and the same in English, which is as good */
    nb_buffer text;    /* the lesson with new outputs */
} nb_checker;

/* Tells what is wrong at a line of the lesson, and when (id NONE: always), with what was expected
 * and what was found there, if anything. */
void nb_check_tell(nb_checker *checker, size_t line, nb_message message, nb_message when,
                   nb_lines expected, nb_lines found);
/* Whether to go on: memory has not run out, and no signal came. */
bool nb_check_goes_on(const nb_checker *checker);

#endif
