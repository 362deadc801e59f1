/* The reader. read_row takes the quick way over a row of numbers; where that ends early, blame_row
 * walks the row again, cell by cell, and says what is wrong. */
#include "train/csv.h"

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

typedef enum cell_kind { CELL_NUMBER, CELL_EMPTY, CELL_TEXT, CELL_RANGE } cell_kind;

static cell_kind kind_of(const nb_csv *csv, const field *cell) {
    const char *begin = skip_blanks(csv, cell->begin), *end;
    bool in_range;
    if (begin >= cell->end) return CELL_EMPTY;
    nb_csv_number(begin, &end, &in_range);
    if (end == begin || skip_blanks(csv, end) < cell->end || !cell->closed) return CELL_TEXT;
    return in_range ? CELL_NUMBER : CELL_RANGE;
}

/* ---- what is wrong ---- */

/* Notes a problem in the row of numbers that is being read. */
static nb_status fail(nb_csv *csv, nb_csv_problem problem, size_t column, const field *cell) {
    csv->problem = problem;
    csv->row = csv->rows + 1;
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

static nb_status blame_row(nb_csv *csv) {
    size_t count = count_cells(csv);
    const char *at = csv->at;
    field cell, first = {0};
    for (size_t column = 1; column <= count; column++, at++) {
        at = read_cell(csv, at, &cell);
        if (column == 1) first = cell;
        size_t length = (size_t)(cell.end - cell.begin);
        if (!cell.closed) return fail(csv, NB_CSV_QUOTE, column, &cell);
        if (memchr(cell.begin, '\0', length) != NULL)
            return fail(csv, NB_CSV_NOT_TEXT, column, &cell);
        if (count != csv->columns || column > csv->taken) continue;
        cell_kind kind = kind_of(csv, &cell);
        if (kind == CELL_EMPTY) return fail(csv, NB_CSV_MISSING, column, &cell);
        if (column == csv->labelled + 1) continue;
        if (kind == CELL_TEXT) return fail(csv, NB_CSV_NOT_NUMBER, column, &cell);
        if (kind == CELL_RANGE) return fail(csv, NB_CSV_RANGE, column, &cell);
    }
    csv->found = count;
    bool ragged = count != csv->columns; /* else there is nothing wrong but one label too many */
    return fail(csv, ragged ? NB_CSV_RAGGED : NB_CSV_LABELS, ragged ? 1 : csv->labelled + 1,
                &first);
}

/* ---- labels ---- */

static int compare(const nb_csv_label *a, const field *b) {
    size_t length = (size_t)(b->end - b->begin);
    int order = memcmp(a->text, b->begin, a->length < length ? a->length : length);
    return order != 0 ? order : (a->length > length) - (a->length < length);
}

/* The number of the label at `at`; false where there is none, or none can be added. */
static bool read_label(nb_csv *csv, const char *at, double *number, const char **end) {
    field cell;
    size_t low = 0, high = csv->label_count;
    *end = read_cell(csv, at, &cell);
    if (!cell.closed || kind_of(csv, &cell) == CELL_EMPTY) return false;
    size_t length = (size_t)(cell.end - cell.begin);
    if (memchr(cell.begin, '\0', length) != NULL) return false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(&csv->labels[middle], &cell);
        if (order == 0) low = high = middle;
        else if (order < 0) low = middle + 1;
        else high = middle;
    }
    bool known = low < csv->label_count && compare(&csv->labels[low], &cell) == 0;
    if (!known) {
        if (csv->label_count == NB_MOST_CLASSES) return false;
        memmove(csv->labels + low + 1, csv->labels + low,
                (csv->label_count - low) * sizeof *csv->labels);
        csv->labels[low] = (nb_csv_label){cell.begin, length, csv->label_count++};
    }
    *number = (double)csv->labels[low].number;
    return true;
}

/* Once all labels are there they are counted by their order. */
static void order_labels(nb_csv *csv) {
    double order[NB_MOST_CLASSES];
    for (size_t i = 0; i < csv->label_count; i++) order[csv->labels[i].number] = (double)i;
    for (size_t i = 0; i < csv->label_count; i++) csv->labels[i].number = i;
    for (size_t row = 0; csv->label_count > 0 && row < csv->rows; row++) {
        double *cell = &csv->cells[row * csv->taken + csv->labelled];
        *cell = order[(size_t)*cell];
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

/* Reads the row at csv->at, and moves behind it; false where it is no row of numbers. */
static bool read_row(nb_csv *csv, double *numbers) {
    const char *at = csv->at;
    for (size_t k = 0; k < csv->taken; k++) {
        if (k > 0 && *at++ != csv->separator) return false;
        if (k == csv->labelled ? !read_label(csv, at, &numbers[k], &at)
                               : !read_number(csv, at, &numbers[k], &at)) return false;
    }
    for (size_t k = csv->taken; k < csv->columns; k++) {
        field cell;
        if (*at++ != csv->separator) return false;
        at = read_cell(csv, at, &cell);
        if (!cell.closed) return false;
    }
    if (*at == csv->separator) at = skip_blanks(csv, at + 1);
    if (!ends_row(csv, at)) return false;
    csv->at = skip_line_end(csv, at);
    return true;
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

nb_status nb_csv_read(nb_csv *csv, size_t max_rows) {
    for (size_t i = 0; i < max_rows; i++) {
        skip_blank_lines(csv);
        if (is_at_end(csv)) break;
        size_t used = csv->rows * csv->taken;
        if (!NB_RESERVE(csv->memory, csv->cells, &csv->capacity, used + csv->taken) ||
            !NB_RESERVE(csv->memory, csv->labels, &csv->label_capacity, csv->label_count + 1))
            return NB_STATUS_NO_MEMORY;
        if (!read_row(csv, csv->cells + used)) return blame_row(csv);
        csv->rows++;
    }
    if (!is_at_end(csv)) return NB_STATUS_RUNNING;
    order_labels(csv);
    const field nothing = {.begin = csv->end, .end = csv->end};
    return csv->rows > 0 ? NB_STATUS_OK : fail(csv, NB_CSV_EMPTY, 1, &nothing);
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
        cell_kind kind = kind_of(csv, &cell);
        if (kind == CELL_NUMBER || kind == CELL_RANGE) return false;
        any = any || kind == CELL_TEXT;
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

nb_status nb_csv_begin(nb_csv *csv, nb_memory *memory, const char *text, size_t length) {
    *csv = (nb_csv){.memory = memory, .text = text, .end = text + length, .at = text,
                    .separator = ',', .labelled = NB_CSV_NO_LABELS};
    nb_arena_init(&csv->arena, memory);
    const field first = {.begin = text, .end = text};
    if (length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0))
        return fail(csv, NB_CSV_NOT_TEXT, 1, &first);
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) csv->at += 3;
    skip_blank_lines(csv);
    if (is_at_end(csv)) return fail(csv, NB_CSV_EMPTY, 1, &first);
    csv->separator = find_separator(csv);
    csv->columns = csv->taken = count_cells(csv);
    return is_header(csv) ? read_header(csv) : NB_STATUS_OK;
}

void nb_csv_take(nb_csv *csv, size_t count) {
    csv->taken = count;
}

bool nb_csv_find_labels(nb_csv *csv, size_t column) {
    field cell;
    skip_blank_lines(csv);
    const char *at = read_cell(csv, csv->at, &cell);
    for (size_t k = 0; k < column; k++) {
        if (*at != csv->separator || at == csv->end) return false;
        at = read_cell(csv, at + 1, &cell);
    }
    if (!cell.closed || kind_of(csv, &cell) != CELL_TEXT) return false;
    csv->labelled = column;
    return true;
}

void nb_csv_clear(nb_csv *csv) {
    nb_memory_free(csv->memory, csv->labels, csv->label_capacity, sizeof *csv->labels);
    nb_memory_free(csv->memory, csv->cells, csv->capacity, sizeof *csv->cells);
    nb_arena_clear(&csv->arena);
    *csv = (nb_csv){.memory = csv->memory};
}
