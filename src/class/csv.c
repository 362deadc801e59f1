/* Every cell is quoted; inside, a quote is doubled, and what a terminal would act on is a blank: a
 * record may have any name in it, and the file may be looked at with cat. */
#include "class/csv.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "class/tables.h"

/* Whether a spreadsheet could take the text for a formula. Blanks and what has no width are passed
 * by, as some programs do; so are tabs and line ends, which begin one by themselves in others. The
 * wide forms are those of Korean keyboards. */
static bool is_formula(const char *text) {
    static const char *const signs[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠", "\xe2\x88\x92"};
    size_t length = strlen(text), at = 0;
    if (*text == '\t' || *text == '\r' || *text == '\n') return true;
    while (at < length) {
        uint32_t code = 0;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        if (bytes == 0 || !(nb_utf8_is_blank(code) || nb_utf8_is_control(code))) break;
        at += bytes;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(text + at, signs[i], strlen(signs[i])) == 0) return true;
    return false;
}

static void add_cell(nb_buffer *out, const char *text, const char *end) {
    nb_buffer_add_char(out, '"');
    if (is_formula(text)) nb_buffer_add_char(out, '\'');
    for (size_t length = strlen(text), bytes; length > 0; text += bytes, length -= bytes) {
        uint32_t code = 0;
        bytes = nb_utf8_decode(text, length, &code);
        if (bytes == 0) bytes = 1;
        if (*text == '"') nb_buffer_add_char(out, '"');
        if (code < 0x20 || (code >= 0x7f && code < 0xa0)) nb_buffer_add_char(out, ' ');
        else nb_buffer_add(out, text, bytes);
    }
    nb_buffer_add_char(out, '"');
    nb_buffer_add_text(out, end);
}

void nb_marks_csv(const nb_marks *all, nb_buffer *out) {
    for (size_t i = 0; i < all->student_count; i++) {
        const nb_marks_student *student = &all->students[i];
        char score[32];
        (void)snprintf(score, sizeof score, "%.10g", nb_marks_rounded(student->score));
        add_cell(out, student->who, ",");
        add_cell(out, student->name, ",");
        add_cell(out, score, "\r\n");
    }
}
