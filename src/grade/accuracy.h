/* How many rows of the data are answered rightly. */
#ifndef NABLA_GRADE_ACCURACY_H
#define NABLA_GRADE_ACCURACY_H

#include "definitions/sheet.h"

/* Of the rows that are trained on, and of those for the test. */
typedef struct nb_grades {
    size_t right[2], of[2];
} nb_grades;

/* Counts them for the answers that a list names, as `accuracy` does. */
NB_MUST_USE nb_status nb_count_grades(nb_sheet *s, const nb_command_arg *list, nb_grades *grades);

#endif
