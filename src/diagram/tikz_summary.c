/* Owns the TikZ of a summary: boxes where dot put them, as large and with the same lines. */
#include "diagram/tikz_summary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "diagram/tikz_layout.h"
#include "result/figure.h"
#include "view/formula.h"
#include "view/latex.h"
#include "view/message.h"

enum { TEXT = 14, SMALL = 11, SMALLEST = 10 };
enum { COLUMNS = 26, MOST_COLUMNS = 78 }; /* of a formula's line, and of all of it */

typedef struct page {
    nb_tikz t;
    const nb_picture_block *picture;
    const char *plain;
} page;

static void add(const page *p, const char *text) {
    nb_buffer_add_text(p->t.out, text);
}

/* ---- boxes ---- */

static void begin_line(const page *p, nb_colour colour, int points, bool bold) {
    char text[128];
    snprintf(text, sizeof text, "{\\fontsize{%d}{%d}\\selectfont\\color{%s}%s", points, points + 2,
             nb_tikz_colour(colour), bold ? "\\bfseries\\boldmath " : " ");
    add(p, text);
}

/* A part of a line as it was typed. */
static void add_part(const page *p, const char *text, size_t length) {
    nb_buffer part;
    nb_buffer_init(&part, p->t.out->memory);
    nb_buffer_add(&part, text, length);
    if (part.failed) p->t.out->failed = true;
    else nb_tikz_add_words(&p->t, part.data);
    nb_buffer_clear(&part);
}

/* A formula in lines that fit the box, broken behind blanks where there are any. */
static void add_formula(const page *p, const nb_text *formula) {
    nb_buffer words;
    nb_buffer_init(&words, p->t.out->memory);
    nb_buffer_add_text(&words, "= ");
    nb_formula_add(&words, formula, NB_SIGNS_BOARD);
    size_t begin = 0, blank = 0, columns = 0, all = 0;
    for (size_t at = 0, bytes; at < words.length && all < MOST_COLUMNS; at += bytes) {
        uint32_t code;
        bytes = nb_utf8_decode(words.data + at, words.length - at, &code);
        if (bytes == 0) bytes = 1;
        size_t wide = nb_utf8_width(words.data + at, bytes);
        if (columns + wide > COLUMNS) {
            size_t end = blank > begin ? blank : at;
            add_part(p, words.data + begin, end - begin);
            add(p, "}\\\\[-2pt]");
            begin_line(p, NB_COLOUR_INK, SMALL, false);
            columns -= nb_utf8_width(words.data + begin, end - begin);
            begin = end;
        }
        columns += wide;
        all += wide;
        if (code == ' ') blank = at + bytes;
        if (at + bytes == words.length || all >= MOST_COLUMNS)
            add_part(p, words.data + begin, at + bytes - begin);
    }
    if (all >= MOST_COLUMNS) add(p, "$\\ldots$");
    if (words.failed) p->t.out->failed = true;
    nb_buffer_clear(&words);
}

static void add_number(const page *p, nb_colour colour, double number, bool bold) {
    add(p, "\\\\");
    begin_line(p, colour, TEXT, bold);
    add(p, "$");
    nb_latex_add_number(p->t.out, p->t.view, number);
    add(p, "$}");
}

static void add_count(const page *p, size_t count) {
    nb_message message = NB_SAY(SUMMARY_NODES, NB_COUNT(count));
    nb_buffer words;
    nb_buffer_init(&words, p->t.out->memory);
    nb_view_message(&words, p->t.view, &message);
    add(p, "\\\\[-2pt]");
    begin_line(p, NB_COLOUR_NUMBER, SMALLEST, false);
    if (words.length > 0) nb_tikz_add_words(&p->t, words.data);
    add(p, "}");
    if (words.failed) p->t.out->failed = true;
    nb_buffer_clear(&words);
}

static void add_texts(const page *p, const nb_figure_vertex *v) {
    begin_line(p, NB_COLOUR_INK, TEXT, true);
    nb_tikz_add_name(&p->t, v->label);
    add(p, "}");
    if (v->shape.count > 0) {
        begin_line(p, NB_COLOUR_INK, TEXT, false);
        add(p, "~$(");
        nb_latex_add_formula(p->t.out, p->t.view, &v->shape);
        add(p, ")$}");
    }
    if (v->formula.count > 0) {
        add(p, "\\\\[-2pt]");
        begin_line(p, NB_COLOUR_INK, SMALL, false);
        add_formula(p, &v->formula);
        add(p, "}");
    }
    if (v->has_value) add_number(p, NB_COLOUR_VALUE, v->value, false);
    if (v->has_gradient) add_number(p, NB_COLOUR_GRADIENT, v->gradient, true);
    if (v->kind != NB_FIGURE_VALUES && v->count > 1) add_count(p, v->count);
}

static void add_vertex(const page *p, size_t index) {
    const nb_figure_vertex *v = &p->picture->figure->vertices[index];
    bool values = v->kind == NB_FIGURE_VALUES, loss = v->kind == NB_FIGURE_LOSS;
    nb_colour fill = values ? NB_COLOUR_GIVEN : loss ? NB_COLOUR_TARGET : NB_COLOUR_NODE;
    nb_tikz_place at;
    if (!nb_tikz_find_node(p->plain, 'n', index, &at)) return;
    add(p, "\\node[font=\\fontsize{14}{15}\\selectfont, draw=nablaOUTLINE, align=center, "
           "inner sep=1pt, fill=");
    add(p, nb_tikz_colour(fill));
    add(p, values ? ", minimum width=" : ", rounded corners=6pt, minimum width=");
    nb_tikz_add_length(&p->t, at.width);
    add(p, "in, minimum height=");
    nb_tikz_add_length(&p->t, at.height);
    add(p, "in] at ");
    nb_tikz_add_point(&p->t, at.x, at.y);
    add(p, " {");
    add_texts(p, v);
    add(p, "};\n");
}

/* ---- arrows ---- */

/* How many steps a loop stands for: above it or, in a picture from top to bottom, on its right. */
static void add_steps(const page *p, nb_tikz_curve curve, size_t steps) {
    char text[48];
    double high = -INFINITY, right = -INFINITY, middle = 0, level = 0, count = (double)curve.count;
    while (curve.count > 0) {
        double x, y;
        nb_tikz_next_point(&curve, &x, &y);
        high = fmax(high, y);
        right = fmax(right, x);
        middle += x / count;
        level += y / count;
    }
    bool down = p->picture->look.down;
    add(p, "\\node[inner sep=2pt, text=nablaINK, anchor=");
    add(p, down ? "west] at " : "south] at ");
    nb_tikz_add_point(&p->t, down ? right : middle, down ? level : high);
    add(p, " {");
    begin_line(p, NB_COLOUR_INK, TEXT, true);
    snprintf(text, sizeof text, "$\\times %zu$}};\n", steps);
    add(p, text);
}

static void add_edge(const page *p, const nb_figure_edge *edge) {
    nb_tikz_curve curve;
    if (!nb_tikz_find_curve(p->plain, 'n', edge->from, 'n', edge->to, &curve)) return;
    nb_tikz_add_curve(&p->t, curve, "arrow, draw=nablaWIRE", true);
    if (edge->times > 0) add_steps(p, curve, edge->times);
}

/* ---- the whole ---- */

static bool needs_korean(const struct nb_figure *f) {
    for (size_t i = 0; i < f->vertex_count; i++) {
        const nb_text *formula = &f->vertices[i].formula;
        if (nb_tikz_is_korean(f->vertices[i].label)) return true;
        for (size_t k = 0; k < formula->count; k++)
            if (nb_tikz_is_korean(formula->pieces[k].text)) return true;
    }
    return false;
}

void nb_tikz_summary(const nb_picture_block *picture, const nb_view *view, const char *plain,
                     nb_buffer *out) {
    const page p = {{view, &picture->look, out}, picture, plain};
    const struct nb_figure *f = picture->figure;
    double width, height;
    nb_tikz_find_size(plain, &width, &height);
    nb_tikz_begin(&p.t, width, height, needs_korean(f));
    for (size_t i = 0; i < f->vertex_count; i++) add_vertex(&p, i);
    for (size_t i = 0; i < f->edge_count; i++) add_edge(&p, &f->edges[i]);
    nb_tikz_end(&p.t);
}
