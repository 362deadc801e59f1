/* Owns what words and symbols look like in a TikZ picture. Fonts of LaTeX have few letters: what
 * they lack is a question mark. */
#include "diagram/tikz_text.h"

#include <string.h>

#include "base/utf8.h"
#include "diagram/dot_label.h"
#include "view/latex.h"
#include "view/name.h"

/* ---- symbols ---- */

void nb_tikz_add_symbol(nb_buffer *out, const char *symbol) {
    static const struct { const char *symbol, *latex; } signs[] = {
        {"×", "$\\times$"}, {"·", "$\\cdot$"}, {"−", "$-$"}, {"+", "$+$"}, {"/", "$/$"},
        {"√", "$\\sqrt{\\ }$"}, {"∛", "$\\sqrt[3]{\\ }$"}, {"σ", "$\\sigma$"},
        {"²", "$^2$"}, {"ˣ", "$^x$"}, {"½", "$\\frac12$"}, {"₁", "$_1$"}, {"₀", "$_0$"},
        {"₂", "$_2$"}, {"≤", "$\\le$"}, {"≥", "$\\ge$"}, {"≠", "$\\ne$"}, {"<", "$<$"},
        {">", "$>$"}, {"|", "$|$"}, {"⌈", "$\\lceil$"}, {"⌉", "$\\rceil$"}, {"⌊", "$\\lfloor$"},
        {"⌋", "$\\rfloor$"}, {"^", "\\textasciicircum{}"}, {"_", "\\_"}};
    for (const char *at = symbol; *at != '\0';) {
        size_t i = 0, bytes = 1;
        while (i < sizeof signs / sizeof *signs &&
               strncmp(at, signs[i].symbol, strlen(signs[i].symbol)) != 0) i++;
        if (i < sizeof signs / sizeof *signs) {
            nb_buffer_add_text(out, signs[i].latex);
            bytes = strlen(signs[i].symbol);
        } else {
            nb_buffer_add_char(out, (unsigned char)*at < 0x80 ? *at : '?');
            while (((unsigned char)at[bytes] & 0xC0) == 0x80) bytes++;
        }
        at += bytes;
    }
}

/* ---- words ---- */

static bool is_hangul(uint32_t code) {
    return (code >= 0x1100 && code <= 0x11FF) || (code >= 0x3130 && code <= 0x318F) ||
           (code >= 0xAC00 && code <= 0xD7A3);
}

static bool is_chinese(uint32_t code) {
    return code >= 0x4E00 && code <= 0x9FFF;
}

/* A text without the letters that no font of LaTeX has: emoji, joiners, marks of direction. */
static void add_settable(nb_buffer *out, const char *text) {
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        size_t wide = bytes > 0 ? nb_utf8_width(text + at, bytes) : 1;
        bool set = bytes > 0 && (code < 0x180 || is_hangul(code) ||
                                 is_chinese(code) ||
                                 (code >= 0x2080 && code <= 0x2089) ||
                                 nb_utf8_greek_spelling(text + at, bytes) != NULL);
        if (set && !(code >= 0x7F && code < 0xA1)) nb_buffer_add(out, text + at, bytes);
        else if (wide > 0) nb_buffer_add_char(out, '?');
        at += bytes > 0 ? bytes : 1;
    }
}

/* Each line as text of its own, so that no name is read into one. */
static void add_lines(nb_buffer *out, const char *text, size_t length) {
    size_t shown = nb_dot_shown_bytes(text, length);
    nb_dot_line line;
    nb_buffer_add_text(out, "\\shortstack{");
    for (size_t from = 0; from < shown; from = line.next) {
        line = nb_dot_next_line(text, shown, from);
        if (from > 0) nb_buffer_add_text(out, "\\\\");
        nb_latex_add_text(out, text + from, line.length);
    }
    nb_buffer_add_text(out, shown < length ? "\\ldots}" : "}");
}

int nb_tikz_lines(const char *name) {
    size_t shown = nb_dot_shown_bytes(name, strlen(name));
    int lines = 1;
    if (nb_name_bytes(name, strlen(name)) > 0) return 1;
    for (size_t from = nb_dot_next_line(name, shown, 0).next; from < shown; lines++)
        from = nb_dot_next_line(name, shown, from).next;
    return lines;
}

void nb_tikz_add_name(nb_buffer *out, const nb_view *view, const char *name) {
    nb_buffer words;
    nb_buffer_init(&words, out->memory);
    add_settable(&words, name);
    const char *text = words.length > 0 ? words.data : " ";
    if (nb_name_bytes(text, strlen(text)) == 0) {
        add_lines(out, text, strlen(text));
    } else {
        nb_buffer_add_char(out, '$');
        nb_latex_add_name(out, view, text);
        nb_buffer_add_char(out, '$');
    }
    if (words.failed) out->failed = true;
    nb_buffer_clear(&words);
}

bool nb_tikz_is_korean(const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        if (bytes > 0 && (is_hangul(code) || is_chinese(code))) return true;
        at += bytes > 0 ? bytes : 1;
    }
    return false;
}
