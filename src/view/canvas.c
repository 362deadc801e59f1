/* Curves in cells of text. Without colours curves are told apart by their dashes, in ASCII by their
 * marks. */
#include "view/canvas.h"

#include <math.h>

#include "base/utf8.h"

enum { DOTS_ACROSS = 2, DOTS_DOWN = 4, BRAILLE = 0x2800, KEY_CELLS = 4 };

/* Dots that are drawn and left out in turn; 0, 0: none is left out. */
static const struct dash {
    double on, off;
} dashes[] = {{0, 0}, {3, 3}, {1, 2}, {5, 2}, {2, 5}};

static const char marks[] = "*o+x#@%&";

enum { DASHES = sizeof dashes / sizeof *dashes, MARKS = sizeof marks - 1 };

static nb_ink ink_of(size_t curve) {
    static const nb_ink inks[] = {NB_INK_VALUE, NB_INK_GRADIENT, NB_INK_LOCAL, NB_INK_PLAIN};
    return inks[curve % (sizeof inks / sizeof *inks)];
}

static bool is_drawn(size_t curve, double way) {
    struct dash dash = dashes[curve % DASHES];
    return dash.off <= 0 || fmod(way, dash.on + dash.off) < dash.on;
}

bool nb_canvas_init(nb_canvas *c, nb_memory *memory, size_t columns, size_t rows, bool ascii) {
    size_t cells = columns * rows;
    *c = (nb_canvas){.memory = memory, .ascii = ascii, .columns = columns, .rows = rows,
                     .width = columns * (ascii ? 1 : DOTS_ACROSS),
                     .height = rows * (ascii ? 1 : DOTS_DOWN)};
    c->dots = nb_memory_new(memory, 3 * cells, 1);
    if (c->dots == NULL) return false;
    c->curves = c->dots + cells;
    c->marks = (char *)c->curves + cells;
    return true;
}

void nb_canvas_clear(nb_canvas *c) {
    nb_memory_free(c->memory, c->dots, 3 * c->columns * c->rows, 1);
}

/* The cell of a dot, and which bit of it that is; false: it lies outside. */
static bool find_cell(const nb_canvas *c, double x, double y, size_t *cell, uint8_t *bit) {
    static const uint8_t bits[DOTS_DOWN][DOTS_ACROSS] = {{1, 8}, {2, 16}, {4, 32}, {64, 128}};
    double column = rint(x), row = rint(y);
    if (!(column >= 0 && column < (double)c->width && row >= 0 && row < (double)c->height))
        return false;
    size_t i = (size_t)column, j = (size_t)row;
    size_t across = c->ascii ? 1 : DOTS_ACROSS, down = c->ascii ? 1 : DOTS_DOWN;
    *cell = j / down * c->columns + i / across;
    *bit = bits[j % down][i % across];
    return true;
}

void nb_canvas_dot(nb_canvas *c, double x, double y, size_t curve) {
    size_t cell;
    uint8_t bit;
    if (!find_cell(c, x, y, &cell, &bit)) return;
    c->dots[cell] |= bit;
    c->curves[cell] = (uint8_t)curve;
}

void nb_canvas_mark(nb_canvas *c, double x, double y, size_t curve, char mark) {
    size_t cell;
    uint8_t bit;
    if (!find_cell(c, x, y, &cell, &bit)) return;
    c->marks[cell] = mark;
    c->curves[cell] = (uint8_t)curve;
}

/* Shortens a line to the part of it that lies between the canvas' upper and lower end; false: there
 * is none. */
static bool clip(const nb_canvas *c, double *x0, double *y0, double *x1, double *y1) {
    double low = -0.49, high = (double)c->height - 0.51;
    double x = *x0, y = *y0, dx = *x1 - x, dy = *y1 - y;
    if ((*y0 < low && *y1 < low) || (*y0 > high && *y1 > high)) return false;
    double *const ys[] = {y0, y1}, *const xs[] = {x0, x1};
    for (int i = 0; i < 2; i++) {
        double end = *ys[i] < low ? low : *ys[i] > high ? high : *ys[i];
        if (end == *ys[i]) continue;
        *xs[i] = x + dx * ((end - y) / dy);
        *ys[i] = end;
    }
    return true;
}

void nb_canvas_line(nb_canvas *c, double x0, double y0, double x1, double y1, size_t curve) {
    if (!clip(c, &x0, &y0, &x1, &y1)) return;
    double length = fmax(fabs(x1 - x0), fabs(y1 - y0));
    int steps = (int)ceil(fmin(length, 1e4));
    for (int i = 0; i <= steps; i++) {
        double part = steps > 0 ? (double)i / steps : 0;
        if (c->ascii || is_drawn(curve, c->way + part * length))
            nb_canvas_dot(c, x0 + part * (x1 - x0), y0 + part * (y1 - y0), curve);
    }
    c->way += length;
}

bool nb_canvas_has(const nb_canvas *c, size_t column, size_t row) {
    size_t cell = row * c->columns + column;
    return c->dots[cell] != 0 || c->marks[cell] != '\0';
}

static void add_braille(nb_buffer *out, uint8_t dots) {
    char text[4];
    nb_buffer_add(out, text, nb_utf8_encode(BRAILLE + (uint32_t)dots, text));
}

void nb_canvas_put(const nb_canvas *c, nb_pen *pen, size_t column, size_t row) {
    size_t cell = row * c->columns + column, curve = c->curves[cell];
    nb_pen_ink(pen, pen->out, ink_of(curve));
    if (c->marks[cell] != '\0') nb_buffer_add_char(pen->out, c->marks[cell]);
    else if (c->ascii) nb_buffer_add_char(pen->out, marks[curve % MARKS]);
    else add_braille(pen->out, c->dots[cell]);
    nb_pen_ink(pen, pen->out, NB_INK_PLAIN);
}

void nb_canvas_add_key(nb_pen *pen, size_t curve, char mark) {
    bool braille = mark == '\0' && !pen->view->ascii;
    nb_pen_ink(pen, &pen->cell, ink_of(curve));
    for (int i = 0; i < KEY_CELLS && braille; i++) {
        int dots = (is_drawn(curve, 2 * i) ? 2 : 0) + (is_drawn(curve, 2 * i + 1) ? 16 : 0);
        add_braille(&pen->cell, (uint8_t)dots);
    }
    if (!braille) nb_buffer_add_char(&pen->cell, mark != '\0' ? mark : marks[curve % MARKS]);
    nb_pen_ink(pen, &pen->cell, NB_INK_PLAIN);
}
