/* Maps in cells of text. */
#include "view/shades.h"

#include <math.h>
#include <stdlib.h>

#include "view/number.h"

static const char *const signs[NB_SHADES] = {" ", "░", "▒", "▓", "█"};
static const char *const ascii_signs[NB_SHADES] = {" ", ".", ":", "=", "#"};

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Steps that each hold the same part of the cells: so a valley is seen beside high walls. */
static bool find_steps(nb_shades *shades, const nb_plot_block *plot, nb_memory *memory) {
    size_t cells = plot->columns * plot->rows, finite = 0;
    double *sorted = nb_memory_resize(memory, NULL, 0, cells, sizeof *sorted);
    if (sorted == NULL) return false;
    for (size_t i = 0; i < cells; i++)
        if (isfinite(plot->cells[i])) sorted[finite++] = plot->cells[i];
    qsort(sorted, finite, sizeof *sorted, compare);
    for (size_t k = 0; k < NB_SHADES && finite > 0; k++) {
        double least = sorted[k * finite / NB_SHADES];
        if (k == 0 || least > shades->least[shades->count - 1])
            shades->least[shades->count++] = least;
    }
    nb_memory_free(memory, sorted, cells, sizeof *sorted);
    return true;
}

bool nb_shades_init(nb_shades *shades, const nb_plot_block *plot, nb_memory *memory) {
    *shades = (nb_shades){.classes = plot->classes > 0};
    if (!shades->classes) return find_steps(shades, plot, memory);
    for (size_t k = 0; k < plot->classes && k < NB_SHADES; k++)
        shades->least[shades->count++] = (double)k;
    return true;
}

/* The sign of a step. */
static const char *sign_of(const nb_pen *pen, size_t step) {
    return (pen->view->ascii ? ascii_signs : signs)[step % NB_SHADES];
}

void nb_shades_put(nb_pen *pen, const nb_shades *shades, const nb_plot_block *plot, double x,
                   double y) {
    size_t column = (size_t)rint(x * (double)(plot->columns - 1));
    size_t row = (size_t)rint(y * (double)(plot->rows - 1)), step = 0;
    double cell = plot->cells[row * plot->columns + column];
    if (!isfinite(cell)) {
        nb_buffer_add_char(pen->out, '?');
        return;
    }
    if (shades->classes) step = (size_t)cell;
    else while (step + 1 < shades->count && cell >= shades->least[step + 1]) step++;
    nb_buffer_add_text(pen->out, sign_of(pen, step));
}

void nb_shades_add_sign(nb_pen *pen, size_t step) {
    nb_buffer_add_char(&pen->cell, '[');
    nb_buffer_add_text(&pen->cell, sign_of(pen, step));
    nb_buffer_add_text(&pen->cell, "] ");
}

void nb_shades_add_key(nb_pen *pen, const nb_shades *shades, const nb_plot_block *plot,
                       size_t step) {
    nb_shades_add_sign(pen, step);
    if (shades->classes) {
        nb_pen_add_pieces(pen, &plot->labels[step]);
        return;
    }
    nb_pen_add(pen, pen->view->ascii ? ">= " : "≥ ");
    nb_view_number(&pen->cell, shades->least[step], 3);
}
