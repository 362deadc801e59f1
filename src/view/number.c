/* Numbers in what is shown. */
#include "view/number.h"

#include "base/number.h"

enum { DEFAULT_DIGITS = 6, MOST_DIGITS = 17 };

void nb_view_number(nb_buffer *out, double number, int digits) {
    char text[NB_NUMBER_ROOM];
    if (digits < 1) digits = DEFAULT_DIGITS;
    nb_number_rounded(number, digits < MOST_DIGITS ? digits : MOST_DIGITS, text);
    nb_buffer_add_text(out, text);
}
