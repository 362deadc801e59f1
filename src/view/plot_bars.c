/* Bars of vectors as text. They begin at 0: those of negative numbers go to the left. */
#include "view/plot_bars.h"

#include <math.h>
#include <stdio.h>

#include "view/number.h"

enum { INDENT = 2, LEAST_BAR = 8, SIGNS = 4 };

typedef struct bars {
    nb_pen *pen;
    const nb_plot_block *plot;
    size_t labels, numbers; /* columns */
    size_t width;           /* of the bars' part */
} bars;

static const char *sign_of(const bars *b, size_t curve) {
    static const char *const signs[SIGNS] = {"█", "▒", "▓", "░"};
    static const char *const ascii[SIGNS] = {"#", "=", "+", "-"};
    return (b->pen->view->ascii ? ascii : signs)[curve % SIGNS];
}

static nb_ink ink_of(size_t curve) {
    static const nb_ink inks[SIGNS] = {NB_INK_VALUE, NB_INK_GRADIENT, NB_INK_LOCAL, NB_INK_PLAIN};
    return inks[curve % SIGNS];
}

static void render_legend(bars *b) {
    nb_pen *pen = b->pen;
    if (b->plot->title != NULL) {
        nb_pen_begin(pen);
        nb_pen_add(pen, b->plot->title);
        nb_pen_blanks(pen, INDENT);
        nb_pen_flow(pen, INDENT, INDENT);
    }
    nb_pen_begin(pen);
    for (size_t k = 0; k < b->plot->count; k++) {
        if (k > 0) nb_pen_add(pen, "  ");
        if (k > 0) nb_pen_add_break(pen);
        nb_pen_ink(pen, &pen->cell, ink_of(k));
        nb_pen_add(pen, sign_of(b, k));
        nb_pen_ink(pen, &pen->cell, NB_INK_PLAIN);
        nb_pen_add(pen, " ");
        nb_pen_add_pieces(pen, &b->plot->curves[k].name);
    }
    nb_pen_blanks(pen, INDENT);
    nb_pen_flow(pen, INDENT, INDENT);
}

/* The column at which a number stands, within the bars' part. */
static size_t column_of(const bars *b, double number) {
    const nb_axis *y = &b->plot->y;
    double part = (number - y->low) / (y->high - y->low);
    if (y->logarithmic) part = number > 0 ? log(number / y->low) / log(y->high / y->low) : 0;
    return (size_t)rint(fmin(fmax(part, 0), 1) * (double)b->width);
}

static void render_bar(bars *b, size_t curve, double number) {
    nb_pen *pen = b->pen;
    size_t zero = column_of(b, 0), at = isnan(number) ? zero : column_of(b, number);
    size_t from = at < zero ? at : zero, to = at < zero ? zero : at;
    nb_pen_blanks(pen, from);
    nb_pen_ink(pen, pen->out, ink_of(curve));
    for (size_t i = from; i < to; i++) nb_buffer_add_text(pen->out, sign_of(b, curve));
    nb_pen_ink(pen, pen->out, NB_INK_PLAIN);
    nb_pen_blanks(pen, 1);
    nb_pen_begin(pen);
    nb_view_number(&pen->cell, number, pen->view->digits);
    nb_pen_put(pen, 0, false);
    nb_buffer_add_char(pen->out, '\n');
}

static size_t fill_label(nb_pen *pen, const nb_plot_block *plot, size_t i) {
    char label[32];
    snprintf(label, sizeof label, "[%zu]", i + 1);
    nb_pen_begin(pen);
    if (plot->labels != NULL) nb_pen_add_pieces(pen, &plot->labels[i]);
    else nb_pen_add(pen, label);
    return nb_pen_columns(pen);
}

/* The label of a group before the first of its bars; one too long for that has its own line. */
static void put_label(bars *b, size_t i, bool first) {
    nb_pen *pen = b->pen;
    bool fits = fill_label(pen, b->plot, i) <= b->labels;
    if (first && !fits) {
        nb_pen_blanks(pen, INDENT);
        nb_pen_flow(pen, INDENT, INDENT);
    }
    if (!first || !fits) nb_pen_begin(pen);
    nb_pen_blanks(pen, INDENT);
    nb_pen_put(pen, b->labels + 1, false);
}

void nb_view_bars(nb_pen *pen, const nb_plot_block *plot) {
    bars b = {.pen = pen, .plot = plot};
    size_t groups = 0;
    for (size_t k = 0; k < plot->count; k++) {
        if (plot->curves[k].count > groups) groups = plot->curves[k].count;
        for (size_t i = 0; i < plot->curves[k].count; i++) {
            nb_pen_begin(pen);
            nb_view_number(&pen->cell, plot->curves[k].y[i], pen->view->digits);
            if (nb_pen_columns(pen) > b.numbers) b.numbers = nb_pen_columns(pen);
        }
    }
    for (size_t i = 0; i < groups; i++) {
        size_t columns = fill_label(pen, plot, i);
        if (columns > b.labels && columns <= pen->width / 3) b.labels = columns;
    }
    size_t taken = INDENT + b.labels + 1 + 1 + b.numbers;
    b.width = pen->width > taken + LEAST_BAR ? pen->width - taken : LEAST_BAR;
    render_legend(&b);
    for (size_t i = 0; i < groups; i++)
        for (size_t k = 0, first = 1; k < plot->count; k++) {
            if (i >= plot->curves[k].count) continue;
            put_label(&b, i, first != 0);
            first = 0;
            render_bar(&b, k, plot->curves[k].y[i]);
        }
}
