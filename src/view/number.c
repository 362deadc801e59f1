/* Numbers for people: the one place where a double becomes digits that somebody reads. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/number.h"
#include "view/view.h"

enum { DEFAULT_DIGITS = 6, MOST_DIGITS = 17, LONGEST = 40 };

void nb_view_number(nb_buffer *out, double number, int digits) {
    if (isnan(number)) {
        nb_buffer_add_text(out, "nan"); /* C may write -nan */
        return;
    }
    if (number == 0) number = 0; /* -0 is a zero, too */
    if (digits < 1) digits = DEFAULT_DIGITS;
    if (digits > MOST_DIGITS) digits = MOST_DIGITS;
    char text[LONGEST];
    snprintf(text, sizeof text, "%.*g", digits, number);
    /* C writes exponents with two digits at least: 1e-05 becomes 1e-5 */
    char *exponent = strchr(text, 'e');
    size_t head = exponent != NULL ? (size_t)(exponent - text) + 2 : strlen(text);
    nb_buffer_add(out, text, head);
    if (exponent != NULL) nb_buffer_add_text(out, text + head + strspn(text + head, "0"));
}
