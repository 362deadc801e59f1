/* Does the program still print what a lesson says?
 *
 * Blanks at either end of a line and empty lines at the end are aside. A number matches within one
 * unit of its last printed digit, or within 1e-9 of the largest number of its block, but no more
 * than 0.001. A number printed without a point had its zeros dropped (220 is 220.000), so its last
 * digit is the sixth: the 3 of h[3] is not a 4. Digits inside a name are text, and everything but
 * numbers is compared literally; only where numbers came out longer or shorter than expected may
 * the blanks that align columns be more or fewer. */
#ifndef NABLA_LESSON_COMPARE_H
#define NABLA_LESSON_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "lesson/lesson.h"

typedef struct nb_lines {
    const char *text;
    size_t length;
} nb_lines;

typedef struct nb_difference {
    size_t line;               /* the first line that differs, from 1 */
    nb_lines expected, actual; /* whole lines from there to the last that differ; may be empty */
} nb_difference;

/* The largest number in absolute value, 0 if there is none. */
double nb_compare_largest(const char *text, size_t length);
/* That of all outputs of a transcript. */
double nb_compare_largest_of(const nb_lesson_part *part);

/* True when `actual` agrees with `expected`. Otherwise *difference (not NULL) points into both.
 * `largest` is that of the block. */
bool nb_compare(nb_lines expected, nb_lines actual, double largest, nb_difference *difference);

#endif
