/* See grid.h. Numbers stand at the right of their columns, as in other tables. */
#include "view/grid.h"

enum { INDENT = 2, GAP = 2 };

static size_t fill_name(nb_pen *pen, const nb_text *name) {
    nb_pen_begin(pen);
    nb_pen_add_pieces(pen, name);
    return nb_pen_columns(pen);
}

static size_t fill_number(nb_pen *pen, const nb_grid_block *grid, size_t row, size_t column) {
    nb_pen_begin(pen);
    nb_pen_add_number(pen, NB_INK_GRADIENT, grid->numbers[row * grid->column_count + column]);
    return nb_pen_columns(pen);
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

static size_t column_width(nb_pen *pen, const nb_grid_block *grid, size_t column) {
    size_t width = fill_name(pen, &grid->columns[column]);
    for (size_t i = 0; i < grid->row_count; i++)
        width = larger(width, fill_number(pen, grid, i, column));
    return width;
}

/* How many columns from `first` on fit on a line; at least one. */
static size_t count_columns(const nb_pen *pen, const size_t *widths, size_t columns, size_t first,
                            size_t left) {
    size_t end = first, at = left;
    for (; end < columns; end++) {
        at += GAP + widths[end];
        if (end > first && at > pen->width) break;
    }
    return end - first;
}

/* `row` SIZE_MAX: the names of the columns. */
static void render_line(nb_pen *pen, const nb_grid_block *grid, const size_t *widths, size_t row,
                        size_t first, size_t count, size_t left) {
    bool head = row == SIZE_MAX;
    nb_pen_blanks(pen, INDENT);
    (void)fill_name(pen, head ? &grid->corner : &grid->rows[row]);
    nb_pen_put(pen, left - INDENT, false);
    for (size_t k = first; k < first + count; k++) {
        nb_pen_blanks(pen, GAP);
        if (head) (void)fill_name(pen, &grid->columns[k]);
        else (void)fill_number(pen, grid, row, k);
        nb_pen_put(pen, widths[k], true);
    }
    nb_buffer_add_char(pen->out, '\n');
}

static void render(nb_pen *pen, const nb_grid_block *grid, const size_t *widths, size_t left) {
    for (size_t first = 0, count; first < grid->column_count; first += count) {
        count = count_columns(pen, widths, grid->column_count, first, left);
        if (first > 0) nb_buffer_add_char(pen->out, '\n');
        render_line(pen, grid, widths, SIZE_MAX, first, count, left);
        for (size_t i = 0; i < grid->row_count; i++)
            render_line(pen, grid, widths, i, first, count, left);
    }
}

void nb_view_grid(nb_pen *pen, const nb_grid_block *grid) {
    nb_memory *memory = pen->out->memory;
    size_t left = fill_name(pen, &grid->corner), columns = grid->column_count;
    size_t *widths = nb_memory_resize(memory, NULL, 0, columns, sizeof *widths);
    if (widths == NULL) pen->out->failed = true;
    if (widths == NULL) return;
    for (size_t i = 0; i < grid->row_count; i++)
        left = larger(left, fill_name(pen, &grid->rows[i]));
    for (size_t k = 0; k < columns; k++) widths[k] = column_width(pen, grid, k);
    render(pen, grid, widths, left + INDENT);
    nb_memory_free(memory, widths, columns, sizeof *widths);
}
