/* The source that reads back as the same number or text. */
#include "lang/source.h"

#include <math.h>

#include "base/number.h"

void nb_write_double(nb_buffer *out, double number) {
    char text[NB_NUMBER_ROOM];
    nb_number_exact(number, text);
    /* no literal is inf or nan: what made them does it again */
    if (isnan(number)) nb_buffer_add_text(out, "0/0");
    else if (isinf(number)) nb_buffer_add_text(out, number > 0 ? "1/0" : "-1/0");
    else nb_buffer_add_text(out, text);
}

void nb_write_quoted(nb_buffer *out, const char *text) {
    nb_buffer_add_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') nb_buffer_add_char(out, '\\');
        nb_buffer_add_char(out, *text);
    }
    nb_buffer_add_char(out, '"');
}
