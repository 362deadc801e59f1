/* Plots as commands of gnuplot. Numbers are its own kind of text; everything else that is not ours
 * goes through nb_gnuplot_add_text. */
#include "pictures/gnuplot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "view/formula.h"

typedef struct theme {
    const char *ground, *ink, *grid;
    const char *curves[6];
} theme;

static const theme themes[] = {
    {"#ffffff", "#202124", "#dadce0",
     {"#188038", "#d93025", "#b06000", "#1967d2", "#8430ce", "#5f6368"}},
    {"#1e1e1e", "#e8eaed", "#3c4043",
     {"#81c995", "#f28b82", "#fdd663", "#8ab4f8", "#c58af9", "#9aa0a6"}},
};

enum { COLOURS = 6, DASHES = 5 };

/* ---- pieces ---- */

void nb_gnuplot_add_text(nb_buffer *out, const char *text, size_t length) {
    nb_buffer_add_char(out, '\'');
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ' || text[i] == '\177') continue;
        if (text[i] == '\'') nb_buffer_add_char(out, '\'');
        nb_buffer_add_char(out, text[i]);
    }
    nb_buffer_add_char(out, '\'');
}

/* A formula, in the blackboard's signs. */
static void add_formula(nb_buffer *out, const nb_view *view, const nb_text *text) {
    nb_view signs = *view;
    nb_buffer words;
    signs.ascii = signs.colour = false;
    nb_buffer_init(&words, out->memory);
    nb_view_formula(&words, &signs, text, view->digits);
    nb_gnuplot_add_text(out, words.data != NULL ? words.data : "", words.length);
    if (words.failed) out->failed = true;
    nb_buffer_clear(&words);
}

static void add_number(nb_buffer *out, double number) {
    char text[NB_NUMBER_ROOM];
    nb_number_exact(number, text);
    nb_buffer_add_text(out, isnan(number) ? "NaN" : text);
}

static void add_line(nb_buffer *out, const char *before, const char *text, const char *behind) {
    nb_buffer_add_text(out, before);
    nb_buffer_add_text(out, text);
    nb_buffer_add_text(out, behind);
}

/* ---- numbers ---- */

/* What is no number, or too far away to be drawn, is a gap: an empty line. */
static void add_points(nb_buffer *out, const nb_curve *curve) {
    for (size_t i = 0; i < curve->count; i++) {
        if (isfinite(curve->y[i])) {
            add_number(out, curve->x[i]);
            nb_buffer_add_char(out, ' ');
            add_number(out, curve->y[i]);
        }
        nb_buffer_add_char(out, '\n');
    }
}

void nb_plot_numbers(const nb_plot_block *plot, const nb_view *view, nb_buffer *out) {
    nb_view signs = *view;
    signs.ascii = signs.colour = false;
    for (size_t k = 0; k < plot->count; k++) {
        if (k > 0) nb_buffer_add_text(out, "\n\n");
        nb_buffer_add_text(out, "# ");
        nb_view_formula(out, &signs, &plot->x.name, view->digits);
        nb_buffer_add_text(out, " ");
        nb_view_formula(out, &signs, &plot->curves[k].name, view->digits);
        nb_buffer_add_char(out, '\n');
        add_points(out, &plot->curves[k]);
    }
}

/* ---- commands ---- */

static void add_axis(nb_buffer *out, const nb_view *view, const char *name, const nb_axis *axis,
                     const char *ink) {
    add_line(out, "set ", name, "range [");
    add_number(out, axis->low);
    nb_buffer_add_char(out, ':');
    add_number(out, axis->high);
    nb_buffer_add_text(out, "]\n");
    if (axis->logarithmic) add_line(out, "set logscale ", name, "\n");
    if (axis->name.count == 0) return;
    add_line(out, "set ", name, "label ");
    add_formula(out, view, &axis->name);
    add_line(out, " textcolor rgb '", ink, "'\n");
}

static void add_terminal(nb_buffer *out, const char *terminal, const char *font,
                         const char *ground) {
    bool paper = strcmp(terminal, "pdfcairo") == 0; /* measured in inches, not in pixels */
    add_line(out, "set encoding utf8\nset terminal ", terminal, " noenhanced size ");
    nb_buffer_add_text(out, paper ? "6.4,4.2" : "960,630");
    nb_buffer_add_text(out, " font ");
    char size[] = ",12";
    nb_buffer family;
    nb_buffer_init(&family, out->memory);
    nb_buffer_add_text(&family, font);
    nb_buffer_add_text(&family, size);
    if (family.failed) out->failed = true;
    else nb_gnuplot_add_text(out, family.data, family.length);
    nb_buffer_clear(&family);
    add_line(out, " background '", ground, "'\n");
}

static void add_frame(nb_buffer *out, const nb_plot_block *plot, const nb_view *view,
                      const theme *t) {
    add_line(out, "set border 3 linecolor rgb '", t->ink, "'\nset tics nomirror textcolor rgb '");
    add_line(out, "", t->ink, "'\nset grid xtics ytics linecolor rgb '");
    add_line(out, "", t->grid, "'\nset key outside top horizontal left textcolor rgb '");
    add_line(out, "", t->ink, "'\nset xzeroaxis linecolor rgb '");
    add_line(out, "", t->ink, "'\n");
    add_axis(out, view, "x", &plot->x, t->ink);
    add_axis(out, view, "y", &plot->y, t->ink);
    if (plot->title == NULL) return;
    nb_buffer_add_text(out, "set title ");
    nb_gnuplot_add_text(out, plot->title, strlen(plot->title));
    add_line(out, " textcolor rgb '", t->ink, "'\n");
}

void nb_gnuplot(const nb_plot_block *plot, const nb_view *view, const char *terminal,
                const char *font, nb_buffer *out) {
    const theme *t = &themes[plot->dark];
    char number[64];
    add_terminal(out, terminal, font, t->ground);
    add_frame(out, plot, view, t);
    for (size_t k = 0; k < plot->count; k++) {
        snprintf(number, sizeof number, "$curve%zu << END\n", k);
        nb_buffer_add_text(out, number);
        add_points(out, &plot->curves[k]);
        nb_buffer_add_text(out, "END\n");
    }
    for (size_t k = 0; k < plot->count; k++) {
        snprintf(number, sizeof number, "%s $curve%zu", k == 0 ? "plot" : ",", k);
        add_line(out, number, " with lines linewidth 2 linecolor rgb '", t->curves[k % COLOURS]);
        snprintf(number, sizeof number, "' dashtype %zu title ", k % DASHES + 1);
        nb_buffer_add_text(out, number);
        add_formula(out, view, &plot->curves[k].name);
    }
    nb_buffer_add_char(out, '\n');
}
