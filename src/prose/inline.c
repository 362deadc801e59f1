/* Spans become text and colours. All text of the lesson passes through add_plain, which leaves no
 * control character in it; newlines and ESC in `out` are therefore our own. */
#include "prose/inline.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/message.h"
#include "view/plain.h"
#include "view/wrap.h"

void nb_inline_init(nb_inline *words, const nb_view *view, nb_memory *memory) {
    *words = (nb_inline){.view = view};
    nb_buffer_init(&words->out, memory);
    nb_buffer_init(&words->copy, memory);
}

void nb_inline_clear(nb_inline *words) {
    nb_buffer_clear(&words->out);
    nb_buffer_clear(&words->copy);
}

/* Says the whole style anew, as wrap.h wants it. */
static void set_style(nb_inline *words) {
    if (!words->view->colour) return;
    nb_buffer *out = &words->out;
    nb_buffer_add_text(out, "\033[0");
    if (words->heading > 0 || words->strong > 0) nb_buffer_add_text(out, ";1");
    if (words->emphasis > 0) nb_buffer_add_text(out, ";3");
    if (words->heading == 1 || words->link > 0) nb_buffer_add_text(out, ";4");
    if (words->code > 0) nb_buffer_add_text(out, ";36");
    nb_buffer_add_char(out, 'm');
}

void nb_inline_heading(nb_inline *words, unsigned level) {
    words->heading = level;
    set_style(words);
}

static void add_plain(nb_inline *words, const char *text, size_t length, const char *tab) {
    words->copy.length = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\t') nb_buffer_add_text(&words->copy, tab);
        else if (text[i] == '\n' || text[i] == '\r') nb_buffer_add_char(&words->copy, ' ');
        else nb_buffer_add_char(&words->copy, text[i]);
    }
    if (words->copy.failed) words->out.failed = true;
    else if (words->copy.length > 0)
        nb_view_plain_text(&words->out, words->view, words->copy.data);
}

void nb_inline_code_line(nb_inline *words, const char *text, size_t length) {
    if (length > 0 && text[length - 1] == '\r') length--;
    add_plain(words, text, length, "    ");
}

/* ---- entities ---- */

static void add_code_point(nb_inline *words, unsigned long code) {
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
    char bytes[4];
    size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char front[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; code >>= 6) bytes[i] = (char)(0x80 | (code & 0x3F));
    bytes[0] = (char)(front[n] | code);
    add_plain(words, bytes, n, " ");
}

/* `text` is &name; or &#12; or &#x1f; as md4c found it. */
static void add_entity(nb_inline *words, const char *text, size_t length) {
    static const struct { const char *name, *meaning; } entities[] = {
        {"&amp;", "&"},   {"&lt;", "<"},    {"&gt;", ">"},     {"&quot;", "\""}, {"&apos;", "'"},
        {"&nbsp;", "\xC2\xA0"}, {"&times;", "×"}, {"&middot;", "·"}, {"&minus;", "−"},
        {"&part;", "∂"},  {"&nabla;", "∇"}, {"&hellip;", "…"}, {"&ndash;", "–"},
        {"&mdash;", "—"}, {"&larr;", "←"},  {"&rarr;", "→"},   {"&le;", "≤"},    {"&ge;", "≥"},
        {"&ne;", "≠"},
    };
    if (length > 3 && text[1] == '#') {
        bool hexadecimal = text[2] == 'x' || text[2] == 'X';
        char digits[12] = "";
        size_t skip = hexadecimal ? 3 : 2, n = length - skip - 1;
        if (n < sizeof digits) memcpy(digits, text + skip, n);
        add_code_point(words, strtoul(digits, NULL, hexadecimal ? 16 : 10));
        return;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (!nb_bytes_are(text, length, entities[i].name)) continue;
        add_plain(words, entities[i].meaning, strlen(entities[i].meaning), " ");
        return;
    }
    add_plain(words, text, length, " ");
}

/* Short code goes on one line: its blanks part no words. */
static void add_code(nb_inline *words, const char *text, size_t length) {
    size_t begin = words->out.length;
    add_plain(words, text, length, " ");
    if (words->out.failed || words->out.length == begin) return;
    size_t added = words->out.length - begin;
    if (nb_view_columns(words->out.data + begin, added) > words->view->width / 3) return;
    words->copy.length = 0;
    nb_buffer_add(&words->copy, words->out.data + begin, added);
    words->out.length = begin;
    if (words->copy.failed) words->out.failed = true;
    for (size_t i = 0; i < added && !words->out.failed; i++) {
        if (words->copy.data[i] == ' ') nb_buffer_add_text(&words->out, NB_WRAP_BLANK);
        else nb_buffer_add_char(&words->out, words->copy.data[i]);
    }
}

void nb_inline_text(nb_inline *words, MD_TEXTTYPE type, const char *text, size_t length) {
    switch (type) {
    case MD_TEXT_BR: nb_buffer_add_char(&words->out, '\n'); break;
    case MD_TEXT_SOFTBR: nb_buffer_add_char(&words->out, ' '); break;
    case MD_TEXT_ENTITY: add_entity(words, text, length); break;
    case MD_TEXT_CODE: add_code(words, text, length); break;
    case MD_TEXT_HTML:
        if (length >= 3 && memcmp(text, "<br", 3) == 0) nb_buffer_add_char(&words->out, ' ');
        break;
    default: add_plain(words, text, length, " "); break;
    }
}

/* ---- spans ---- */

/* md4c may leave a span that it never entered where markers stand inside an address. */
static void close_one(unsigned *open) {
    if (*open > 0) --*open;
}

void nb_inline_enter(nb_inline *words, MD_SPANTYPE type) {
    switch (type) {
    case MD_SPAN_EM: words->emphasis++; break;
    case MD_SPAN_STRONG: words->strong++; break;
    case MD_SPAN_CODE: words->code++; break;
    case MD_SPAN_A: words->link++; break;
    case MD_SPAN_IMG:
        if (words->picture++ > 0) return;
        nb_buffer_add_char(&words->out, '[');
        nb_buffer_add_text(&words->out, nb_view_word(words->view, NB_MESSAGE_PAGE_PICTURE));
        return;
    default: return;
    }
    set_style(words);
    if (type == MD_SPAN_CODE && !words->view->colour) nb_buffer_add_char(&words->out, '`');
    if (type == MD_SPAN_A && words->picture == 0) words->link_start = words->out.length;
}

/* Adds ` (address)`, unless the link's text is the address. */
static void add_address(nb_inline *words, const MD_ATTRIBUTE *address, size_t text_length) {
    size_t before = words->out.length;
    nb_buffer_add_text(&words->out, " (");
    size_t start = words->out.length;
    for (size_t i = 0; address->size > 0 && address->substr_offsets[i] < address->size; i++)
        nb_inline_text(words, address->substr_types[i], address->text + address->substr_offsets[i],
                       address->substr_offsets[i + 1] - address->substr_offsets[i]);
    if (words->out.failed) return;
    const char *shown = words->out.data + start, *text = words->out.data + words->link_start;
    size_t length = words->out.length - start;
    const size_t scheme = strlen("mailto:");
    bool same = (length == text_length && memcmp(shown, text, length) == 0) ||
                (length == text_length + scheme && memcmp(shown, "mailto:", scheme) == 0 &&
                 memcmp(shown + scheme, text, text_length) == 0);
    if (same || length == 0) words->out.length = before;
    else nb_buffer_add_char(&words->out, ')');
}

void nb_inline_leave(nb_inline *words, MD_SPANTYPE type, const MD_ATTRIBUTE *address) {
    size_t end = words->out.length;
    switch (type) {
    case MD_SPAN_EM: close_one(&words->emphasis); break;
    case MD_SPAN_STRONG: close_one(&words->strong); break;
    case MD_SPAN_CODE:
        if (!words->view->colour) nb_buffer_add_char(&words->out, '`');
        close_one(&words->code);
        break;
    case MD_SPAN_A: close_one(&words->link); break;
    case MD_SPAN_IMG:
        close_one(&words->picture);
        if (words->picture == 0) nb_buffer_add_char(&words->out, ']');
        return;
    default: return;
    }
    set_style(words);
    if (type == MD_SPAN_A && words->picture == 0 && words->link_start <= end)
        add_address(words, address, end - words->link_start);
}
