/* Owns what a text looks like inside an HTML label of Graphviz.
 *
 * Invariant: whatever bytes come in, what goes out is valid UTF-8 without markup of its own, and
 * at most some 1000 bytes: dot refuses labels over 16,384 bytes, and a label has few texts. */
#include "diagram/dot_label.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "view/name.h"

/* Marks without a width of their own could make a narrow text long, so both are limited. */
enum { MOST_COLUMNS = 80, MOST_CHARACTERS = 120 };

/* A line of a text wider than FULL ends at the first blank or underscore behind WIDE columns, or at
 * FULL. */
enum { WIDE = 14, FULL = 24 };

/* The escaping function of this format. A backslash is doubled because dot replaces \N, \G and
 * the like inside HTML labels too, even when the backslash is written as an entity. */
static void add_escaped(nb_buffer *out, const char *character, size_t bytes, uint32_t code) {
    char text[16];
    switch (code) {
    case '&': nb_buffer_add_text(out, "&amp;"); return;
    case '<': nb_buffer_add_text(out, "&lt;"); return;
    case '>': nb_buffer_add_text(out, "&gt;"); return;
    case '"': nb_buffer_add_text(out, "&quot;"); return;
    case '\\': nb_buffer_add_text(out, "\\\\"); return;
    default: break;
    }
    /* XML has no way to write these two either. */
    if (nb_utf8_is_control(code) || code == 0xFFFE || code == 0xFFFF) {
        snprintf(text, sizeof text, "\\\\u{%x}", (unsigned)code);
        nb_buffer_add_text(out, text);
    } else {
        nb_buffer_add(out, character, bytes);
    }
}

size_t nb_dot_shown_bytes(const char *text, size_t length) {
    size_t at = 0, columns = 0;
    for (size_t characters = 0; at < length; characters++) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        if (bytes == 0) bytes = 1;
        columns += nb_utf8_width(text + at, bytes);
        if (columns > MOST_COLUMNS || characters == MOST_CHARACTERS) break;
        at += bytes;
    }
    return at;
}

nb_dot_line nb_dot_next_line(const char *text, size_t shown, size_t from) {
    size_t at = from, columns = 0;
    bool wraps = nb_utf8_width(text, shown) > FULL;
    while (at < shown) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, shown - at, &code);
        size_t wide = nb_utf8_width(text + at, bytes > 0 ? bytes : 1);
        bool behind = wraps && columns > WIDE;
        if (behind && text[at] == ' ') return (nb_dot_line){at - from, at + 1};
        if (behind && text[at - 1] == '_') break;
        if (wide > 0 && columns + wide > FULL) break;
        columns += wide;
        at += bytes > 0 ? bytes : 1;
    }
    return (nb_dot_line){at - from, at};
}

static void add_line(nb_buffer *out, const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        /* Text that is not UTF-8 would be read as Latin-1 without a word. */
        if (bytes == 0) nb_buffer_add_text(out, "?");
        else add_escaped(out, text + at, bytes, code);
        at += bytes > 0 ? bytes : 1;
    }
}

static void add_span(nb_buffer *out, const nb_view *view, const char *text, size_t length) {
    size_t shown = nb_dot_shown_bytes(text, length);
    nb_dot_line line;
    for (size_t from = 0; from < shown; from = line.next) {
        line = nb_dot_next_line(text, shown, from);
        if (from > 0) nb_buffer_add_text(out, "<BR/>");
        add_line(out, text + from, line.length);
    }
    if (shown < length) nb_buffer_add_text(out, view->ascii ? "..." : "…");
}

void nb_dot_add_text(nb_buffer *out, const nb_view *view, const char *text) {
    if (text == NULL || text[0] == '\0') nb_buffer_add_char(out, ' ');
    else add_span(out, view, text, strlen(text));
}

static void add_word(nb_buffer *out, const nb_view *view, const char *word, size_t length) {
    const char *greek = view->ascii ? NULL : nb_utf8_greek_word(word, length);
    if (greek != NULL) nb_buffer_add_text(out, greek);
    else add_span(out, view, word, length);
}

/* The size of a subscript: no type of a picture is smaller than LEAST. */
static int subscript(int points) {
    enum { LEAST = 10 };
    int under = points * 5 / 7;
    return under > LEAST ? under : points < LEAST ? points : LEAST;
}

void nb_dot_add_name(nb_buffer *out, const nb_view *view, const char *name, int points) {
    size_t length = name == NULL ? 0 : strlen(name);
    bool whole = length > 0 && nb_dot_shown_bytes(name, length) == length;
    size_t end = whole ? nb_name_bytes(name, length) : 0;
    if (end == 0) {
        nb_dot_add_text(out, view, name);
        return;
    }
    nb_name_parts found = nb_name_split(name, end);
    add_word(out, view, name, found.base);
    if (found.digits + found.under_length > 0) {
        char size[48];
        snprintf(size, sizeof size, "<SUB><FONT POINT-SIZE=\"%d\">", subscript(points));
        nb_buffer_add_text(out, size);
        if (found.digits > 0) add_span(out, view, name + found.base, found.digits);
        if (found.digits > 0 && found.under_length > 0) nb_buffer_add_char(out, ',');
        if (found.under_length > 0) add_word(out, view, found.under, found.under_length);
        nb_buffer_add_text(out, "</FONT></SUB>");
    }
    if (end < length) add_span(out, view, name + end, length - end);
}

/* Of h[1] or W[1,2] the bytes of the name; of any other text 0. */
static size_t element_base(const char *name) {
    size_t base = strcspn(name, "[");
    size_t inside = name[base] == '[' ? strspn(name + base + 1, "-0123456789,") : 0;
    bool whole = inside > 0 && name[base + 1 + inside] == ']' && name[base + 2 + inside] == '\0';
    return whole ? base : 0;
}

void nb_dot_add_element(nb_buffer *out, const nb_view *view, const char *name, int points) {
    char base[256], size[48];
    size_t length = element_base(name);
    if (length == 0 || length >= sizeof base) {
        nb_dot_add_name(out, view, name, points);
        return;
    }
    memcpy(base, name, length);
    base[length] = '\0';
    nb_dot_add_name(out, view, base, points);
    snprintf(size, sizeof size, "<SUB><FONT POINT-SIZE=\"%d\">", subscript(points));
    nb_buffer_add_text(out, size);
    add_span(out, view, name + length + 1, strlen(name) - length - 2);
    nb_buffer_add_text(out, "</FONT></SUB>");
}

size_t nb_dot_name_columns(const char *name) {
    size_t length = element_base(name), all = strlen(name);
    if (length > 0) return nb_utf8_width(name, length) + (all - length - 1) / 2;
    size_t end = nb_name_bytes(name, all);
    if (end != all) return nb_utf8_width(name, all);
    nb_name_parts found = nb_name_split(name, end);
    return nb_utf8_width(name, found.base) + (found.digits + found.under_length + 1) / 2;
}

void nb_dot_add_font(nb_buffer *out, const char *font) {
    if (font == NULL || font[0] == '\0' || strpbrk(font, "\"\\\n\r") != NULL ||
        nb_utf8_valid(font, strlen(font)) != strlen(font))
        return;
    nb_buffer_add_text(out, ", fontname=\"");
    nb_buffer_add_text(out, font);
    nb_buffer_add_text(out, "\"");
}
