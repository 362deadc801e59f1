/* The shortest text of a double. LC_NUMERIC must be "C". */
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void nb_number_exact(double number, char out[NB_NUMBER_ROOM]) {
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, NB_NUMBER_ROOM, "%.*g", digits, number);
        if (isnan(number) || strtod(out, NULL) == number) return;
    }
}
