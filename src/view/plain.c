/* Text made harmless: whatever a user, a file or a lesson wrote, a terminal shows it and does not
 * act on it. In ASCII mode the signs in words (wordings, what was typed, names) become what can be
 * typed instead; those of formulas are spelled so from the beginning, by formula.c. */
#include "view/plain.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "view/text.h"

enum { LONGEST_SIGN = 4 };

typedef struct nb_spelling {
    const char sign[LONGEST_SIGN + 1];
    const char *ascii;
} nb_spelling;

static const nb_spelling spellings[] = {
    {"∂", "d"},  {"×", "*"},  {"·", "*"},  {"⋅", "*"},  {"÷", "/"},  {"−", "-"},  {"²", "^2"},
    {"³", "^3"}, {"⁺", "+"},  {"–", "-"},  {"—", "-"},  {"…", "..."}, {"≠", "!="}, {"≤", "<="},
    {"≥", ">="}, {"→", "->"}, {"±", "+-"}, {"≈", "~"}, {"∞", "inf"}, {"√", "sqrt"}, {"∛", "cbrt"},
    {"✓", "yes"}, {"✗", "no"}, {"∇", "\\nabla"}, {"⏎", "Enter"}, {"\xcc\x82", "_hat"},
    {"‘", "'"}, {"’", "'"}, {"“", "\""}, {"”", "\""},
    {"①", "(1)"}, {"②", "(2)"}, {"③", "(3)"}, {"④", "(4)"}, {"⑤", "(5)"}, {"⑥", "(6)"},
    {"⑦", "(7)"}, {"⑧", "(8)"}, {"⑨", "(9)"}, {"⑩", "(10)"}, {"⑪", "(11)"}, {"⑫", "(12)"},
    {"⑬", "(13)"}, {"⑭", "(14)"}, {"⑮", "(15)"}, {"⑯", "(16)"}, {"⑰", "(17)"}, {"⑱", "(18)"},
    {"⑲", "(19)"}, {"⑳", "(20)"},
/* No name of a letter begins another one, so that \phix can only be φx. */
#define GREEK(SPELLING, LETTER) {LETTER, "\\" SPELLING},
#include "base/greek.def"
#undef GREEK
};

static const char *find_spelling(const char *sign, size_t length) {
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (nb_bytes_are(sign, length, spellings[i].sign)) return spellings[i].ascii;
    return NULL;
}

static void add_code(nb_buffer *out, uint32_t code) {
    char text[16];
    snprintf(text, sizeof text, "\\u{%" PRIx32 "}", code);
    nb_buffer_add_text(out, text);
}

/* What nabla reads as the same name is spelled the same: ϕ as φ, ₅ as 5. */
static void add_folded(nb_buffer *out, const char *sign, size_t length, uint32_t code) {
    nb_buffer folded;
    nb_buffer_init(&folded, out->memory);
    nb_utf8_add_name(&folded, sign, length);
    const char *ascii = NULL;
    if (!folded.failed && folded.length > 0)
        ascii = folded.length == 1 ? folded.data : find_spelling(folded.data, folded.length);
    if (ascii != NULL) nb_buffer_add_text(out, ascii);
    else add_code(out, code);
    if (folded.failed) out->failed = true;
    nb_buffer_clear(&folded);
}

static void add_ascii(nb_buffer *out, const char *sign, size_t length, uint32_t code) {
    const uint32_t one = 0x2460, twenty = 0x2473; /* ① to ⑳ */
    const char *ascii = find_spelling(sign, length);
    if (ascii != NULL) {
        nb_buffer_add_text(out, ascii);
    } else if (code >= one && code <= twenty) {
        char text[16];
        snprintf(text, sizeof text, "(%" PRIu32 ")", code - one + 1);
        nb_buffer_add_text(out, text);
    } else {
        add_folded(out, sign, length, code);
    }
}

void nb_view_plain_bytes(nb_buffer *out, const nb_view *view, const char *text, size_t length) {
    static const char unknown[] = "\xEF\xBF\xBD"; /* U+FFFD */
    for (size_t at = 0; at < length;) {
        uint32_t code;
        const char *sign = text + at;
        size_t bytes = nb_utf8_decode(sign, length - at, &code);
        at += bytes > 0 ? bytes : 1;
        if (bytes == 0) {
            code = 0xfffd;
            sign = unknown;
            bytes = strlen(unknown);
        }
        if (nb_utf8_is_control(code)) add_code(out, code);
        else if (code < 0x80 || !view->ascii) nb_buffer_add(out, sign, bytes);
        else add_ascii(out, sign, bytes, code);
    }
}

void nb_view_plain_text(nb_buffer *out, const nb_view *view, const char *text) {
    if (text != NULL) nb_view_plain_bytes(out, view, text, strlen(text));
}
