/* The reader. read_row takes the quick way over a row of numbers; where that ends early, blame_row
 * walks the row again, cell by cell, and says what is wrong. */
#include "train/csv.h"

#include <math.h>
#include <string.h>

#include "train/csv_number.h"

/* ---- cells ---- */

typedef struct field {
    const char *begin, *end; /* without blanks around it and quotes */
    bool quoted, closed;     /* closed: the quote has an end, with nothing behind it */
} field;

/* A blank beside a cell; between cells a tab may be what separates them. */
static bool is_padding(const nb_csv *csv, char c) {
    return c == ' ' || (c == '\t' && csv->separator != '\t');
}

static const char *skip_blanks(const nb_csv *csv, const char *at) {
    while (is_padding(csv, *at)) at++;
    return at;
}

static bool ends_row(const nb_csv *csv, const char *at) {
    return *at == '\n' || *at == '\r' || at == csv->end;
}

static bool ends_cell(const nb_csv *csv, const char *at) {
    return *at == csv->separator || ends_row(csv, at);
}

static const char *skip_line_end(const nb_csv *csv, const char *at) {
    if (at == csv->end) return at;
    return at[0] == '\r' && at[1] == '\n' ? at + 2 : at + 1;
}

/* The closing quote of the text that begins at `at`, or the end. */
static const char *find_quote(const nb_csv *csv, const char *at) {
    while (at < csv->end && (*at != '"' || at[1] == '"')) at += *at == '"' ? 2 : 1;
    return at;
}

/* Reads the cell at `at`; answers where it ends: at a separator or at the row's end. */
static const char *read_cell(const nb_csv *csv, const char *at, field *cell) {
    at = skip_blanks(csv, at);
    cell->begin = cell->end = at;
    cell->quoted = *at == '"' && at < csv->end;
    cell->closed = true;
    if (cell->quoted) {
        cell->begin = at + 1;
        cell->end = find_quote(csv, at + 1);
        cell->closed = cell->end < csv->end;
        at = cell->closed ? skip_blanks(csv, cell->end + 1) : cell->end;
        if (ends_cell(csv, at)) return at;
        cell->quoted = false; /* "a" b: the quotes are part of the text */
        cell->begin--;
    }
    while (!ends_cell(csv, at)) at++;
    cell->end = at;
    while (cell->end > cell->begin && is_padding(csv, cell->end[-1])) cell->end--;
    return at;
}

static char to_small(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool nb_csv_is_missing(const char *text, size_t length) {
    static const char *const words[] = {"", "na", "n/a", "nan", "null", "?", "-"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t same = 0;
        if (strlen(words[i]) != length) continue;
        while (same < length && to_small(text[same]) == words[i][same]) same++;
        if (same == length) return true;
    }
    return false;
}

static nb_csv_kind kind_of(const nb_csv *csv, const field *cell, double *number) {
    const char *begin = skip_blanks(csv, cell->begin), *end, *last = cell->end;
    bool in_range;
    while (last > begin && is_padding(csv, last[-1])) last--;
    if (begin >= cell->end || nb_csv_is_missing(begin, (size_t)(last - begin)))
        return NB_CSV_GAP;
    *number = nb_csv_number(begin, &end, &in_range);
    if (end == begin || skip_blanks(csv, end) < cell->end || !cell->closed) return NB_CSV_TEXT;
    return in_range ? NB_CSV_NUMBER : NB_CSV_FAR;
}

static nb_csv_cell look_at(const nb_csv *csv, const field *cell) {
    double number;
    return (nb_csv_cell){cell->begin, (size_t)(cell->end - cell->begin), cell->quoted,
                         kind_of(csv, cell, &number)};
}

/* ---- what is wrong ---- */

/* Notes a problem in the row of numbers that is being read. */
static nb_status fail(nb_csv *csv, nb_csv_problem problem, size_t column, const field *cell) {
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

/* The cells of the row at csv->at; an empty one behind the last column is none. */
static size_t count_cells(const nb_csv *csv) {
    size_t count = 0;
    for (const char *at = csv->at;; at++) {
        field cell;
        at = read_cell(csv, at, &cell);
        count++;
        if (*at == csv->separator && at < csv->end) continue;
        bool surplus = !cell.quoted && cell.begin == cell.end &&
                       (csv->columns == 0 ? count > 1 : count == csv->columns + 1);
        return surplus ? count - 1 : count;
    }
}

/* Too many cells: the first of those; too few: the place behind the last. */
static nb_status blame_length(nb_csv *csv, size_t count) {
    const char *at = csv->at;
    field cell = {0};
    size_t column = count < csv->columns ? count : csv->columns + 1;
    for (size_t k = 0; k < column; k++) at = read_cell(csv, k > 0 ? at + 1 : at, &cell);
    csv->found = count;
    if (count < csv->columns) cell.begin = cell.end;
    return fail(csv, NB_CSV_RAGGED, count < csv->columns ? count + 1 : column, &cell);
}

static nb_status blame_row(nb_csv *csv) {
    size_t count = count_cells(csv), many = 1;
    const char *at = csv->at;
    field cell, first = {0};
    for (size_t column = 1; column <= count; column++, at++) {
        at = read_cell(csv, at, &cell);
        if (column == 1) first = cell;
        size_t length = (size_t)(cell.end - cell.begin);
        if (!cell.closed) return fail(csv, NB_CSV_QUOTE, column, &cell);
        if (memchr(cell.begin, '\0', length) != NULL)
            return fail(csv, NB_CSV_NOT_TEXT, column, &cell);
        size_t slot = column <= csv->columns ? csv->slots[column - 1] : SIZE_MAX;
        if (count != csv->columns || slot == SIZE_MAX) continue;
        double number;
        nb_csv_kind kind = kind_of(csv, &cell, &number);
        if (kind == NB_CSV_GAP && csv->gaps == NB_CSV_FILL && csv->labels[slot] == NULL &&
            isnan(csv->fill_number)) return fail(csv, NB_CSV_MISSING, column, &cell);
        const nb_labels *labels = csv->labels[slot];
        if (labels != NULL && labels->count == NB_MOST_CLASSES) many = column;
        if (labels != NULL) continue;
        if (kind == NB_CSV_TEXT) return fail(csv, NB_CSV_NOT_NUMBER, column, &cell);
        else if (kind == NB_CSV_FAR) return fail(csv, NB_CSV_RANGE, column, &cell);
    }
    if (count != csv->columns) return blame_length(csv, count);
    return fail(csv, NB_CSV_LABELS, many, &first); /* nothing is wrong but one label too many */
}

/* ---- cells that are no plain number ---- */

/* Notes a missing cell; what stands for it. */
static double note_gap(nb_csv *csv, const field *cell, size_t column) {
    if (csv->gap_cells++ == 0) {
        csv->first_gap = look_at(csv, cell);
        csv->first_gap_row = csv->read + 1;
        csv->first_gap_column = column + 1;
    }
    return csv->gaps == NB_CSV_FILL ? csv->fill_number : NAN;
}

/* A text whose spelling is new: NB_STATUS_ERROR where there cannot be one more. */
static nb_status add_label(nb_csv *csv, nb_labels *labels, const field *cell, size_t *number) {
    if (memchr(cell->begin, '\0', (size_t)(cell->end - cell->begin)) != NULL)
        return NB_STATUS_ERROR;
    nb_label_text text = {.text = cell->begin, .length = (size_t)(cell->end - cell->begin),
                          .quoted = cell->quoted};
    nb_csv_kind kind = kind_of(csv, cell, &text.value);
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
    field cell;
    size_t found;
    nb_status status = NB_STATUS_OK;
    *at = read_cell(csv, *at, &cell);
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
    field cell;
    *at = read_cell(csv, *at, &cell);
    if (!cell.closed || kind_of(csv, &cell, number) != NB_CSV_GAP) return NB_STATUS_ERROR;
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
    bool in_range;
    at = skip_blanks(csv, at);
    bool quoted = *at == '"';
    if (quoted) at = skip_blanks(csv, at + 1);
    *number = nb_csv_number(at, end, &in_range);
    if (*end == at || !in_range) return false;
    *end = skip_blanks(csv, *end);
    if (quoted && **end == '"') *end = skip_blanks(csv, *end + 1);
    else if (quoted) return false;
    return ends_cell(csv, *end);
}

/* Reads the row at csv->at, and moves behind it; NB_STATUS_ERROR where it is no such row. */
static nb_status read_row(nb_csv *csv, double *numbers) {
    const char *at = csv->at;
    for (size_t k = 0; k < csv->columns; k++) {
        size_t slot = k < csv->last ? csv->slots[k] : SIZE_MAX;
        nb_status status = NB_STATUS_OK;
        const char *end;
        field cell;
        if (k > 0 && *at++ != csv->separator) return NB_STATUS_ERROR;
        if (slot == SIZE_MAX) {
            at = read_cell(csv, at, &cell);
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
    if (*at == csv->separator) at = skip_blanks(csv, at + 1);
    if (!ends_row(csv, at)) return NB_STATUS_ERROR;
    csv->at = skip_line_end(csv, at);
    return NB_STATUS_OK;
}

static void skip_blank_lines(nb_csv *csv) {
    for (;;) {
        const char *at = skip_blanks(csv, csv->at);
        if (!ends_row(csv, at) || at == csv->end) return;
        csv->at = skip_line_end(csv, at);
    }
}

static bool is_at_end(const nb_csv *csv) {
    return skip_blanks(csv, csv->at) == csv->end;
}

/* All rows are read: what they are together. */
static nb_status end_rows(nb_csv *csv) {
    const field nothing = {.begin = csv->end, .end = csv->end};
    const nb_csv_cell *gap = &csv->first_gap;
    order_labels(csv);
    csv->found = csv->gap_rows;
    if (csv->gap_rows == 0 || (csv->gaps != NB_CSV_REFUSE && csv->rows > 0))
        return csv->rows > 0 ? NB_STATUS_OK : fail(csv, NB_CSV_EMPTY, 1, &nothing);
    csv->read = csv->first_gap_row - 1;
    return fail(csv, NB_CSV_MISSING, csv->first_gap_column,
                &(field){.begin = gap->text, .end = gap->text + gap->length});
}

nb_status nb_csv_read(nb_csv *csv, size_t max_rows) {
    for (size_t i = 0; i < max_rows; i++) {
        skip_blank_lines(csv);
        if (is_at_end(csv)) break;
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
    return is_at_end(csv) ? end_rows(csv) : NB_STATUS_RUNNING;
}

nb_status nb_csv_look(nb_csv *csv, nb_csv_cell *cells) {
    skip_blank_lines(csv);
    if (is_at_end(csv)) return NB_STATUS_OK;
    const char *at = csv->at;
    for (size_t k = 0; k < csv->columns; k++) {
        field cell;
        if (k > 0 && *at++ != csv->separator) return blame_row(csv);
        at = read_cell(csv, at, &cell);
        if (!cell.closed || memchr(cell.begin, '\0', (size_t)(cell.end - cell.begin)) != NULL)
            return blame_row(csv);
        cells[k] = look_at(csv, &cell);
    }
    if (*at == csv->separator) at = skip_blanks(csv, at + 1);
    if (!ends_row(csv, at)) return blame_row(csv);
    csv->at = skip_line_end(csv, at);
    csv->read++;
    return NB_STATUS_RUNNING;
}

/* ---- the first row ---- */

static char find_separator(const nb_csv *csv) {
    for (const char *at = csv->at; !ends_row(csv, at);) {
        if (*at == ',' || *at == ';' || *at == '\t') return *at;
        if (*at == '"') at = find_quote(csv, at + 1);
        if (at < csv->end) at++;
    }
    return ',';
}

static bool is_header(const nb_csv *csv) {
    const char *at = csv->at;
    bool any = false;
    for (size_t k = 0; k < csv->columns; k++, at++) {
        field cell;
        at = read_cell(csv, at, &cell);
        double number;
        nb_csv_kind kind = kind_of(csv, &cell, &number);
        if (kind == NB_CSV_NUMBER || kind == NB_CSV_FAR) return false;
        any = any || cell.end > cell.begin;
    }
    return any;
}

/* A copy of a cell, with "" in quotes as one. */
static const char *copy_cell(nb_csv *csv, const field *cell) {
    char *text = nb_arena_text(&csv->arena, cell->begin, (size_t)(cell->end - cell->begin));
    if (text == NULL || !cell->quoted) return text;
    size_t length = 0;
    for (const char *c = cell->begin; c < cell->end; c++) {
        text[length++] = *c;
        if (*c == '"') c++;
    }
    text[length] = '\0';
    return text;
}

static nb_status read_header(nb_csv *csv) {
    const char *at = csv->at;
    csv->names = nb_arena_add(&csv->arena, csv->columns, sizeof *csv->names);
    if (csv->names == NULL) return NB_STATUS_NO_MEMORY;
    for (size_t k = 0; k < csv->columns; k++) {
        field cell;
        at = read_cell(csv, k > 0 ? at + 1 : at, &cell);
        if (!cell.closed) return fail(csv, NB_CSV_QUOTE, k + 1, &cell);
        if (memchr(cell.begin, '\0', (size_t)(cell.end - cell.begin)) != NULL)
            return fail(csv, NB_CSV_NOT_TEXT, k + 1, &cell);
        csv->names[k] = copy_cell(csv, &cell);
        if (csv->names[k] == NULL) return NB_STATUS_NO_MEMORY;
    }
    while (!ends_row(csv, at)) at++; /* a trailing comma */
    csv->at = skip_line_end(csv, at);
    csv->has_header = true;
    return NB_STATUS_OK;
}

/* Comments in front, such as nabla's own mark. */
static void skip_comments(nb_csv *csv) {
    skip_blank_lines(csv);
    while (!is_at_end(csv) && *csv->at == '#') {
        while (csv->at < csv->end && *csv->at != '\n' && *csv->at != '\r') csv->at++;
        skip_blank_lines(csv);
    }
}

nb_status nb_csv_begin(nb_csv *csv, nb_memory *memory, const char *text, size_t length) {
    *csv = (nb_csv){.memory = memory, .text = text, .end = text + length, .at = text,
                    .separator = ','};
    nb_arena_init(&csv->arena, memory);
    const field first = {.begin = text, .end = text};
    if (length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0))
        return fail(csv, NB_CSV_NOT_TEXT, 1, &first);
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) csv->at += 3;
    skip_comments(csv);
    if (is_at_end(csv)) return fail(csv, NB_CSV_EMPTY, 1, &first);
    csv->separator = find_separator(csv);
    csv->columns = count_cells(csv);
    nb_status status = nb_csv_take(csv, NULL, NULL, csv->columns);
    return status == NB_STATUS_OK && is_header(csv) ? read_header(csv) : status;
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
