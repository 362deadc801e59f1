/* Tables of any kind in columns, or where they do not fit one fact below the other; equations, in
 * columns or on one line each. Bars take what is left of the line. */
#include <math.h>

#include "view/columns.h"
#include "view/message.h"
#include "view/number.h"
#include "view/text.h"

enum {
    INDENT = 2,
    STACK_INDENT = 4,
    WIDE_GAP = 3,
    NARROW_GAP = 2,
    LEAST_BAR = 6,
    MOST_BAR = 32
};

typedef struct sheet {
    nb_pen *pen;
    const nb_table_block *table;
    size_t count; /* columns but the bars */
    size_t width[NB_TABLE_COLUMNS], gap;
    size_t left_out; /* of the spare columns, the last ones */
    bool headings;
    size_t bar;       /* columns of the longest bar; 0: no bars */
    double low, high; /* what is shown as bars lies between */
} sheet;

/* ---- cells ---- */

/* NULL: the row of headings. */
static const nb_table_cell *row_at(const sheet *t, size_t row) {
    return t->table->cells + row * t->table->column_count;
}

static nb_ink ink_of(nb_column_kind kind) {
    static const nb_ink inks[] = {
        [NB_COLUMN_TEXT] = NB_INK_PLAIN,         [NB_COLUMN_NUMBER] = NB_INK_PLAIN,
        [NB_COLUMN_VALUE] = NB_INK_VALUE,        [NB_COLUMN_GRADIENT] = NB_INK_GRADIENT,
        [NB_COLUMN_LOCAL] = NB_INK_LOCAL,        [NB_COLUMN_BAR] = NB_INK_LOCAL};
    return inks[kind];
}

static void add_number(nb_pen *pen, nb_ink ink, const nb_table_cell *cell) {
    if (ink != NB_INK_PLAIN) nb_pen_ink(pen, &pen->cell, ink);
    nb_view_number(&pen->cell, cell->number, cell->digits > 0 ? cell->digits : pen->view->digits);
    if (ink != NB_INK_PLAIN) nb_pen_ink(pen, &pen->cell, NB_INK_PLAIN);
}

/* The first factor needs no brackets for its sign. */
static void add_product(nb_pen *pen, const nb_table_cell *cell) {
    for (size_t i = 0; i < cell->factor_count; i++) {
        bool front = i == 0 && nb_text_is_signed_product(&cell->factors[i]);
        if (i > 0) nb_pen_add(pen, " · ");
        if (front) nb_pen_add_pieces(pen, &cell->factors[i]);
        else nb_pen_add_factor(pen, &cell->factors[i]);
    }
}

static void add_heading(sheet *t, size_t column) {
    nb_view_message(&t->pen->cell, t->pen->view, &t->table->columns[column].heading);
}

static void add_cell(sheet *t, const nb_table_cell *row, size_t column) {
    const nb_table_column *c = &t->table->columns[column];
    const nb_table_cell *cell = &row[column];
    if (cell->kind == NB_CELL_EMPTY) return;
    if (c->sign != NULL) nb_pen_add(t->pen, c->sign);
    switch (cell->kind) {
    case NB_CELL_TEXT: nb_pen_add_pieces(t->pen, &cell->text); break;
    case NB_CELL_PRODUCT: add_product(t->pen, cell); break;
    case NB_CELL_NUMBER: add_number(t->pen, ink_of(c->kind), cell); break;
    case NB_CELL_MARK: nb_pen_add(t->pen, cell->number != 0 ? "✓" : "✗"); break;
    case NB_CELL_SAID: nb_view_message(&t->pen->cell, t->pen->view, &cell->said); break;
    case NB_CELL_EMPTY: case NB_CELL_BAR: break;
    }
}

/* The cell or, where `row` is NULL, the heading, alone. */
static size_t fill(sheet *t, const nb_table_cell *row, size_t column) {
    nb_pen_begin(t->pen);
    if (row == NULL) add_heading(t, column);
    else add_cell(t, row, column);
    return nb_pen_columns(t->pen);
}

/* ---- bars ---- */

static void find_range(sheet *t, size_t column) {
    t->low = INFINITY;
    for (size_t i = 0; i < t->table->row_count; i++) {
        const nb_table_cell *cell = &row_at(t, i)[column];
        double size = fabs(cell->number);
        if (cell->kind != NB_CELL_BAR || !(size > 0) || isinf(size)) continue;
        if (size < t->low) t->low = size;
        if (size > t->high) t->high = size;
    }
}

static size_t bar_length(const sheet *t, double number) {
    double size = fabs(number), part = size / t->high;
    if (!(size > 0)) return 0;
    if (size >= t->high) return t->bar;
    if (t->table->logarithmic) part = log(size / t->low) / log(t->high / t->low);
    size_t length = (size_t)rint(part * (double)t->bar);
    return length > 0 ? length : 1;
}

static void put_bar(sheet *t, const nb_table_cell *cell) {
    const char *block = t->pen->view->ascii ? "#" : "█";
    nb_pen_ink(t->pen, t->pen->out, NB_INK_LOCAL);
    for (size_t n = bar_length(t, cell->number); n > 0; n--)
        nb_buffer_add_text(t->pen->out, block);
    nb_pen_ink(t->pen, t->pen->out, NB_INK_PLAIN);
}

static bool has_bar(sheet *t, const nb_table_cell *row) {
    return t->bar > 0 && (row == NULL ? fill(t, NULL, t->count) > 0
                                      : bar_length(t, row[t->count].number) > 0);
}

/* ---- layout ---- */

/* A name that is wider than its share of the line does not widen the column. */
static size_t widest_allowed(const sheet *t, size_t column) {
    return column == 0 && t->headings ? t->pen->width * 4 / 10 : SIZE_MAX;
}

static void measure(sheet *t, const nb_table_cell *row) {
    for (size_t c = 0; c < t->count; c++) {
        size_t width = fill(t, row, c);
        if (width <= widest_allowed(t, c) && width > t->width[c]) t->width[c] = width;
    }
}

static bool is_left_out(const sheet *t, size_t column) {
    size_t end = t->table->spare + t->table->spares;
    return column < end && column + t->left_out >= end;
}

static size_t end_of_columns(const sheet *t, size_t gap) {
    size_t end = INDENT;
    for (size_t c = 0; c < t->count; c++)
        if (t->width[c] > 0 && !is_left_out(t, c)) end += t->width[c] + (c > 0 ? gap : 0);
    return end;
}

/* False: the columns do not fit. */
static bool choose_layout(sheet *t) {
    const nb_table_block *table = t->table;
    t->count = table->column_count;
    bool bars = table->columns[t->count - 1].kind == NB_COLUMN_BAR;
    if (bars) find_range(t, --t->count);
    for (size_t c = 0; c < t->count; c++)
        t->headings = t->headings || table->columns[c].heading.id != NB_MESSAGE_NONE;
    if (t->headings) measure(t, NULL);
    for (size_t i = 0; i < table->row_count; i++) measure(t, row_at(t, i));
    bars = bars && t->high > 0 && !t->pen->view->plain;
    size_t least = bars ? LEAST_BAR + WIDE_GAP : 0;
    t->gap = end_of_columns(t, WIDE_GAP) + least <= t->pen->width ? WIDE_GAP : NARROW_GAP;
    if (!t->headings) t->gap = 1;
    size_t end = end_of_columns(t, t->gap);
    while (end > t->pen->width && t->left_out < table->spares) {
        t->left_out++;
        end = end_of_columns(t, t->gap);
    }
    bool fits = end <= t->pen->width;
    if (!fits) t->left_out = 0;
    size_t begin = fits ? end + t->gap : STACK_INDENT;
    if (bars && begin + LEAST_BAR <= t->pen->width) t->bar = t->pen->width - begin;
    if (t->bar > MOST_BAR) t->bar = MOST_BAR;
    return fits;
}

/* ---- rows ---- */

static bool is_right(const sheet *t, size_t column) {
    return t->table->columns[column].kind != NB_COLUMN_TEXT && t->headings;
}

/* The blanks that a line owes are written only when something follows. */
static void render_columns(sheet *t, const nb_table_cell *row) {
    size_t last = t->count, owed = INDENT;
    bool alone = row != NULL && fill(t, row, 0) > t->width[0];
    while (last > 0 && fill(t, row, last - 1) == 0) last--;
    if (alone) {
        fill(t, row, 0);
        nb_pen_blanks(t->pen, INDENT);
        nb_pen_flow(t->pen, INDENT, INDENT);
    }
    for (size_t c = 0; c < last; c++) {
        if (is_left_out(t, c)) continue;
        if (c > 0 && t->width[c] > 0) owed += t->gap;
        size_t columns = fill(t, row, c), width = t->width[c];
        if (alone && c == 0) {
            owed += width;
            continue;
        }
        size_t left = is_right(t, c) ? width - columns : 0;
        nb_pen_blanks(t->pen, owed + left);
        nb_pen_put(t->pen, 0, false);
        owed = width - columns - left;
    }
    if (has_bar(t, row)) {
        nb_pen_blanks(t->pen, owed + t->gap);
        if (row != NULL) put_bar(t, &row[t->count]);
        fill(t, row, t->count);
        if (row == NULL) nb_pen_put(t->pen, 0, false);
    }
    nb_buffer_add_char(t->pen->out, '\n');
}

/* One fact a line, for lines too short for columns. */
static void render_stacked(sheet *t, const nb_table_cell *row) {
    size_t label = 0;
    for (size_t c = 1; c < t->count; c++) {
        size_t columns = fill(t, NULL, c);
        if (columns > label) label = columns;
    }
    fill(t, row, 0);
    nb_pen_blanks(t->pen, INDENT);
    nb_pen_flow(t->pen, INDENT, INDENT);
    for (size_t c = 1; c < t->count; c++) {
        if (fill(t, row, c) == 0) continue;
        nb_pen_blanks(t->pen, STACK_INDENT);
        fill(t, NULL, c);
        nb_pen_put(t->pen, label + WIDE_GAP, false);
        fill(t, row, c);
        nb_pen_flow(t->pen, STACK_INDENT + label + WIDE_GAP, STACK_INDENT);
    }
    if (!has_bar(t, row)) return;
    nb_pen_blanks(t->pen, STACK_INDENT);
    put_bar(t, &row[t->count]);
    nb_buffer_add_char(t->pen->out, '\n');
}

/* An equation on one line, which may end before each sign. */
static void render_equation(sheet *t, const nb_table_cell *row) {
    nb_pen_begin(t->pen);
    for (size_t c = 0; c < t->count; c++) {
        if (c > 0 && row[c].kind != NB_CELL_EMPTY) nb_pen_add_break(t->pen);
        add_cell(t, row, c);
    }
    nb_pen_blanks(t->pen, INDENT);
    nb_pen_flow(t->pen, INDENT, STACK_INDENT);
}

static void render_remark(nb_pen *pen, nb_message message) {
    nb_pen_begin(pen);
    nb_pen_add_sentence(pen, &message);
    nb_pen_blanks(pen, INDENT);
    nb_pen_flow(pen, INDENT, STACK_INDENT);
}

void nb_view_table(nb_pen *pen, const nb_table_block *table) {
    sheet t = {.pen = pen, .table = table};
    if (table->row_count == 0) return;
    bool fits = choose_layout(&t);
    if (t.headings && fits) render_columns(&t, NULL);
    for (size_t i = 0; i < table->row_count; i++) {
        if (fits) render_columns(&t, row_at(&t, i));
        else if (t.headings) render_stacked(&t, row_at(&t, i));
        else render_equation(&t, row_at(&t, i));
    }
    if (table->omitted > 0) render_remark(pen, NB_SAY(NOTE_OMITTED, NB_COUNT(table->omitted)));
    if (t.left_out > 0) render_remark(pen, NB_SAY(NOTE_NARROW, NB_COUNT(t.left_out)));
}
