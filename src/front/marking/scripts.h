/* Students' scripts at the exercises of a lesson. */
#ifndef NABLA_FRONT_MARKING_SCRIPTS_H
#define NABLA_FRONT_MARKING_SCRIPTS_H

#include "front/marking/grade.h"

typedef struct nb_scripts {
    nb_arena *arena;
    nb_grader *grading; /* gets the exercises as its questions */
    const nb_shelved *lesson;
    char **paths;
    size_t count;
    nb_judged_line *lines; /* one for each script and exercise */
    size_t line_count;
    size_t passed;         /* files that could not be read, which is said */
} nb_scripts;

/* Runs each script at each exercise of the lesson. A student is called as his file is, without its
 * ending. False: memory ran out. */
NB_MUST_USE bool nb_scripts_try(nb_scripts *scripts, nb_result *result);

#endif
