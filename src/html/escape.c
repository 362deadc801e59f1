/* Escaping for HTML, and colours of a terminal as spans whose classes are the numbers of their
 * sequence: ESC [0;1;31m is <span class="s1 s31">. */
#include "html/escape.h"

#include <string.h>

#include "base/base64.h"
#include "base/utf8.h"

static void add_character(nb_buffer *out, const char *sign, size_t bytes, uint32_t code) {
    const bool stays = code == '\n' || code == '\t';
    switch (code) {
    case '&': nb_buffer_add_text(out, "&amp;"); return;
    case '<': nb_buffer_add_text(out, "&lt;"); return;
    case '>': nb_buffer_add_text(out, "&gt;"); return;
    case '"': nb_buffer_add_text(out, "&quot;"); return;
    case '\'': nb_buffer_add_text(out, "&#39;"); return;
    default: break;
    }
    if (bytes == 0 || (nb_utf8_is_control(code) && !stays)) nb_buffer_add_text(out, "\xEF\xBF\xBD");
    else nb_buffer_add(out, sign, bytes);
}

void nb_html_add(nb_buffer *out, const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        uint32_t code = 0;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        if (bytes == 0) code = 0xfffd;
        add_character(out, text + at, bytes, code);
        at += bytes > 0 ? bytes : 1;
    }
}

/* The bytes of a colour sequence, ESC [ digits and semicolons m; 0: there is none. */
static size_t measure_sequence(const char *text, size_t length) {
    if (length < 3 || text[0] != '\033' || text[1] != '[') return 0;
    size_t at = 2;
    while (at < length && strchr("0123456789;", text[at]) != NULL && text[at] != '\0') at++;
    return at < length && text[at] == 'm' ? at + 1 : 0;
}

/* Opens the span of a sequence; false: it ends all styles. */
static bool open_span(nb_buffer *out, const char *sequence, size_t length) {
    bool any = false;
    for (size_t at = 2; at + 1 < length;) {
        size_t digits = strspn(sequence + at, "0123456789");
        bool style = digits > 0 && sequence[at] != '0';
        if (style) nb_buffer_add_text(out, any ? " s" : "<span class=\"s");
        if (style) nb_buffer_add(out, sequence + at, digits);
        any = any || style;
        at += digits + 1;
    }
    if (any) nb_buffer_add_text(out, "\">");
    return any;
}

void nb_html_add_coloured(nb_buffer *out, const char *text, size_t length) {
    bool open = false;
    for (size_t at = 0; at < length;) {
        const char *next = memchr(text + at + 1, '\033', length - at - 1);
        size_t end = next != NULL ? (size_t)(next - text) : length;
        size_t sequence = measure_sequence(text + at, length - at);
        if (sequence > 0 && open) nb_buffer_add_text(out, "</span>");
        if (sequence > 0) open = open_span(out, text + at, sequence);
        nb_html_add(out, text + at + sequence, end - at - sequence);
        at = end;
    }
    if (open) nb_buffer_add_text(out, "</span>");
}

void nb_html_add_data(nb_buffer *out, const char *type, const char *bytes, size_t length) {
    nb_buffer_add_text(out, "data:");
    nb_buffer_add_text(out, type);
    nb_buffer_add_text(out, ";base64,");
    nb_base64_add(out, bytes, length);
}
