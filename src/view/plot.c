/* Plots as text: the legend, the curves on a canvas, and around it the axes with round numbers. */
#include "view/plot.h"

#include <math.h>

#include "base/ticks.h"
#include "view/canvas.h"
#include "view/columns.h"
#include "view/number.h"
#include "view/plot_bars.h"
#include "view/shades.h"

enum {
    INDENT = 2,
    LEAST_ROWS = 8,
    MOST_ROWS = 24,
    LEAST_COLUMNS = 8,
    ROWS_A_TICK = 3,
    TICK_GAP = 3, /* columns between the numbers below */
    LONGEST_NAME = 8,
    MOST_TICKS = 64
};

typedef struct ticks {
    double at[MOST_TICKS];
    size_t count;
    int digits; /* that tell them apart */
} ticks;

typedef struct figure {
    nb_pen *pen;
    const nb_plot_block *plot;
    nb_canvas canvas;
    size_t labels; /* columns of the numbers at the left */
    size_t name;   /* columns of the name at the end of the x axis; 0: it stands below */
    ticks y;
    nb_shades shades; /* of a map */
} figure;

/* The marks of curves that are points, in their order; a path ends in another one. */
static const char marks[] = "ox+*#@%&";
static const char path_end[] = "..@";
enum { MARKS = sizeof marks - 1, PATH_END = '@' };

static char mark_of(const figure *f, size_t curve) {
    size_t before = 0;
    for (size_t k = 0; k < curve; k++) before += f->plot->curves[k].points;
    return f->plot->curves[curve].points ? marks[before % MARKS] : '\0';
}

/* ---- axes ---- */

/* Where a number lies on an axis: 0 at its low end, 1 at its high one. */
static double place(const nb_axis *axis, double number) {
    if (!axis->logarithmic) return (number - axis->low) / (axis->high - axis->low);
    return log(number / axis->low) / log(axis->high / axis->low);
}

static int digits_for(double size, double step) {
    double digits = size > 0 ? ceil(log10(size / step) + 1e-9) + 1 : 1;
    return digits < 6 ? 6 : digits > 15 ? 15 : (int)digits;
}

/* Powers of ten, so many of them apart that there are at most `most`. */
static void find_decades(const nb_axis *axis, size_t most, ticks *t) {
    double first = ceil(log10(axis->low) - 1e-9), last = floor(log10(axis->high) + 1e-9);
    double step = ceil((last - first + 1) / (double)most);
    for (double k = first; k <= last && t->count < MOST_TICKS; k += step)
        t->at[t->count++] = pow(10, k);
}

static ticks find_ticks(const nb_axis *axis, size_t most) {
    ticks t = {.digits = 6};
    if (most < 2) most = 2;
    if (axis->logarithmic) find_decades(axis, most, &t);
    if (t.count > 1) return t;
    t.count = 0;
    double step = nb_tick_step(axis->high - axis->low, (double)most);
    double k = ceil(axis->low / step - 1e-9);
    t.digits = digits_for(fmax(fabs(axis->low), fabs(axis->high)), step);
    for (; k * step <= axis->high + step * 1e-9 && t.count < MOST_TICKS; k++)
        t.at[t.count++] = nb_tick(step, k);
    return t;
}

static size_t fill_number(nb_pen *pen, double number, int digits) {
    nb_pen_begin(pen);
    nb_view_number(&pen->cell, number, digits);
    return nb_pen_columns(pen);
}

/* ---- around the canvas ---- */

/* Puts the next entry of the legend, which is in the pen's cell, onto its line. */
static void put_entry(nb_pen *pen, size_t *column) {
    size_t columns = nb_pen_columns(pen);
    bool first = *column == 0;
    if (!first && *column + TICK_GAP + columns > pen->width) {
        nb_buffer_add_char(pen->out, '\n');
        first = true;
    }
    nb_pen_blanks(pen, first ? INDENT : TICK_GAP);
    *column = first ? INDENT + columns : *column + TICK_GAP + columns;
    nb_pen_put(pen, 0, false);
}

static void render_legend(figure *f) {
    nb_pen *pen = f->pen;
    const nb_plot_block *plot = f->plot;
    size_t column = 0;
    if (plot->title != NULL) {
        nb_pen_begin(pen);
        nb_pen_add(pen, plot->title);
        nb_pen_blanks(pen, INDENT);
        nb_pen_flow(pen, INDENT, INDENT);
    }
    bool classes = f->shades.classes && plot->count >= f->shades.count;
    for (size_t i = 0; plot->kind == NB_PLOT_MAP && i < f->shades.count + 1; i++) {
        nb_pen_begin(pen);
        if (i == 0) nb_pen_add_pieces(pen, &plot->map);
        else if (!classes) nb_shades_add_key(pen, &f->shades, plot, i - 1);
        if (i == 0 || !classes) put_entry(pen, &column);
    }
    for (size_t k = 0; k < plot->count; k++) {
        nb_pen_begin(pen);
        if (classes) nb_shades_add_sign(pen, k);
        nb_canvas_add_key(pen, k, mark_of(f, k));
        if (plot->curves[k].joined) nb_pen_add(pen, path_end);
        nb_pen_add(pen, " ");
        nb_pen_add_pieces(pen, &plot->curves[k].name);
        put_entry(pen, &column);
    }
    nb_buffer_add_char(pen->out, '\n');
}

/* The row of the canvas that a number stands at. */
static size_t row_of(const figure *f, double y) {
    double dots = (double)f->canvas.height, down = dots / (double)f->canvas.rows;
    double dot = rint((1 - place(&f->plot->y, y)) * (dots - 1));
    return (size_t)(fmin(fmax(dot, 0), dots - 1) / down);
}

static void put(figure *f, const char *sign, const char *ascii, nb_ink ink) {
    nb_pen_ink(f->pen, f->pen->out, ink);
    nb_buffer_add_text(f->pen->out, f->pen->view->ascii ? ascii : sign);
    nb_pen_ink(f->pen, f->pen->out, NB_INK_PLAIN);
}

/* The number at the left of a row, if one stands there, and the axis. */
static void render_left(figure *f, size_t row) {
    nb_pen *pen = f->pen;
    size_t k = 0;
    while (k < f->y.count && row_of(f, f->y.at[k]) != row) k++;
    bool tick = k < f->y.count;
    nb_pen_begin(pen);
    if (tick) nb_view_number(&pen->cell, f->y.at[k], f->y.digits);
    nb_pen_blanks(pen, INDENT);
    nb_pen_put(pen, f->labels, true);
    nb_buffer_add_text(pen->out, " ");
    put(f, tick ? "┤" : "│", tick ? "+" : "|", NB_INK_PLAIN);
}

/* What a map has in the middle of a cell. */
static void put_shade(figure *f, size_t column, size_t row) {
    double x = ((double)column + 0.5) / (double)f->canvas.columns;
    double y = 1 - ((double)row + 0.5) / (double)f->canvas.rows;
    nb_shades_put(f->pen, &f->shades, f->plot, x, y);
}

/* Where the curves leave room, a line stands at y = 0. */
static void render_row(figure *f, size_t row) {
    const nb_axis *y = &f->plot->y;
    bool zero = !y->logarithmic && y->low < 0 && y->high > 0 && row_of(f, 0) == row;
    bool map = f->plot->kind == NB_PLOT_MAP;
    size_t last = f->canvas.columns;
    while (last > 0 && !zero && !map && !nb_canvas_has(&f->canvas, last - 1, row)) last--;
    render_left(f, row);
    for (size_t i = 0; i < last; i++) {
        if (nb_canvas_has(&f->canvas, i, row)) nb_canvas_put(&f->canvas, f->pen, i, row);
        else if (map) put_shade(f, i, row);
        else if (zero) put(f, "┈", ".", NB_INK_DIM);
        else nb_buffer_add_char(f->pen->out, ' ');
    }
    nb_buffer_add_char(f->pen->out, '\n');
}

static size_t column_of(const figure *f, double x) {
    double last = (double)f->canvas.columns - 1;
    return (size_t)fmin(fmax(rint(place(&f->plot->x, x) * last), 0), last);
}

/* As many ticks as have room for their numbers. */
static ticks find_x_ticks(figure *f) {
    for (size_t most = 12;; most--) {
        ticks t = find_ticks(&f->plot->x, most);
        size_t widest = 0;
        for (size_t k = 0; k < t.count; k++) {
            size_t columns = fill_number(f->pen, t.at[k], t.digits);
            if (columns > widest) widest = columns;
        }
        if (most == 2 || t.count * (widest + TICK_GAP) <= f->canvas.columns) return t;
    }
}

static void render_numbers_below(figure *f, const ticks *t) {
    nb_pen *pen = f->pen;
    size_t left = INDENT + f->labels + 2, at = 0;
    for (size_t k = 0; k < t->count; k++) {
        size_t columns = fill_number(pen, t->at[k], t->digits);
        size_t to = left + column_of(f, t->at[k]) - columns / 2;
        if (t->at[k] < 0) to -= to > at; /* the digits stand in the middle */
        if (to + columns > pen->width) to = pen->width - columns;
        if (k > 0 && to < at + 1) continue;
        nb_pen_blanks(pen, to > at ? to - at : 0);
        nb_pen_put(pen, 0, false);
        at = to + columns;
    }
    nb_buffer_add_char(pen->out, '\n');
    if (f->name > 0) return;
    nb_pen_begin(pen);
    nb_pen_add_pieces(pen, &f->plot->x.name);
    nb_pen_blanks(pen, left);
    nb_pen_flow(pen, left, left);
}

/* The name of the x axis stands at its end, or below where it is long. */
static size_t fill_name(figure *f) {
    nb_pen_begin(f->pen);
    nb_pen_add_pieces(f->pen, &f->plot->x.name);
    return nb_pen_columns(f->pen);
}

static void render_below(figure *f) {
    nb_pen *pen = f->pen;
    ticks t = find_x_ticks(f);
    nb_pen_blanks(pen, INDENT + f->labels + 1);
    put(f, "└", "+", NB_INK_PLAIN);
    for (size_t i = 0, k = 0; i < f->canvas.columns; i++) {
        while (k < t.count && column_of(f, t.at[k]) < i) k++;
        bool tick = k < t.count && column_of(f, t.at[k]) == i;
        put(f, tick ? "┬" : "─", tick ? "+" : "-", NB_INK_PLAIN);
    }
    (void)fill_name(f);
    if (f->name > 0) nb_pen_blanks(pen, 1);
    if (f->name > 0) nb_pen_put(pen, 0, false);
    nb_buffer_add_char(pen->out, '\n');
    render_numbers_below(f, &t);
}

/* ---- curves ---- */

static void draw_curve(figure *f, size_t k) {
    const nb_curve *curve = &f->plot->curves[k];
    double across = (double)f->canvas.width - 1, down = (double)f->canvas.height - 1;
    double x0 = 0, y0 = 0;
    char mark = mark_of(f, k);
    bool joined = false;
    f->canvas.way = 0;
    for (size_t i = 0; i < curve->count; i++) {
        double x = place(&f->plot->x, curve->x[i]) * across;
        double y = (1 - place(&f->plot->y, curve->y[i])) * down;
        bool there = isfinite(x) && isfinite(y);
        bool ends = i + 1 == curve->count || !isfinite(curve->y[i + 1]);
        bool last = curve->joined && i + 1 == curve->count;
        if (there && curve->points) nb_canvas_mark(&f->canvas, x, y, k, last ? PATH_END : mark);
        else if (there && joined) nb_canvas_line(&f->canvas, x0, y0, x, y, k);
        else if (there && ends) nb_canvas_dot(&f->canvas, x, y, k); /* alone between gaps */
        joined = there;
        x0 = x;
        y0 = y;
    }
}

static void render_figure(figure *f) {
    nb_pen *pen = f->pen;
    size_t rows = LEAST_ROWS - 3 + pen->width / 8;
    if (rows < LEAST_ROWS) rows = LEAST_ROWS;
    if (rows > MOST_ROWS) rows = MOST_ROWS;
    f->y = find_ticks(&f->plot->y, rows / ROWS_A_TICK);
    if (rows > LEAST_ROWS && f->plot->y.name.count > 0) rows--; /* its name takes a line */
    for (size_t k = 0; k < f->y.count; k++) {
        size_t columns = fill_number(pen, f->y.at[k], f->y.digits);
        if (columns > f->labels) f->labels = columns;
    }
    size_t left = INDENT + f->labels + 2;
    size_t name = fill_name(f);
    f->name = name <= LONGEST_NAME ? name : 0;
    size_t taken = left + (f->name > 0 ? f->name + 1 : 0) + 1;
    size_t columns = pen->width > taken + LEAST_COLUMNS ? pen->width - taken : LEAST_COLUMNS;
    if (f->plot->kind == NB_PLOT_MAP && !nb_shades_init(&f->shades, f->plot, pen->out->memory)) {
        pen->out->failed = true;
        return;
    }
    if (!nb_canvas_init(&f->canvas, pen->out->memory, columns, rows, pen->view->ascii)) {
        pen->out->failed = true;
        return;
    }
    for (size_t k = f->plot->count; k-- > 0;) draw_curve(f, k); /* the first one lies on top */
    render_legend(f);
    if (f->plot->y.name.count > 0) {
        nb_pen_begin(pen);
        nb_pen_add_pieces(pen, &f->plot->y.name);
        nb_pen_blanks(pen, INDENT);
        nb_pen_put(pen, f->labels + 2, true); /* above its axis */
        nb_buffer_add_char(pen->out, '\n');
    }
    for (size_t row = 0; row < rows; row++) render_row(f, row);
    render_below(f);
    nb_canvas_clear(&f->canvas);
}

void nb_view_plot(nb_pen *pen, const nb_plot_block *plot) {
    figure f = {.pen = pen, .plot = plot};
    if (plot->path != NULL && !plot->shown) return;
    if (pen->view->plain) nb_view_table(pen, &plot->table);
    else if (plot->kind == NB_PLOT_BARS) nb_view_bars(pen, plot);
    else render_figure(&f);
}
