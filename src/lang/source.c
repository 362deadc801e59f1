/* The source that reads back as the same number or text. */
#include "lang/source.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "lang/lexer.h"

void nb_write_double(nb_buffer *out, double number) {
    char text[NB_NUMBER_ROOM];
    nb_number_exact(number, text);
    /* no literal is inf or nan: what made them does it again */
    if (isnan(number)) nb_buffer_add_text(out, "0/0");
    else if (isinf(number)) nb_buffer_add_text(out, number > 0 ? "1/0" : "-1/0");
    else nb_buffer_add_text(out, text);
}

/* Whether a number stands at the end, of which another one would become a part. */
static bool ends_in_number(const nb_buffer *out) {
    size_t at = out->length;
    uint32_t code = 0;
    if (at == 0) return false;
    do at--;
    while (at > 0 && ((unsigned char)out->data[at] & 0xc0) == 0x80);
    if (nb_utf8_decode(out->data + at, out->length - at, &code) == 0) return false;
    return (code >= '0' && code <= '9') || code == '.' || nb_fraction(code) > 0;
}

/* Whether ∂, ∂² or ∂³ stands at the end, behind which a name is wanted. */
static bool ends_in_partial(const nb_buffer *out) {
    static const char *const signs[] = {"∂", "∂²", "∂³"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t n = strlen(signs[i]);
        if (out->length >= n && memcmp(out->data + out->length - n, signs[i], n) == 0) return true;
    }
    return false;
}

void nb_write_partial(nb_buffer *out) { nb_buffer_add_text(out, "∂"); }

void nb_write_as_name(nb_buffer *out, double number, const char *behind) {
    bool brackets = number < 0 || !isfinite(number) || ends_in_number(out) || *behind == '(' ||
                    ends_in_partial(out);
    if (brackets) nb_buffer_add_char(out, '(');
    nb_write_double(out, number);
    if (brackets) nb_buffer_add_char(out, ')');
}

void nb_write_quoted(nb_buffer *out, const char *text) {
    nb_buffer_add_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') nb_buffer_add_char(out, '\\');
        nb_buffer_add_char(out, *text);
    }
    nb_buffer_add_char(out, '"');
}
