/* Owns texts, colours and the page of pictures in TikZ. Lengths are written in thousandths of an
 * inch, so that no locale has a say. */
#include "diagram/tikz_text.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "view/formula.h"
#include "view/latex.h"

static void add(const nb_tikz *t, const char *text) {
    nb_buffer_add_text(t->out, text);
}

void nb_tikz_add_length(const nb_tikz *t, double inches) {
    char text[48];
    long thousandths = (long)((inches < 0 ? -inches : inches) * 1000 + 0.5);
    snprintf(text, sizeof text, "%s%ld.%03ld", inches < 0 && thousandths > 0 ? "-" : "",
             thousandths / 1000, thousandths % 1000);
    add(t, text);
}

void nb_tikz_add_point(const nb_tikz *t, double x, double y) {
    add(t, "(");
    nb_tikz_add_length(t, x);
    add(t, ",");
    nb_tikz_add_length(t, y);
    add(t, ")");
}

/* ---- colours ---- */

static const char *const colour_names[] = {
#define COLOUR(ID, LIGHT, DARK) "nabla" #ID,
#include "diagram/dot_colours.def"
#undef COLOUR
};

const char *nb_tikz_colour(nb_colour which) {
    return colour_names[which];
}

static void add_colours(const nb_tikz *t) {
    for (int i = 0; i < NB_COLOUR_COUNT; i++) {
        const char *value = nb_picture_colour(t->look, (nb_colour)i);
        add(t, "\\definecolor{");
        add(t, colour_names[i]);
        add(t, "}{HTML}{");
        for (const char *c = *value == '#' ? value + 1 : "FFFFFF"; *c != '\0'; c++)
            nb_buffer_add_char(t->out, *c >= 'a' && *c <= 'f' ? (char)(*c - 'a' + 'A') : *c);
        add(t, "}\n");
    }
}

/* ---- what LaTeX can set ---- */

/* What kotex sets: Korean, and its ideographs. */
static bool is_eastern(uint32_t code) {
    return nb_utf8_is_hangul(code) || (code >= 0x4E00 && code <= 0x9FFF);
}

/* A text without the letters that no font of LaTeX has: emoji, joiners, marks of direction. */
static void add_settable(nb_buffer *out, const char *text) {
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        size_t wide = bytes > 0 ? nb_utf8_width(text + at, bytes) : 1;
        bool set = bytes > 0 && (code < 0x180 || is_eastern(code) ||
                                 (code >= 0x2080 && code <= 0x2089) ||
                                 nb_utf8_greek_spelling(text + at, bytes) != NULL);
        if (set && !(code >= 0x7F && code < 0xA1)) nb_buffer_add(out, text + at, bytes);
        else if (wide > 0) nb_buffer_add_char(out, '?');
        at += bytes > 0 ? bytes : 1;
    }
}

void nb_tikz_add_name(const nb_tikz *t, const char *name) {
    nb_buffer words;
    nb_buffer_init(&words, t->out->memory);
    add_settable(&words, name);
    add(t, "$");
    nb_latex_add_name(t->out, t->view, words.length > 0 ? words.data : " ");
    add(t, "$");
    if (words.failed) t->out->failed = true;
    nb_buffer_clear(&words);
}

bool nb_tikz_is_korean(const char *text) {
    size_t length = text == NULL ? 0 : strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = nb_utf8_decode(text + at, length - at, &code);
        if (bytes > 0 && is_eastern(code)) return true;
        at += bytes > 0 ? bytes : 1;
    }
    return false;
}

bool nb_tikz_has_korean(const nb_text *formula) {
    for (size_t i = 0; i < formula->count; i++)
        if (nb_tikz_is_korean(formula->pieces[i].text)) return true;
    return false;
}

/* What plain LaTeX does not have in a text is written in mathematics. */
static const char *find_sign(const char *at, size_t *bytes) {
    static const struct { const char *sign, *latex; } signs[] = {
        {"×", "$\\times$"}, {"·", "$\\cdot$"}, {"−", "$-$"}, {"+", "$+$"}, {"/", "$/$"},
        {"√", "$\\sqrt{\\ }$"}, {"∛", "$\\sqrt[3]{\\ }$"}, {"ˣ", "$^x$"}, {"½", "$\\frac12$"},
        {"²", "$^2$"}, {"³", "$^3$"}, {"₁", "$_1$"}, {"₀", "$_0$"}, {"₂", "$_2$"}, {"≤", "$\\le$"},
        {"≥", "$\\ge$"}, {"≠", "$\\ne$"}, {"<", "$<$"}, {">", "$>$"}, {"|", "$|$"},
        {"⌈", "$\\lceil$"}, {"⌉", "$\\rceil$"}, {"⌊", "$\\lfloor$"}, {"⌋", "$\\rfloor$"},
        {"⋮", "$\\vdots$"}, {"⋯", "$\\cdots$"}, {"…", "$\\ldots$"}, {"∂", "$\\partial$"},
        {"#", "\\#"}, {"$", "\\$"}, {"%", "\\%"}, {"&", "\\&"}, {"_", "\\_"}, {"{", "\\{"},
        {"}", "\\}"}, {"\\", "\\textbackslash{}"}, {"^", "\\textasciicircum{}"},
        {"~", "\\textasciitilde{}"}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        *bytes = strlen(signs[i].sign);
        if (strncmp(at, signs[i].sign, *bytes) == 0) return signs[i].latex;
    }
    return NULL;
}

void nb_tikz_add_words(const nb_tikz *t, const char *words) {
    for (size_t at = 0, length = strlen(words); at < length;) {
        uint32_t code;
        size_t bytes;
        const char *sign = find_sign(words + at, &bytes);
        if (sign == NULL) bytes = nb_utf8_decode(words + at, length - at, &code);
        if (bytes == 0) bytes = 1;
        char letter[8] = "";
        memcpy(letter, words + at, bytes < sizeof letter ? bytes : 0);
        if (sign != NULL) add(t, sign);
        else if (nb_utf8_greek_spelling(letter, bytes) != NULL) nb_tikz_add_name(t, letter);
        else add_settable(t->out, letter);
        at += bytes;
    }
}

void nb_tikz_add_formula(const nb_tikz *t, const nb_text *formula) {
    nb_buffer words;
    nb_buffer_init(&words, t->out->memory);
    nb_formula_add(&words, formula, NB_SIGNS_BOARD);
    if (words.length > 0) nb_tikz_add_words(t, words.data);
    if (words.failed) t->out->failed = true;
    nb_buffer_clear(&words);
}

/* ---- the page ---- */

/* As large as the picture, with some room for fonts that are wider than dot's. */
static void add_paper(const nb_tikz *t, double width, double height) {
    add(t, "\\usepackage[margin=0.15in, paperwidth=");
    nb_tikz_add_length(t, width + 0.6);
    add(t, "in, paperheight=");
    nb_tikz_add_length(t, height + 0.6);
    add(t, "in]{geometry}\n");
}

void nb_tikz_begin(const nb_tikz *t, double width, double height, bool korean) {
    add(t, "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n"
           "\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}\n\\usepackage{amsmath}\n"
           "\\usepackage{tikz}\n\\usetikzlibrary{arrows.meta}\n");
    add_paper(t, width, height);
    if (korean) add(t, "\\usepackage{kotex}\n");
    add_colours(t);
    add(t, "\\begin{document}\\pagestyle{empty}\\noindent\n");
    if (t->look->dark) add(t, "\\pagecolor{nablaPAPER}\n");
    add(t, "\\begin{tikzpicture}[x=1in, y=1in, arrow/.style={-{Latex[length=5pt, width=4pt]}}, "
           "wire/.style={line width=0.6pt}]\n");
}

void nb_tikz_end(const nb_tikz *t) {
    add(t, "\\end{tikzpicture}\n\\end{document}\n");
}
