/* The shortest text of a double. LC_NUMERIC must be "C". */
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 1e-08 is C's way of saying 1e-8. */
static void shorten_exponent(char *text) {
    char *zeros = strchr(text, 'e');
    if (zeros == NULL) return;
    zeros += 2;
    size_t count = strspn(zeros, "0");
    memmove(zeros, zeros + count, strlen(zeros + count) + 1);
}

void nb_number_exact(double number, char out[NB_NUMBER_ROOM]) {
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, NB_NUMBER_ROOM, "%.*g", digits, number);
        if (isnan(number) || strtod(out, NULL) == number) break;
    }
    shorten_exponent(out);
}
