/* The reader. read_row takes the quick way over a row of numbers; where that ends early, blame_row
 * walks the row again, cell by cell, and says what is wrong. */
#include "train/csv.h"

#include <math.h>
#include <string.h>

#include "train/csv_header.h"
#include "train/csv_number.h"

/* ---- cells ---- */

/* What stands before the decimals of a cell: no sign that ends it. */
static char point_of(const nb_csv *csv, bool quoted) {
    char point = csv->form.marks.point;
    return !quoted && point == csv->form.scan.separator ? '\0' : point;
}

nb_csv_kind nb_csv_kind_of(const nb_csv *csv, const nb_csv_field *cell, double *number) {
    const nb_csv_field inner = nb_csv_trim(&csv->form.scan, *cell);
    char plain[NB_CSV_PLAIN_ROOM];
    const char *end;
    bool in_range;
    if (nb_csv_is_missing(inner.begin, (size_t)(inner.end - inner.begin))) return NB_CSV_GAP;
    if (!cell->closed) return NB_CSV_TEXT;
    *number = nb_csv_number(inner.begin, point_of(csv, cell->quoted), &end, &in_range);
    if (end != inner.end) {
        if (!nb_csv_write_plain(&csv->form.marks, inner.begin, inner.end, plain, sizeof plain))
            return NB_CSV_TEXT;
        *number = nb_csv_number(plain, '.', &end, &in_range);
        if (end == plain || *end != '\0') return NB_CSV_TEXT;
    }
    return in_range ? NB_CSV_NUMBER : NB_CSV_FAR;
}

static nb_csv_cell look_at(const nb_csv *csv, const nb_csv_field *cell) {
    double number;
    return (nb_csv_cell){cell->begin, (size_t)(cell->end - cell->begin), cell->quoted,
                         nb_csv_kind_of(csv, cell, &number)};
}

/* Reads cell number k, from 0, behind the one that ends at `at`; answers where it ends itself. */
static const char *go_on(const nb_csv *csv, const char *at, size_t k, nb_csv_field *cell) {
    if (k > 0) (void)nb_csv_next_cell(&csv->form.scan, &at);
    return nb_csv_read_cell(&csv->form.scan, at, cell);
}

/* ---- what is wrong ---- */

nb_status nb_csv_fail(nb_csv *csv, nb_csv_problem problem, size_t column,
                      const nb_csv_field *cell) {
    csv->problem = problem;
    csv->row = csv->read + 1;
    csv->column = column;
    csv->cell = cell->begin;
    csv->cell_length = (size_t)(cell->end - cell->begin);
    csv->line = 1;
    for (const char *c = csv->text; c < cell->begin; c++)
        csv->line += *c == '\n' || (*c == '\r' && c[1] != '\n');
    return NB_STATUS_ERROR;
}

/* The cells of the row at csv->at; empty ones behind the last column are none. */
static size_t count_cells(const nb_csv *csv) {
    const nb_csv_scan *scan = &csv->form.scan;
    const char *at = csv->at;
    size_t count = 0, last = 0;
    nb_csv_field cell;
    do {
        at = nb_csv_read_cell(scan, at, &cell);
        if (++count <= csv->columns || cell.begin < cell.end || !cell.closed) last = count;
    } while (nb_csv_next_cell(scan, &at));
    return last;
}

/* Too many cells: the first of those; too few: the place behind the last. */
static nb_status blame_length(nb_csv *csv, size_t count) {
    const char *at = csv->at;
    nb_csv_field cell = {0};
    size_t column = count < csv->columns ? count : csv->columns + 1;
    for (size_t k = 0; k < column; k++) at = go_on(csv, at, k, &cell);
    csv->found = count;
    if (count < csv->columns) cell.begin = cell.end;
    return nb_csv_fail(csv, NB_CSV_RAGGED, count < csv->columns ? count + 1 : column, &cell);
}

static nb_status blame_row(nb_csv *csv) {
    size_t count = count_cells(csv), many = 1;
    const char *at = csv->at;
    nb_csv_field cell, first = {0};
    for (size_t column = 1; column <= count; column++) {
        at = go_on(csv, at, column - 1, &cell);
        if (column == 1) first = cell;
        size_t length = (size_t)(cell.end - cell.begin);
        if (!cell.closed) return nb_csv_fail(csv, NB_CSV_QUOTE, column, &cell);
        if (memchr(cell.begin, '\0', length) != NULL)
            return nb_csv_fail(csv, NB_CSV_NOT_TEXT, column, &cell);
        size_t slot = column <= csv->columns ? csv->slots[column - 1] : SIZE_MAX;
        if (count != csv->columns || slot == SIZE_MAX) continue;
        double number;
        nb_csv_kind kind = nb_csv_kind_of(csv, &cell, &number);
        if (kind == NB_CSV_GAP && csv->gaps == NB_CSV_FILL && csv->labels[slot] == NULL &&
            isnan(csv->fill_number)) return nb_csv_fail(csv, NB_CSV_MISSING, column, &cell);
        const nb_labels *labels = csv->labels[slot];
        if (labels != NULL && labels->count == NB_MOST_CLASSES) many = column;
        if (labels != NULL) continue;
        if (kind == NB_CSV_TEXT) return nb_csv_fail(csv, NB_CSV_NOT_NUMBER, column, &cell);
        else if (kind == NB_CSV_FAR) return nb_csv_fail(csv, NB_CSV_RANGE, column, &cell);
    }
    if (count != csv->columns) return blame_length(csv, count);
    return nb_csv_fail(csv, NB_CSV_LABELS, many, &first); /* nothing but one label too many */
}

/* ---- cells that are no plain number ---- */

/* Notes a missing cell; what stands for it. */
static double note_gap(nb_csv *csv, const nb_csv_field *cell, size_t column) {
    if (csv->gap_cells++ == 0) {
        csv->first_gap = look_at(csv, cell);
        csv->first_gap_row = csv->read + 1;
        csv->first_gap_column = column + 1;
    }
    return csv->gaps == NB_CSV_FILL ? csv->fill_number : NAN;
}

/* A text whose spelling is new: NB_STATUS_ERROR where there cannot be one more. */
static nb_status add_label(nb_csv *csv, nb_labels *labels, const nb_csv_field *cell,
                           size_t *number) {
    if (memchr(cell->begin, '\0', (size_t)(cell->end - cell->begin)) != NULL)
        return NB_STATUS_ERROR;
    nb_label_text text = {.text = cell->begin, .length = (size_t)(cell->end - cell->begin),
                          .quoted = cell->quoted};
    nb_csv_kind kind = nb_csv_kind_of(csv, cell, &text.value);
    text.missing = kind == NB_CSV_GAP;
    text.is_number = kind == NB_CSV_NUMBER;
    return nb_labels_add(labels, &text, number);
}

static nb_status fill_label(nb_csv *csv, nb_labels *labels, size_t *number) {
    size_t length = strlen(csv->fill);
    if (nb_labels_find(labels, csv->fill, length, number) && *number != NB_NO_LABEL)
        return NB_STATUS_OK;
    nb_label_text text = {.text = csv->fill, .length = length,
                          .is_number = !isnan(csv->fill_number), .value = csv->fill_number};
    return nb_labels_add(labels, &text, number);
}

/* The number of the label at `at`. NB_STATUS_ERROR where there is none, or none can be added. */
static nb_status read_label(nb_csv *csv, nb_labels *labels, size_t column, const char **at,
                            double *number) {
    nb_csv_field cell;
    size_t found;
    nb_status status = NB_STATUS_OK;
    *at = nb_csv_read_cell(&csv->form.scan, *at, &cell);
    if (!cell.closed) return NB_STATUS_ERROR;
    if (!nb_labels_find(labels, cell.begin, (size_t)(cell.end - cell.begin), &found))
        status = add_label(csv, labels, &cell, &found);
    if (status == NB_STATUS_OK && found == NB_NO_LABEL) {
        *number = note_gap(csv, &cell, column);
        if (csv->gaps != NB_CSV_FILL) return NB_STATUS_OK;
        status = fill_label(csv, labels, &found);
    }
    *number = (double)found;
    return status;
}

static nb_status read_gap(nb_csv *csv, size_t column, const char **at, double *number) {
    nb_csv_field cell;
    *at = nb_csv_read_cell(&csv->form.scan, *at, &cell);
    if (!cell.closed || nb_csv_kind_of(csv, &cell, number) != NB_CSV_GAP) return NB_STATUS_ERROR;
    *number = note_gap(csv, &cell, column);
    return csv->gaps == NB_CSV_FILL && isnan(*number) ? NB_STATUS_ERROR : NB_STATUS_OK;
}

/* Once all labels are there they are ordered, and cells follow. */
static void order_labels(nb_csv *csv) {
    for (size_t slot = 0; slot < csv->taken; slot++) {
        nb_labels *labels = csv->labels[slot];
        size_t order[NB_MOST_CLASSES];
        if (labels == NULL) continue;
        nb_labels_order(labels, order);
        for (size_t row = 0; row < csv->rows; row++) {
            double *cell = &csv->cells[row * csv->taken + slot];
            if (isnan(*cell)) continue;
            size_t class = order[(size_t)*cell];
            *cell = labels->numeric ? labels->classes[class].value : (double)class;
        }
    }
}

/* ---- rows ---- */

/* The number in the cell at `at`, which ends before *end; false where there is none. */
static bool read_number(const nb_csv *csv, const char *at, double *number, const char **end) {
    const nb_csv_scan *scan = &csv->form.scan;
    bool in_range;
    at = nb_csv_skip_blanks(scan, at);
    bool quoted = *at == '"';
    *number = nb_csv_number(at + quoted, point_of(csv, quoted), end, &in_range);
    bool whole = *end > at + quoted && in_range && (!quoted || *(*end)++ == '"');
    if (whole) *end = nb_csv_end_cell(scan, *end);
    if (whole && *end != NULL) return true;
    nb_csv_field cell; /* blanks in quotes, thousands */
    *end = nb_csv_read_cell(scan, at, &cell);
    return nb_csv_kind_of(csv, &cell, number) == NB_CSV_NUMBER;
}

/* Goes from the end of the last column's cell to that of the row; false where more stands there
 * than empty cells. */
static bool is_row_over(const nb_csv *csv, const char **at) {
    for (nb_csv_field cell; nb_csv_next_cell(&csv->form.scan, at);) {
        *at = nb_csv_read_cell(&csv->form.scan, *at, &cell);
        if (!cell.closed || cell.begin < cell.end) return false;
    }
    return true;
}

/* Reads the row at csv->at, and moves behind it; NB_STATUS_ERROR where it is no such row. */
static nb_status read_row(nb_csv *csv, double *numbers) {
    const char *at = csv->at;
    for (size_t k = 0; k < csv->columns; k++) {
        size_t slot = k < csv->last ? csv->slots[k] : SIZE_MAX;
        nb_status status = NB_STATUS_OK;
        const char *end;
        nb_csv_field cell;
        if (k > 0 && !nb_csv_next_cell(&csv->form.scan, &at)) return NB_STATUS_ERROR;
        if (slot == SIZE_MAX) {
            at = nb_csv_read_cell(&csv->form.scan, at, &cell);
            if (!cell.closed) status = NB_STATUS_ERROR;
        } else if (csv->labels[slot] != NULL) {
            status = read_label(csv, csv->labels[slot], k, &at, &numbers[slot]);
        } else if (read_number(csv, at, &numbers[slot], &end)) {
            at = end;
        } else {
            status = read_gap(csv, k, &at, &numbers[slot]);
        }
        if (status != NB_STATUS_OK) return status;
    }
    if (!is_row_over(csv, &at)) return NB_STATUS_ERROR;
    csv->at = nb_csv_skip_line_end(&csv->form.scan, at);
    return NB_STATUS_OK;
}

/* Goes to the next row; false at the end. */
static bool find_row(nb_csv *csv) {
    csv->at = nb_csv_skip_idle(&csv->form.scan, csv->at, &csv->comments);
    return csv->at < csv->end;
}

/* All rows are read: what they are together. */
static nb_status end_rows(nb_csv *csv) {
    const nb_csv_field nothing = {.begin = csv->end, .end = csv->end};
    const nb_csv_cell *gap = &csv->first_gap;
    order_labels(csv);
    csv->found = csv->gap_rows;
    if (csv->gap_rows == 0 || (csv->gaps != NB_CSV_REFUSE && csv->rows > 0))
        return csv->rows > 0 ? NB_STATUS_OK : nb_csv_fail(csv, NB_CSV_EMPTY, 1, &nothing);
    csv->read = csv->first_gap_row - 1;
    return nb_csv_fail(csv, NB_CSV_MISSING, csv->first_gap_column,
                &(nb_csv_field){.begin = gap->text, .end = gap->text + gap->length});
}

nb_status nb_csv_read(nb_csv *csv, size_t max_rows) {
    for (size_t i = 0; i < max_rows; i++) {
        if (!find_row(csv)) break;
        size_t used = csv->rows * csv->taken, gaps = csv->gap_cells;
        if (!NB_RESERVE(csv->memory, csv->cells, &csv->capacity, used + csv->taken))
            return NB_STATUS_NO_MEMORY;
        nb_status status = read_row(csv, csv->cells + used);
        if (status != NB_STATUS_OK) return status == NB_STATUS_ERROR ? blame_row(csv) : status;
        bool gap = csv->gap_cells > gaps;
        csv->read++;
        csv->gap_rows += gap;
        csv->rows += !gap || csv->gaps >= NB_CSV_MARK;
    }
    return find_row(csv) ? NB_STATUS_RUNNING : end_rows(csv);
}

nb_status nb_csv_look(nb_csv *csv, nb_csv_cell *cells) {
    if (!find_row(csv)) return NB_STATUS_OK;
    const char *at = csv->at;
    for (size_t k = 0; k < csv->columns; k++) {
        nb_csv_field cell;
        if (k > 0 && !nb_csv_next_cell(&csv->form.scan, &at)) return blame_row(csv);
        at = nb_csv_read_cell(&csv->form.scan, at, &cell);
        if (!cell.closed || memchr(cell.begin, '\0', (size_t)(cell.end - cell.begin)) != NULL)
            return blame_row(csv);
        cells[k] = look_at(csv, &cell);
    }
    if (!is_row_over(csv, &at)) return blame_row(csv);
    csv->at = nb_csv_skip_line_end(&csv->form.scan, at);
    csv->read++;
    return NB_STATUS_RUNNING;
}

nb_status nb_csv_begin(nb_csv *csv, nb_memory *memory, const char *text, size_t length,
                       nb_csv_wish wish) {
    *csv = (nb_csv){.memory = memory, .text = text, .end = text + length, .at = text};
    nb_arena_init(&csv->arena, memory);
    const nb_csv_field first = {.begin = text, .end = text};
    nb_csv_find_form(&csv->form, text, length, wish);
    if (length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0))
        return nb_csv_fail(csv, NB_CSV_NOT_TEXT, 1, &first);
    if (csv->form.columns == 0) return nb_csv_fail(csv, NB_CSV_EMPTY, 1, &first);
    csv->at = csv->form.begin;
    csv->columns = csv->form.columns;
    nb_status status = nb_csv_take(csv, NULL, NULL, csv->columns);
    return status == NB_STATUS_OK ? nb_csv_read_header(csv) : status;
}

nb_status nb_csv_take(nb_csv *csv, const size_t *columns, const bool *labelled, size_t count) {
    csv->slots = nb_arena_add(&csv->arena, csv->columns, sizeof *csv->slots);
    csv->labels = nb_arena_add(&csv->arena, count, sizeof(nb_labels *));
    csv->taken = csv->last = 0;
    if (csv->slots == NULL || csv->labels == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < csv->columns; k++) csv->slots[k] = SIZE_MAX;
    for (csv->taken = 0; csv->taken < count; csv->taken++) {
        size_t column = columns != NULL ? columns[csv->taken] : csv->taken;
        csv->slots[column] = csv->taken;
        if (column >= csv->last) csv->last = column + 1;
        if (labelled == NULL || !labelled[csv->taken]) continue;
        nb_labels *labels = nb_arena_add(&csv->arena, 1, sizeof *labels);
        if (labels == NULL) return NB_STATUS_NO_MEMORY;
        nb_labels_init(labels, csv->memory, &csv->arena);
        csv->labels[csv->taken] = labels;
    }
    return NB_STATUS_OK;
}

void nb_csv_clear(nb_csv *csv) {
    for (size_t slot = 0; csv->labels != NULL && slot < csv->taken; slot++)
        if (csv->labels[slot] != NULL) nb_labels_clear(csv->labels[slot]);
    nb_memory_free(csv->memory, csv->cells, csv->capacity, sizeof *csv->cells);
    nb_arena_clear(&csv->arena);
    *csv = (nb_csv){.memory = csv->memory};
}
