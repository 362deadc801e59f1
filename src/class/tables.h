/* What is told of a class: its questions, who is stuck where, and its students. */
#ifndef NABLA_CLASS_TABLES_H
#define NABLA_CLASS_TABLES_H

#include "class/class.h"
#include "result/result.h"

/* Where lines were counted. */
typedef struct nb_marks_count {
    size_t lines, doubled, passed; /* passed: over, each of which was named */
} nb_marks_count;

/* To two decimals. */
double nb_marks_rounded(double number);
/* Adds tables and sentences to a result, which the class and its lines must outlive. Texts are cut
 * so that tables keep within `width` columns; 0: nothing is cut, and nothing only parts one table
 * from the next. */
void nb_marks_tell(const nb_marks *all, const nb_marks_count *count, size_t width,
                   nb_result *result);
/* Adds a table of the scripts that stopped, and why. */
void nb_marks_tell_errors(const nb_judged_line *lines, size_t count, size_t width,
                          nb_result *result);

#endif
