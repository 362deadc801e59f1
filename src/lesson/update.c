/* Putting a new output where the old one stood. Lines end as the typed line does; blanks at the
 * end of a line and empty lines at the end of the output are not written. */
#include "lesson/update.h"

#include <string.h>

#include "base/utf8.h"

/* The newline that ends the line before `at`; "" where the text ends without one. */
static const char *newline_before(const char *text, size_t at) {
    if (at > 1 && text[at - 1] == '\n' && text[at - 2] == '\r') return "\r\n";
    if (at > 0 && text[at - 1] == '\n') return "\n";
    return at > 0 && text[at - 1] == '\r' ? "\r" : "";
}

static void add_line(const char *prefix, size_t prefix_length, const char *line, size_t length,
                     nb_buffer *out) {
    while (length > 0 && nb_is_blank(line[length - 1])) length--;
    if (length == 0)
        while (prefix_length > 0 && nb_is_blank(prefix[prefix_length - 1])) prefix_length--;
    nb_buffer_add(out, prefix, prefix_length);
    nb_buffer_add(out, line, length);
}

void nb_lesson_update(const char *text, size_t length, size_t *done, const nb_lesson_step *step,
                      const char *printed, size_t printed_length, nb_buffer *out) {
    size_t start = step->output.start, end = step->output.end;
    nb_buffer_add(out, text + *done, start - *done);
    *done = end;
    while (printed_length > 0 && (nb_is_blank(printed[printed_length - 1]) ||
                                  printed[printed_length - 1] == '\n'))
        printed_length--;
    const char *newline = newline_before(text, start);
    bool at_end = *newline == '\0'; /* the typed line is the text's last, and not ended */
    if (at_end) newline = "\n";
    for (size_t at = 0; at < printed_length;) {
        const char *line_end = memchr(printed + at, '\n', printed_length - at);
        size_t n = line_end != NULL ? (size_t)(line_end - printed) - at : printed_length - at;
        if (at_end) nb_buffer_add_text(out, newline);
        add_line(text + step->prefix.start, step->prefix.end - step->prefix.start, printed + at, n,
                 out);
        at += n + 1;
        bool ended = end < length || *newline_before(text, end) != '\0';
        if (!at_end && (at < printed_length || ended)) nb_buffer_add_text(out, newline);
    }
}
